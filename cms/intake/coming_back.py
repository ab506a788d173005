"""The mailed link that opens a long form again, and how often an address that anybody may have typed is mailed."""

import hashlib
import logging
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.core.site_links import absolute_url

from .forms import PublicForm
from .mail import send_template
from .unfinished import SAVED

logger = logging.getLogger(__name__)

ONE_MAIL_IN = timedelta(minutes=10)
# Mail to one typed address from any number of forms: more than a person needs, fewer than a nuisance.
MOST_TO_ONE_ADDRESS, SECONDS = 6, 60 * 60


class SaveForm(PublicForm):
    """Where the link goes with which somebody comes back to a form."""

    email = forms.EmailField(
        label="Your email address", max_length=200, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="We use it for this link only. If you never come back, it is deleted with the rest.",
        error_messages={"required": "Enter your email address", "invalid": "Enter an email address such as name@example.org"},
    )  # fmt: skip


def saved_address(draft):
    """The address to which the link of ``draft`` was mailed before; '' where it was not."""
    return draft.answers.get(SAVED, {}).get("email") or ""


def mail_return_link(draft, email, *, app, template, address):
    """Keep ``draft`` for two weeks and mail ``email`` the link that opens it; one within ten minutes is enough.

    A draft that a mailed link began goes to the address of that link, whatever ``email`` says. ``address(token)`` is
    the path of the link, ``template`` the message, and ``app`` begins the key under which it is sent.
    """
    if draft.link is not None:
        email = draft.link.sender.email if draft.link.sender else ""
    before, now = draft.answers.get(SAVED, {}), timezone.now()
    is_same = before.get("email", "").casefold() == email.casefold()
    if is_same and before and parse_datetime(before["mailed_at"]) > now - ONE_MAIL_IN:
        return
    if not email or not may_mail(email):
        return
    with transaction.atomic():
        draft.answers[SAVED] = {"email": email, "mailed_at": now.isoformat()}
        token = draft.save_for_later()
        if draft.link is not None and draft.link.expires_at < draft.expires_at:
            draft.link.expires_at = draft.expires_at
            draft.link.save(update_fields=["expires_at"])
        send_template(
            f"{app}:saved:{draft.pk}:{draft.return_hash[:16]}", template, email,
            {
                "link": absolute_url(address(token)),
                "until": timezone.localdate(draft.expires_at), "is_new": draft.link is None,
            },
        )  # fmt: skip


def may_mail(email):
    """Whether this address, which anybody may have typed, has had few enough mails in the last hour, whatever they say.

    Only a digest of it is kept, in the cache.
    """
    key = f"mailed:{hashlib.blake2b(email.casefold().encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()}"
    try:
        cache.add(key, 0, timeout=SECONDS)
        return cache.incr(key) <= MOST_TO_ONE_ADDRESS
    except ValueError:
        return True  # it lapsed between the two calls
    except Exception as error:  # noqa: BLE001, RUF100 - a dead cache must not lose anybody's mail
        logger.warning("Mail to an address not counted: %s", type(error).__name__)
        return True
