"""What happens when something is sent in: kept once, acknowledged, told to staff."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.crisis import sounds_urgent
from cms.core.site_links import absolute_url
from cms.intake.coming_back import may_mail
from cms.intake.keys import hashed
from cms.intake.mail import send_template
from cms.intake.models import Consent, Sender
from cms.intake.receipts import seal

from .kinds import KINDS
from .models import Channel, Contribution

TAKE_BACK, ANSWER = "contribute.take-back", "contribute.answer"
# Longer than anything of theirs is kept; what is published at their wish is taken back years later.
LINK_LIFE = timedelta(days=3653)


def version_of(wording):
    """Return a short name of this very wording, so that two people can be seen to have read the same."""
    return hashlib.blake2b(wording.encode(), digest_size=4).hexdigest()


def receive(model, once, *, sender=None, held="", purposes=("answer this",), wording="", **values):
    """Keep one contribution of the kind ``model``; return it and whether it is new.

    ``once`` is the one-use part of the form's token: sent again, the first is returned. ``sender`` holds name, email and
    phone as far as given. ``held`` says why it goes to Junk, which acknowledges and tells nothing. ``wording`` is what
    was agreed to beside the channel's words on privacy. ``values`` are the fields of the kind.
    """
    token_hash = hashed(once)
    found = Contribution.objects.filter(token_hash=token_hash).first()
    if found:
        return found.own, False
    try:
        with transaction.atomic():
            return _keep(model, token_hash, sender or {}, held, purposes, wording, values), True
    except IntegrityError:
        # The same moment, from two tabs: the other one is there now.
        found = Contribution.objects.filter(token_hash=token_hash).first()
        if found is None:
            raise  # something else was wrong, and it is not kept
        return found.own, False


def _keep(model, token_hash, sender, held, purposes, wording, values):
    channel = Channel.objects.get(kind=model.KIND)
    wording = "\n\n".join(filter(None, [channel.privacy, wording]))
    today = timezone.localdate()
    texts = " ".join(value for value in values.values() if isinstance(value, str))
    # A kind whose words lie elsewhere says itself whether they are heavy.
    is_urgent = values.pop("is_urgent", False) or sounds_urgent(texts)
    contribution = model.make(
        kind=model.KIND, token_hash=token_hash,
        sender=Sender.objects.create(**sender) if any(sender.values()) else None,
        consent=Consent.objects.create(wording=wording, version=version_of(wording), purposes=list(purposes)),
        status=Contribution.Status.JUNK if held else Contribution.Status.NEW, held=held,
        retain_until=today + Contribution.JUNK_LIFE if held else None,
        is_urgent=is_urgent, due_on=channel.due_from(today), **values,
    )  # fmt: skip
    log(instance=contribution, action="contribute.receive")
    if not held:
        acknowledge(contribution)
        tell_staff(contribution, channel)
    return contribution


def acknowledge(contribution):
    """Mail its sender, where there is an address, that we have it; neither what it says nor what it is about."""
    sender = contribution.sender
    if sender is None or not sender.email or not may_mail(sender.email):
        return
    contribution.acknowledged()
    send_template(
        f"contribute:{contribution.pk}:received",
        "contribute/email/received" if contribution.is_answered else "contribute/email/received_only", sender.email,
        {
            "reference": contribution.reference, "due_on": contribution.due_on,
            "promise": contribution.PROMISE, "take_back": take_back_link(contribution),
        },
    )  # fmt: skip


def tell_staff(contribution, channel, *, template="new", cause="new", words_for=None):
    """Mail the colleagues who look after such things that something came, with a link and nothing of what it says.

    ``words_for(person)`` returns what else the letter ``template`` says to that colleague: a dict.
    """
    kind = KINDS[contribution.kind]
    people = list(channel.told.filter(is_active=True))
    people += [person for person in contribution.goes_to() if person not in people]
    for person in people:
        if person.is_active and person.has_perm(kind.permission("view")):
            words = {
                "reference": contribution.reference, "kind": kind.label, "due_on": contribution.due_on,
                "is_urgent": contribution.is_urgent,
                "link": absolute_url(reverse("contribute_desk", args=[contribution.pk])),
            }  # fmt: skip
            words |= words_for(person) if words_for else {}
            key = f"contribute:{contribution.pk}:{cause}:{person.pk}"
            send_template(key, f"contribute/email/{template}", person.email, words)


def take_back_link(contribution):
    """Return the address with which its sender takes it back, whole."""
    return absolute_url(take_back_path(contribution))


def take_back_path(contribution):
    return reverse("contribute:take_back", args=[seal(TAKE_BACK, contribution.reference)])


def answer_link(contribution):
    """Return the address at which its sender writes again, whole."""
    return absolute_url(reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)]))
