"""One person's newsletter: what is kept of them, and taking it away."""

from .addresses import digests
from .leaving import leave
from .models import Subscriber, Suppression


def export(email):
    """Return all that the newsletter keeps of whoever has this address: a list of dicts as JSON holds them."""
    found = []
    subscriber = Subscriber.objects.select_related("sender", "consent").filter(digest__in=digests(email)).first()
    if subscriber is not None:
        consent = subscriber.consent
        told = {
            "email": subscriber.sender.email,
            "name": subscriber.sender.name,
            "asked_at": _moment(subscriber.asked_at),
            "confirmed_at": _moment(subscriber.confirmed_at),
            "lists": list(subscriber.subscriptions.order_by("pk").values_list("mailing_list__name", flat=True)),
            "agreed_to": consent.wording if consent else "",
            "agreed_to_version": consent.version if consent else "",
            "agreed_at": _moment(consent.given_at) if consent else None,
            "issues": [
                {"subject": subject, "sent_at": _moment(sent)}
                for subject, sent in subscriber.deliveries.order_by("pk").values_list("issue__subject", "sent_at")
            ],
        }
        found.append(told)
    block = Suppression.objects.filter(digest__in=digests(email)).first()
    if block is not None:
        found.append({"never written to": block.get_reason_display(), "since": _moment(block.since)})
    return found


def erase(email):
    """Delete whoever has this address; return how many readers that were.

    The code by which they are never written to again stays, or is made: it cannot be read back.
    """
    subscriber = Subscriber.objects.filter(digest__in=digests(email)).first()
    if subscriber is None:
        return 0
    return int(leave(subscriber, Suppression.Reason.NEVER))


def _moment(when):
    return when.isoformat() if when else None
