"""Addresses below ``/newsletter/`` that only somebody has who was written to, and pages that are there once."""

import uuid

from cms.intake.models import AccessLink
from contribute.newsletter.links import key_of
from contribute.newsletter.models import Subscriber
from contribute.newsletter.subscribing import CONFIRM, LIFE
from tests.contribute.newsletter.making import reader


def made():
    """Let somebody ask for the newsletter and somebody get it; return the addresses of their pages by name."""
    waiting, on_it = reader("made-waiting@example.org", confirmed=False), reader("made-reader@example.org", name="Sam")
    _link, usable = AccessLink.make(CONFIRM, waiting.uuid, waiting.sender, life=LIFE)
    used_link, used = AccessLink.make(CONFIRM, on_it.uuid, on_it.sender, life=LIFE)
    used_link.use()
    _link, over = AccessLink.make(CONFIRM, waiting.uuid, waiting.sender, life=-LIFE)
    gone = key_of(Subscriber(uuid=uuid.uuid4()))
    return {
        "newsletter asked for": "/newsletter/asked/",
        "newsletter to confirm": f"/newsletter/confirm/{usable}/",
        "newsletter, link used": f"/newsletter/confirm/{used}/",
        "newsletter, link too old": f"/newsletter/confirm/{over}/",
        "newsletter, link unknown": "/newsletter/confirm/no-such-key-at-all/",
        "newsletter, choices": f"/newsletter/yours/{key_of(on_it)}/",
        "newsletter, choices saved": f"/newsletter/yours/{key_of(on_it)}/?saved=1",
        "newsletter, unsubscribe": f"/newsletter/stop/{key_of(on_it)}/",
        "newsletter, never write": f"/newsletter/stop/{key_of(waiting)}/",
        "newsletter, left before": f"/newsletter/stop/{gone}/",
    }


def html():
    """Return templates with what they take, by name, of pages that are there only right after a button."""
    return {
        "newsletter confirmed": ("newsletter/confirmed.html", {"key": "A" * 22}),
        "newsletter left": ("newsletter/left.html", {"already": False}),
        "newsletter, no list open": ("newsletter/subscribe.html", {"words": {"introduction": "News by email."}}),
    }
