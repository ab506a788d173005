"""Services that asked not to be listed: remembered, and recognised when somebody sends them in again."""

import re

from django.utils import timezone
from wagtail.log_actions import log

from .likeness import likeness, name_words, phone_digits, website_parts
from .models import NotListed


def asked_not_to_be_listed(name="", phones=(), website="", abn="", *, entries=None):
    """Return the NotListed entry that these details are of, or None. One query, or none where ``entries`` are given.

    Its ``because`` says in words what is the same.

    The same phone number, website (host and path) or ABN is enough; else a name with the same words, of which one
    may be spelt differently. For editors' eyes: the public is never told.
    """
    numbers = {phone_digits(phone) for phone in phones} - {""}
    words, site, number = name_words(name), website_parts(website), _digits(abn)
    for entry in NotListed.objects.all() if entries is None else entries:
        if number and number == _digits(entry.abn):
            entry.because = "the same ABN"
        elif phone_digits(entry.phone) in numbers:
            entry.because = "the same phone number"
        elif site[0] and site == website_parts(entry.website):
            entry.because = "the same website"
        elif likeness(words, name_words(entry.name)) == 1:
            entry.because = "the same name, or nearly"
        else:
            continue
        return entry
    return None


def asked_of(service):
    """Return the entry that ``service`` (a row, or a revision's object) resembles, or None."""
    return asked_not_to_be_listed(
        service.name, [phone.number for phone in service.phones.all()], service.website, _abn(service)
    )


def remember(service, why, *, user):
    """Remember that the people of ``service`` asked not to be listed, with an audit row; return the entry.

    Where it is remembered already, that entry is returned as it is.
    """
    found = asked_of(service)
    if found:
        return found
    phone = next(iter(service.phones.all()), None)
    entry = NotListed.objects.create(
        name=service.name, phone=phone.number if phone else "", website=service.website, abn=_abn(service),
        why=why or "They asked not to be listed.", asked_on=timezone.localdate(), recorded_by=user,
    )  # fmt: skip
    log(instance=service, action="directory.not_listed", user=user)
    return entry


def _abn(service):
    return service.organisation.abn if service.organisation_id else ""


def _digits(text):
    return re.sub(r"\D", "", str(text or ""))
