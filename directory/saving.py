"""Saving a form to come back: what was typed in the middle of a step, and the link that opens it again.

Beside the answers of the steps a draft keeps five things under names that no step has.
"""

import hashlib
import logging
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.core.site_links import absolute_url
from cms.intake.mail import send_template

from .submit_forms import ORDER

logger = logging.getLogger(__name__)

UNFINISHED, SAVED, SEEN, LEFT, STARTED = "_unfinished", "_saved", "_seen", "_left", "_started"
ONE_MAIL_IN = timedelta(minutes=10)
# Mail to one typed address from any number of forms: more than a person needs, fewer than a nuisance.
MOST_TO_ONE_ADDRESS, SECONDS = 6, 60 * 60


def steps_only(answers):
    """Return the answers of the steps, without what the form keeps for itself."""
    return {slug: answers[slug] for slug in ORDER if slug in answers}


def started(draft):
    """Return the answers that the form was filled in with from an entry; None where it began empty."""
    return draft.answers.get(STARTED)


def unfinished(draft, step):
    """Return what was typed in ``step`` when its writer left in the middle: a dict, empty where nothing was."""
    return draft.answers.get(UNFINISHED, {}).get(step, {})


def keep_unfinished(draft, step, form, **more):
    """Keep what was typed in ``form`` as it is, right or wrong. ValueError where it is too much."""
    typed = {}
    for name, field in form.fields.items():
        bound = form[name]
        if name == "website_address" or field.widget.needs_multipart_form:
            continue
        value = field.widget.value_from_datadict(form.data, {}, bound.html_name)
        if value not in (None, "", [], False):
            typed[name] = value
    draft.keep(UNFINISHED, draft.answers.get(UNFINISHED, {}) | {step: more | {"typed": typed}})


def forget_unfinished(draft, step):
    """Leave out what was typed in the middle of ``step``: it was finished since. Not saved here."""
    draft.answers.get(UNFINISHED, {}).pop(step, None)
    draft.answers.pop(LEFT, None)


def leave_at(draft, step, number=None):
    """Remember the page on which its writer saved to come back: a step, and the number of a place."""
    draft.keep(LEFT, {"step": step, "number": number})


def known_address(draft):
    """The address that its writer gave in the form, or saved to before; '' where there is none."""
    contact = draft.answers.get("contact", {}) | unfinished(draft, "contact").get("typed", {})
    return draft.answers.get(SAVED, {}).get("email") or contact.get("your_email") or ""


def mail_return_link(draft, email):
    """Keep ``draft`` for two weeks and mail ``email`` the link that opens it; one within ten minutes is enough.

    A draft of an update goes to the address that looks after the entry, whatever ``email`` says.
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
            f"directory:saved:{draft.pk}:{draft.return_hash[:16]}", "directory/email/saved", email,
            {
                "link": absolute_url(reverse("directory:add_return", args=[token])),
                "until": timezone.localdate(draft.expires_at), "is_new": draft.link is None,
            },
        )  # fmt: skip


def may_mail(email):
    """Whether this address, which anybody may have typed, has had few enough mails in the last hour, whatever they say.

    Only a digest of it is kept, in the cache.
    """
    key = f"mailed:{hashlib.blake2b(email.casefold().encode(), digest_size=12).hexdigest()}"
    try:
        cache.add(key, 0, timeout=SECONDS)
        return cache.incr(key) <= MOST_TO_ONE_ADDRESS
    except ValueError:
        return True  # it lapsed between the two calls
    except Exception as error:  # noqa: BLE001, RUF100 - a dead cache must not lose anybody's mail
        logger.warning("Mail to an address not counted: %s", type(error).__name__)
        return True
