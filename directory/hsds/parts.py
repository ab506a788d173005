"""What HSDS objects are made of: ids of what has no row, times as HSDS writes them, words for what it has no field for."""

import datetime
import uuid
from functools import cache
from zoneinfo import ZoneInfo

from .. import times
from ..models import Location, Service

COUNTRY, STATE, CURRENCY, LANGUAGE = "AU", "VIC", "AUD", "en"
LANGUAGES, ACCESS = "languages", "access"
# Languages in which our terms are named so; a code among the term's own codes (iso639:vi) comes first.
LANGUAGE_CODES = {
    "english": "en", "auslan": "asf", "arabic": "ar", "cantonese": "yue", "dari": "prs", "greek": "el",
    "italian": "it", "mandarin": "cmn", "punjabi": "pa", "somali": "so", "turkish": "tr", "vietnamese": "vi",
}  # fmt: skip
STATUS = {
    Service.Status.OPEN: "active",
    Service.Status.WAITING: "active",
    Service.Status.PAUSED: "temporarily closed",
    Service.Status.CLOSED: "inactive",
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AREAS = {Service.Coverage.STATEWIDE: "Victoria", Service.Coverage.NATIONAL: "Australia"}
# What HSDS has no field for, as attributes: link_type, label, the service's field.
TEXTS = (
    ("summary", "In short", "summary"),
    ("first-visit", "What to expect the first time", "first_visit"),
    ("not-for", "Who it is not for", "not_for"),
    ("contact-note", "About getting in touch", "contact_note"),
    ("safety-run-by", "Who runs it?", "safety_run_by"),
    ("safety-facilitators", "Are facilitators trained and supported?", "safety_facilitators"),
    ("safety-guidelines", "Are there guidelines?", "safety_guidelines"),
    ("safety-privacy", "How is privacy kept?", "safety_privacy"),
)
# The same for choices: the value is our own short word for it.
CHOICES = (
    ("children", "Children welcome", "children_welcome"),
    ("support-person", "Support person welcome", "support_person_welcome"),
    ("coverage", "Whom it reaches", "coverage"),
    ("cost", "Cost", "cost_kind"),
    ("joining", "Joining", "joining"),
    ("status", "Open, or not", "status"),
)
# An organisation with more services nests them without their parts.
MOST_IN_FULL = 50
# A provider that is only words has the id of its service, with these bits turned: each can be told from the other.
PROVIDER_BITS = 0x5EED_0000_0000_0000_0000_0000_0000


def id_of(owner, *words):
    """Return the id of a part that has no row of its own: always the same for one owner (a UUID) and words."""
    return str(uuid.uuid5(owner, "/".join(words)))


def provider_id(identifier):
    """Return the id of the provider of a service with that id, where it is only words; or back again."""
    return uuid.UUID(int=identifier.int ^ PROVIDER_BITS)


def moment(value):
    """Return an aware datetime as HSDS has it: UTC, milliseconds, ``Z``."""
    return value.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def filled(values):
    """Return the dict without what is empty; False and 0 are something."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def own_attribute(owner, entity, kind, label, value):
    """Return an attribute of ours: a ``value`` under a ``label``, without a term."""
    return {
        "id": id_of(owner, kind, value if kind == "delivery" else ""),
        "link_id": str(owner),
        "link_type": kind,
        "link_entity": entity,
        "label": label,
        "value": value,
    }


def alert(service):
    """Return what stands in the way of turning up, in words; '' where nothing does."""
    heads = {Service.Status.WAITING: "There is a waiting list", Service.Status.PAUSED: "Paused"}
    words = []
    if service.status in heads:
        words = [f"{heads[service.status]}{service.until_in_words}.", service.status_message]
    elif service.notice:
        words = [service.notice]
    if not service.takes_newcomers:
        words.append("Not taking new people now.")
    return " ".join(filter(None, words))


def shows_street(location):
    return bool(location.locality_id) and location.address_shown == Location.AddressShown.STREET


def language_code(term):
    for code in term.codes.replace(",", " ").split():
        scheme, _colon, value = code.partition(":")
        if scheme.lower().startswith("iso639") and value:
            return value
    return LANGUAGE_CODES.get(term.name.lower(), "")


def offset_of(zone, now):
    """Return how far a zone's clocks are from UTC: ``+11:00``."""
    text = now.astimezone(zone).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


@cache
def clocks_changed(day):
    """Return the first midnight (UTC) up to ``day`` (a date) after which the clocks of DEFAULT_ZONE were last changed.

    Offsets in answers change with it. The clocks change at two or three in the morning of a Sunday, and what is asked
    for in the hours until the next midnight still has its ETag.
    """
    zone = ZoneInfo(times.DEFAULT_ZONE)
    latest = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
    for days in range(400):
        one = latest - times.DAY * days
        if (one - times.DAY).astimezone(zone).utcoffset() != one.astimezone(zone).utcoffset():
            return one
    return latest - times.DAY * 400


def first_date(schedule):
    """Return the date that says which weeks every second week means; '' where nobody said."""
    known = times.known_day(schedule)
    is_date = known is not None and 1 <= known <= datetime.date.max.toordinal()
    return datetime.date.fromordinal(known).isoformat() if is_date else ""
