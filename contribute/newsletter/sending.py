"""Sending an issue: once it is due, the outbox's worker fills the outbox with it in batches, and empties it.

Nothing here waits: pressing *Send* writes one date. A batch is written in one transaction, so a worker that is killed
leaves whole batches behind, and whoever comes next goes on with those who have none yet.
"""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from cms.intake.mail import row_for
from cms.intake.models import OutboxMessage

from .composing import compose, message_to, trial_message
from .models import Delivery, Issue, NewsletterWords, Subscriber, Subscription

# How many wait in the outbox at most. Few, so that a page withdrawn meanwhile is in few of them.
BATCH = 300


def readers(issue):
    """Return who is on one of the issue's lists: confirmed subscribers, each once."""
    mine = Subscription.objects.filter(subscriber=OuterRef("pk"), mailing_list__in=issue.lists.all())
    return Subscriber.objects.confirmed().filter(Exists(mine))


def obstacles(issue, letter, words):
    """Return why ``issue`` cannot be sent: sentences for its editor, none where it can. ``letter`` is ``compose(issue)``."""
    found = []
    if not letter.parts and not letter.opening.text:
        found.append("Nothing is in it yet: write opening words, or choose a page.")
    if not issue.lists.exists():
        found.append("No list is chosen.")
    elif not readers(issue).exists():
        found.append("Nobody is on its lists yet.")
    if not words.postal_address.strip():
        found.append("The postal address is missing that stands at the foot of each issue. The Spam Act asks for it.")
    return found


def press(issue, user):
    """Let ``issue`` be sent from now on; return whether it was this call that did. Two presses send once."""
    with transaction.atomic():
        pressed = Issue.objects.filter(pk=issue.pk, due_at=None).update(due_at=timezone.now(), sent_by=user)
        if pressed:
            log(instance=issue, action="newsletter.send", user=user)
        return bool(pressed)


def send_trial(issue, user):
    """Mail the issue as it stands now to ``user`` alone."""
    letter, words = compose(issue), NewsletterWords.load()
    key = f"newsletter:trial:{issue.pk}:{user.pk}:{timezone.now():%Y%m%d%H%M%S}"
    trial_message(letter, words, user.email, key).send()


def fill():
    """Write the next messages of issues that are due, the oldest issue first. The outbox calls it before it sends."""
    issue = Issue.objects.filter(due_at__isnull=False, filled_at=None).order_by("due_at", "pk").first()
    if issue is not None:
        _fill(issue)
    for over in Issue.objects.exclude(filled_at=None).filter(finished_at=None):
        # Whose message was deleted from the outbox: nothing is on its way to them any more.
        over.deliveries.waiting().filter(message=None).delete()
        if not over.deliveries.waiting().exists():
            Issue.objects.filter(pk=over.pk, finished_at=None).update(finished_at=timezone.now())


def _fill(issue):
    room = BATCH - OutboxMessage.objects.due().filter(is_bulk=True).count()
    if room < BATCH // 2:
        return
    # Who came after somebody pressed *Send* gets the next one.
    without = readers(issue).filter(confirmed_at__lte=issue.due_at).exclude(
        Exists(Delivery.objects.filter(issue=issue, subscriber=OuterRef("pk")))
    )  # fmt: skip
    batch = list(without.order_by("pk").select_related("sender")[:room])
    if not batch:
        Issue.objects.filter(pk=issue.pk, filled_at=None).update(filled_at=timezone.now())
        return
    letter, words = compose(issue), NewsletterWords.load()
    written = {
        one.pk: row_for(message_to(one, letter, words, f"{one.mail_key}issue:{issue.uuid.hex}"), is_bulk=True)
        for one in batch
    }
    with transaction.atomic():
        # Another worker may have written the same batch, and somebody may have left, since this one was read.
        Issue.objects.select_for_update().get(pk=issue.pk)
        here = set(Subscriber.objects.select_for_update().filter(pk__in=written).values_list("pk", flat=True))
        have = set(issue.deliveries.filter(subscriber__in=here).values_list("subscriber", flat=True))
        messages = {pk: row for pk, row in written.items() if pk in here - have}
        OutboxMessage.objects.bulk_create(messages.values())
        Delivery.objects.bulk_create(
            Delivery(issue=issue, subscriber_id=pk, message=row) for pk, row in messages.items()
        )


def report(issue):
    """Return what became of ``issue``: a dict of numbers.

    ``readers`` of all, ``sent``, ``waiting``, ``refused`` by a mail server, and ``left``: who got it and has
    unsubscribed since.
    """
    found = issue.deliveries.aggregate(
        written=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        refused=Count("pk", filter=Q(refused_at__isnull=False)),
        left=Count("pk", filter=Q(left_at__isnull=False)),
    )
    unwritten = 0
    if issue.due_at and not issue.filled_at:
        written = Delivery.objects.filter(issue=issue, subscriber=OuterRef("pk"))
        unwritten = readers(issue).filter(confirmed_at__lte=issue.due_at).exclude(Exists(written)).count()
    return {
        "readers": found["written"] + unwritten,
        "sent": found["sent"],
        "waiting": found["written"] - found["sent"] - found["refused"] + unwritten,
        "refused": found["refused"],
        "left": found["left"],
    }
