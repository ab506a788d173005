"""Asking for the newsletter, confirming it, changing what one gets."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms.core.site_links import absolute_url
from cms.intake.keys import hashed
from cms.intake.mail import send_template
from cms.intake.models import AccessLink, Consent, OutboxMessage, Sender

from .addresses import digest, digests
from .leaving import drop_waiting
from .links import choices_url, key_of, stop_url
from .models import Subscriber, Subscription, Suppression

CONFIRM = "newsletter.confirm"
LIFE = timedelta(days=7)
# How often one address is written to because somebody typed it in: it may be somebody else who types.
MOST_A_DAY = 3
REST = timedelta(days=30)


def ask(email, name, lists, once, words, is_held=False):
    """Keep that somebody wants ``lists`` sent to ``email``, and mail what they need; return nothing.

    Whether the address is known shows in the mail alone. ``once`` is of the form's token: the same one mails once.
    ``words`` (NewsletterWords) are what they agreed to. ``is_held``: a program may have sent it, so nothing is mailed
    and nothing changes that was asked for before; whoever looks after the readers decides (``let_through``).
    """
    with transaction.atomic():
        block = Suppression.objects.select_for_update().filter(digest__in=digests(email)).first()
        if block and block.reason == Suppression.Reason.NEVER and _is_resting(block):
            return
        subscriber = _find_or_make(email)
        key = f"{subscriber.mail_key}confirm:{hashed(once)[:24]}"
        if _is_too_much(subscriber) or OutboxMessage.objects.filter(key=key).exists():
            return
        if is_held:
            if subscriber.is_new or subscriber.is_held:
                _keep(subscriber, name, lists, words, is_held=True)
            return
        if block:
            Suppression.objects.filter(pk=block.pk).update(asked_at=timezone.now())
        if subscriber.confirmed_at:
            # Their own choices stand: who typed this may be somebody else.
            send_template(key, "newsletter/email/known", email, {"choices": choices_url(key_of(subscriber))})
            return
        _keep(subscriber, name, lists, words)
        _mail_the_link(subscriber, key, email, lists)


def let_through(subscriber):
    """Send the link to somebody whose wish was held; return whether it was this call that did. Raises nothing."""
    with transaction.atomic():
        row = Subscriber.objects.select_for_update(of=("self",)).select_related("sender")
        row = row.filter(pk=subscriber.pk, is_held=True).first()
        if row is None:
            return False
        # From now they have the week in which one confirms.
        row.is_held, row.asked_at = False, timezone.now()
        row.save(update_fields=["is_held", "asked_at"])
        key = f"{row.mail_key}confirm:let-through:{row.asked_at:%Y%m%d%H%M%S%f}"
        _mail_the_link(row, key, row.sender.email, row.lists.all())
        return True


def _mail_the_link(subscriber, key, email, lists):
    _link, token = AccessLink.make(CONFIRM, subscriber.uuid, subscriber.sender, life=LIFE)
    context = {
        "link": absolute_url(reverse("newsletter:confirm", args=[token])),
        "stop": stop_url(key_of(subscriber)),
        "lists": [one.name for one in lists],
    }
    send_template(key, "newsletter/email/confirm", email, context)


def _is_resting(block):
    # From the moment they asked us, too: whoever typed their address once may type it again at once.
    return max(block.since, block.asked_at or block.since) > timezone.now() - REST


def _is_too_much(subscriber):
    day = timezone.now() - timedelta(days=1)
    mails = OutboxMessage.objects.filter(key__startswith=f"{subscriber.mail_key}confirm:", created_at__gt=day)
    return mails.count() >= MOST_A_DAY


def _find_or_make(email):
    found = Subscriber.objects.select_for_update().filter(digest__in=digests(email)).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            sender = Sender.objects.create(email=email)
            made = Subscriber.objects.create(sender=sender, digest=digest(email))
            made.is_new = True
            return made
    except IntegrityError:
        # Somebody sent the same address at the same moment.
        return Subscriber.objects.select_for_update().get(digest__in=digests(email))


def _keep(subscriber, name, lists, words, is_held=False):
    """Write down what was asked for last; nothing of it holds before it is confirmed."""
    Sender.objects.filter(pk=subscriber.sender_id).update(name=name)
    before = subscriber.consent_id
    subscriber.asked_at, subscriber.is_held = timezone.now(), is_held
    subscriber.consent = Consent.objects.create(
        wording=words.agreed, version=words.consent_version, purposes=[f"newsletter: {one.name}" for one in lists]
    )
    subscriber.save(update_fields=["asked_at", "is_held", "consent"])
    Consent.objects.filter(pk=before).delete()
    choose(subscriber, lists)


def waiting(token):
    """Return ``(link, its subscriber)`` of a token out of the mail; None for each that is not there (any longer)."""
    link = AccessLink.objects.filter(token_hash=hashed(token), purpose=CONFIRM).first()
    return link, link and Subscriber.objects.select_related("sender").filter(uuid=link.subject).first()


def confirm(link, subscriber):
    """Put ``subscriber`` on the lists they asked for; return whether it was this call that did."""
    with transaction.atomic():
        if not link.use():
            return False
        Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=timezone.now())
        subscriber.refresh_from_db()
        # They themselves said so, from that very address: what they said before is over.
        Suppression.objects.filter(digest__in=[subscriber.digest, *digests(subscriber.sender.email)]).delete()
        return True


def choose(subscriber, lists):
    """Let ``subscriber`` be on exactly ``lists``. An issue for another list that waits to be sent to them does not leave."""
    with transaction.atomic():
        wanted = {one.pk for one in lists}
        had = set(subscriber.subscriptions.values_list("mailing_list", flat=True))
        subscriber.subscriptions.exclude(mailing_list__in=wanted).delete()
        Subscription.objects.bulk_create(
            [Subscription(subscriber=subscriber, mailing_list_id=pk) for pk in sorted(wanted - had)],
            ignore_conflicts=True,
        )
        if had - wanted:
            drop_waiting(subscriber.deliveries.exclude(issue__lists__in=wanted))
