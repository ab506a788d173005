"""Near a place: what somebody typed as a place, and how far services are from it.

Distances are between the points of localities, in kilometres as the crow flies: no street address is ever measured,
so that no distance can give away an address that is not shown.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import asin, cos, radians, sin, sqrt

from django.db.models import Case, Q, When

from cms.core.wording import clean

from .census import bits_of
from .models import Locality

EARTH_KM = 6371.0
KM_A_DEGREE = 111.2
WITHIN = (5, 10, 25, 50)
DEFAULT_WITHIN = 25
# No two points of Victoria are as far from each other.
FARTHEST = 1280
# Two names for one town (a suburb and its post office) lie closer than this, two towns of one name further.
SAME_TOWN_KM = 10
LONGEST = 80
MOST_SUGGESTED = 8
MOST_READ = 250
FEWEST_LETTERS = 2
STATE_WORDS = {"vic", "victoria", "australia"}


@dataclass(frozen=True)
class Place:
    """Somewhere to search from: one locality, or all localities of a postcode. ``points`` are (latitude, longitude)."""

    label: str
    points: tuple
    localities: frozenset

    @property
    def centre(self):
        """The middle of its points: (latitude, longitude)."""
        return tuple(sum(values) / len(self.points) for values in zip(*self.points, strict=True))

    def kilometres_to(self, latitude, longitude):
        """How far a point is from the nearest of its points."""
        return min(kilometres(*point, latitude, longitude) for point in self.points)


@dataclass(frozen=True)
class Asked:
    """What became of a typed place: ``place`` where it is known; else ``choices``, the Localities it may mean.

    ``typed`` is what to show again in the field. Neither place nor choices: nothing is called that.
    """

    typed: str = ""
    place: Place | None = None
    choices: tuple = ()

    @property
    def is_unknown(self):
        return bool(self.typed) and self.place is None and not self.choices


def kilometres(latitude, longitude, other_latitude, other_longitude):
    """Return the great-circle distance of two points in degrees (haversine formula)."""
    north, east = radians(other_latitude - latitude), radians(other_longitude - longitude)
    half = sin(north / 2) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(half)))


def split(typed):
    """Return (name, postcode) of a typed place, either of them empty: ``Mt Clear, VIC 3350`` gives Mount Clear, 3350."""
    words = [word for word in typed.replace(",", " ").split() if word.lower().strip(".") not in STATE_WORDS]
    postcode = ""
    for word in words:
        if len(word) == 4 and word.isascii() and word.isdigit():
            postcode = word
    words = [word for word in words if word != postcode]
    if len(words) > 1:
        first = words[0].lower().strip(".")
        words[0] = {"mt": "Mount", "saint": "St", "pt": "Point"}.get(first, words[0])
    return " ".join(words), postcode


def ask(typed):
    """Return the Asked of what somebody typed: a suburb or town, a postcode, or both. One query."""
    typed = clean(str(typed))[:LONGEST].strip()
    name, postcode = split(typed)
    if not (name or postcode):
        return Asked(typed)
    exactly = (Q(name__iexact=name) if name else Q()) | (Q(postcode=postcode) if postcode else Q())
    alike = Q(is_primary=True, name__istartswith=name) if name else Q()
    found = list(
        Locality.objects.filter(exactly | alike)
        .annotate(step=Case(When(exactly, then=0), default=1))
        .order_by("step", "name", "postcode")[:MOST_READ]
    )
    exact = [place for place in found if place.step == 0]
    named = [place for place in exact if place.name.casefold() == name.casefold()] if name else exact
    both = [place for place in named if place.postcode == postcode] if postcode else named
    if both or named:
        return _settle(typed, both or named, is_postcode=not name)
    if exact:
        # A town that nobody knows, with a postcode that is one: the postcode says enough.
        return _settle(typed, exact, is_postcode=True)
    return _settle(typed, found) if len(found) == 1 else Asked(typed, choices=tuple(found[:MOST_SUGGESTED]))


def suggested(typed):
    """Return at most MOST_SUGGESTED Localities that begin with what somebody has typed so far: a list. One query."""
    typed = clean(str(typed)[: LONGEST * 4])[:LONGEST].strip()
    name, postcode = split(typed)
    places = Locality.objects.filter(is_primary=True)
    if typed.isascii() and typed.isdigit():
        places = places.filter(postcode__startswith=typed)
    else:
        places = places.filter(name__istartswith=name, **({"postcode": postcode} if postcode else {}))
    return list(places[:MOST_SUGGESTED]) if len(name or postcode) >= FEWEST_LETTERS else []


def _settle(typed, found, is_postcode=False):
    """Return the Asked of localities that all fit what was typed."""
    found = [place for place in found if place.is_primary] or found
    first = found[0]
    if is_postcode:
        label = first.postcode
    elif any(
        kilometres(first.latitude, first.longitude, other.latitude, other.longitude) > SAME_TOWN_KM for other in found
    ):
        return Asked(typed, choices=tuple(found))
    else:
        label = str(first)
    points = tuple((place.latitude, place.longitude) for place in found)
    return Asked(typed, Place(label, points, frozenset(place.pk for place in found)))


class Around:
    """What of a Census is near a Place: ``close``, the set of services there, and by locality how far it is.

    Near is in one of the place's own localities (0 km), or within ``within`` kilometres of the place. Where an address is
    not shown nothing is near it: no census has its locality.
    """

    def __init__(self, census, place, within):
        self.census = census
        # Many services share a locality: each locality is measured once, and those outside a box of degrees not at all.
        self.kilometres = {}
        for one in census.within(*box(place, within)):
            distance = 0.0 if one.pk in place.localities else place.kilometres_to(*one.point)
            if distance <= within:
                self.kilometres[one.pk] = distance

    @cached_property
    def close(self):
        """The set of the services that are near."""
        return bits_of([slot for pk in self.kilometres for slot in self.census.places[pk].slots])

    def rings(self):
        """Yield the sets of what is as many whole kilometres away, the nearest first: disjoint, and together ``close``.

        Within a kilometre nobody minds which is nearer.
        """
        nearest = sorted(self.kilometres, key=self.kilometres.get)
        passed = 0
        for _whole, places in groupby(nearest, key=lambda pk: round(self.kilometres[pk])):
            ring = bits_of([slot for pk in places for slot in self.census.places[pk].slots]) & ~passed
            passed |= ring
            yield ring

    def distance(self, pk):
        """Return the kilometres to the service with this primary key, None where it is not near."""
        slot = self.census.slot_of.get(pk, 0)
        return min((self.kilometres[one] for one in self.census.where[slot] if one in self.kilometres), default=None)


def box(place, within):
    """Return (latitudes, longitudes), pairs of degrees: everything within so many kilometres of a Place is between them."""
    latitudes, longitudes = zip(*place.points, strict=True)
    north = within / KM_A_DEGREE
    east = within / (KM_A_DEGREE * cos(radians(max(map(abs, latitudes)) + north)))
    return (min(latitudes) - north, max(latitudes) + north), (min(longitudes) - east, max(longitudes) + east)


def nearest(census, place, bits):
    """Return the kilometres from a Place to the nearest service of a set of a Census, None where none of it has a place.

    Looked for in boxes that grow by doubling, from the smallest distance of the finder: so no more of the state is
    measured than has to be.
    """
    within = WITHIN[0]
    while within < FARTHEST:
        around = Around(census, place, within)
        if around.close & bits:
            return min(
                around.kilometres[pk]
                for pk in around.kilometres
                if any(bits >> slot & 1 for slot in census.places[pk].slots)
            )
        within *= 2
    return None
