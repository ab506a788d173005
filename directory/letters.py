"""The alphabet of facets: one letter for each choice that narrows the directory.

A service is filed under a string of letters, so a search reads one short text for each service and counts all choices
of all facets in one pass, however many there are. Letters stand in the database: they may be added, never changed
(after a change, ``manage.py verify_search --repair``). They are from Unicode's private ranges; terms have one each, by
their primary key.
"""

import csv
import datetime
from functools import cache

from cms.core.models import Term

from .apps import DATA
from .models import Service

LAST_TERM = 0x10FFFF - 0x10000
AGES = {
    "children": ("Under 12", 0, 11),
    "teenagers": ("12 to 17", 12, 17),
    "young-adults": ("18 to 25", 18, 25),
    "adults": ("26 to 64", 26, 64),
    "older": ("65 and over", 65, 150),
}
WHEN = {
    "weekday": "Weekdays, in the day",
    "evening": "Evenings",
    "weekend": "Weekends",
    "any-hour": "Any hour, every day",
}
COVERAGE = {"statewide": "All of Victoria", "national": "All of Australia"}
OPEN = {"now": "Open to new people now", "waiting": "Has a waiting list"}
# Whose places in this order are their letters: only ever append.
_FIXED = [
    *(("how", slug) for slug, _label in Service.DELIVERY.values()),
    *(("cost", value) for value in ("free", "donation", "ndis", "fee")),
    *(("joining", value) for value in ("self", "referral", "membership")),
    *(("region", value) for value in COVERAGE),
    *(("open", value) for value in OPEN),
    *(("when", value) for value in WHEN),
    *(("age", value) for value in AGES),
    ("children", "yes"),
    ("company", "yes"),
]
_BY_CHOICE = {choice: chr(0xE000 + number) for number, choice in enumerate(_FIXED)}
EVENING = datetime.time(17)
# A group that ends a little after five is still one of the day.
LATE = datetime.time(18)
NEARLY_A_DAY = 23 * 60


@cache
def councils():
    """Return the region of each council area by its name, in the alphabet, from the data that localities are loaded from."""
    with (DATA / "regions.csv").open(newline="", encoding="utf-8") as source:
        return {row["lga"]: row["region"] for row in sorted(csv.DictReader(source), key=lambda row: row["lga"])}


@cache
def regions():
    """Return the names of the mental health regions."""
    return tuple(sorted({region for region in councils().values() if region}))


@cache
def _council_letters():
    return {name: chr(0xE800 + number) for number, name in enumerate(councils())}


@cache
def _region_letters():
    return {name: chr(0xE700 + number) for number, name in enumerate(regions())}


def letter(parameter, value):
    """Return the letter of a fixed choice, such as ("how", "phone")."""
    return _BY_CHOICE[parameter, value]


def letter_of_region(name):
    """Return the letter of a region by its name, '' for one that is not in the data."""
    return _region_letters().get(name, "")


def letter_of_council(name):
    """Return the letter of a council area by its name, '' for one that is not in the data."""
    return _council_letters().get(name, "")


def letter_of_term(pk):
    """Return the letter of a term by its primary key."""
    return chr(0x10000 + pk) if pk <= LAST_TERM else ""


class Terms:
    """All terms, as filing needs them: what each has become, and which wider ones it stands under."""

    def __init__(self, terms=None):
        if terms is None:
            terms = Term.objects.only("parent", "merged_into", "is_retired", "name")
        self.by_pk = {term.pk: term for term in terms}

    def current(self, pk):
        """Return the term that ``pk`` has become, or None where that is retired, unknown or a ring of merges."""
        term = self.by_pk.get(pk)
        for _step in range(10):
            if term is None or term.merged_into_id is None:
                return term if term and not term.is_retired else None
            term = self.by_pk.get(term.merged_into_id)
        return None

    def over(self, pk):
        """Return the set of keys of what has become of ``pk`` and of all that is wider."""
        found = set()
        term = self.current(pk)
        while term is not None and term.pk not in found:
            found.add(term.pk)
            term = self.current(term.parent_id) if term.parent_id else None
        return found

    def under(self, pk):
        """Return the set of keys of all terms that are filed under ``pk`` too: itself, narrower ones, those merged into them."""
        found, again = {pk}, True
        while again:
            more = {
                one.pk
                for one in self.by_pk.values()
                if one.pk not in found and (one.parent_id in found or one.merged_into_id in found)
            }
            found, again = found | more, bool(more)
        return found


def letters_of(service, terms):
    """Return the letters of a listed service with its terms, locations and schedules; ``terms`` is a Terms."""
    found = {letter_of_term(pk) for term in service.terms.all() for pk in terms.over(term.pk)}
    found |= {letter("how", slug) for field, (slug, _label) in Service.DELIVERY.items() if getattr(service, field)}
    found |= {letter("cost", service.cost_kind), letter("joining", service.joining)}
    if service.coverage in COVERAGE:
        found.add(letter("region", service.coverage))
    if service.status == Service.Status.WAITING:
        found.add(letter("open", "waiting"))
    elif service.status == Service.Status.OPEN and service.takes_newcomers:
        found.add(letter("open", "now"))
    for parameter, answer in (("children", service.children_welcome), ("company", service.support_person_welcome)):
        if answer == Service.Welcome.YES:
            found.add(letter(parameter, "yes"))
    youngest, oldest = service.age_min or 0, 150 if service.age_max is None else service.age_max
    found |= {letter("age", band) for band, (_l, low, high) in AGES.items() if youngest <= high and oldest >= low}
    for place in service.public_localities:
        found |= {letter_of_region(place.region), letter_of_council(place.council_area)}
    found |= {letter("when", time) for time in when(service.schedules)}
    return "".join(sorted(found))


def when(schedules):
    """Return the set of keys of WHEN that schedules meet, by their hours on the clock of the place."""
    found, whole_days = set(), set()
    for one in schedules:
        past_midnight = one.ends is not None and one.ends < one.starts
        if one.weekday >= 5:
            found.add("weekend")
        elif one.starts < EVENING:
            found.add("weekday")
        if one.starts >= EVENING or past_midnight or (one.ends and one.ends > LATE):
            found.add("evening")
        if one.ends:
            minutes = (one.ends.hour - one.starts.hour) * 60 + one.ends.minute - one.starts.minute
            if minutes % (24 * 60) >= NEARLY_A_DAY:
                whole_days.add(one.weekday)
    return found | ({"any-hour"} if len(whole_days) == 7 else set())
