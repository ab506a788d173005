"""The map of a search's results: places where services are, gathered where they would stand on each other.

Points are those of localities, never of a street: nothing is known more exactly, and what is kept private is in no
point. Everything is computed here, so that the map works without script; each point is a link.
"""

import json
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from math import hypot

from django.urls import reverse

from cms.core import outline

from . import landmarks, near
from .apps import DATA
from .census import bits_of
from .models import Service

# The drawing in its own units, whatever part of Victoria it shows.
WIDTH, HEIGHT = 742, 546
MARGIN = 8
# Points stand at least so far apart that each is a target of 24 px on a phone; what is nearer is gathered.
APART = 74
RADIUS = 36  # on a phone; the style sheet makes points smaller where the map is wide
WIDE_RADIUS, LABEL = 20, 22
ROOM = 56  # a square around a point that can be pressed too, so that a small point is no small target
MANY = 3  # places that are called by their city, where one is among them
MOST_NAMES = 3
MOST_WITHOUT = 6
# Of more than this at one place the list beside names these, and leads to the list near the place.
MOST_NAMED = 100
# The closest look: about three kilometres. Nearer, points of suburbs say nothing more.
CLOSEST = 0.03
# What a page shows of a point: all that is kept of it.
SHOWN = ("url", "label", "left", "top", "x", "y", "number", "named", "count", "place", "more_url")
# A look into a point, and into one of its own: what stands between their numbers in ``part``, and how often.
INTO, DEEPEST = ".", 6

# Parts of Victoria to look at: words, and south, west, north, east in degrees.
PARTS = {
    "melbourne": ("Around Melbourne", (-38.45, 144.4, -37.45, 145.75)),
    "barwon-south-west": ("Barwon South West", (-38.85, 141.0, -37.1, 144.7)),
    "grampians": ("Grampians", (-38.1, 141.0, -35.4, 144.5)),
    "loddon-mallee": ("Loddon Mallee", (-37.55, 141.0, -34.1, 145.1)),
    "hume": ("Hume", (-37.55, 144.55, -35.85, 148.1)),
    "gippsland": ("Gippsland", (-38.85, 145.15, -36.85, 149.75)),
}
NEAR, ALL = "near", "victoria"


@dataclass
class Spot:
    """A locality with listed services: its name with postcode, point, and the slots of its ``services`` in the census."""

    label: str
    town: str
    latitude: float
    longitude: float
    x: float = 0
    y: float = 0
    services: frozenset = frozenset()
    pk: int = 0


@dataclass
class Cluster:
    """Spots that stand as one point, that of the first: the one with most services."""

    spots: list
    number: int = 0
    url: str = ""
    city: str = ""
    # Whether the list beside the map names its services: nothing else shows just these.
    is_named_whole: bool = False
    # Those that the list names, (name, path): where they are few, or stand nowhere else together.
    named: list = field(default_factory=list)
    # The list near its place, where it names some of them only.
    more_url: str = ""

    @property
    def x(self):
        return round(self.spots[0].x, 1)

    @property
    def y(self):
        return round(self.spots[0].y, 1)

    @property
    def left(self):
        return round(self.x - ROOM / 2, 1)

    @property
    def top(self):
        return round(self.y - ROOM / 2, 1)

    @cached_property
    def services(self):
        """The slots of all its services, each once."""
        return frozenset().union(*(spot.services for spot in self.spots))

    @property
    def count(self):
        return len(self.services)

    @property
    def town(self):
        return self.spots[0].town

    @property
    def place(self):
        """Where it is, in words: ``Ballarat Central``, ``Around Melbourne``, ``Ballarat Central and 2 places near it``."""
        if self.city:
            return f"Around {self.city}"
        others = len(self.spots) - 1
        return f"{self.town} and {others} place{'' if others == 1 else 's'} near it" if others else self.town

    @property
    def label(self):
        """What it says to who cannot see it: ``Ballarat Central: 4 services``, or the name of the one service."""
        return f"{self.place}: {self.named[0][0] if self.count == 1 and self.named else f'{self.count} services'}"


@dataclass(frozen=True)
class Frame:
    """The part that is shown: ``scale`` and what to add to map units, so that they fill the drawing."""

    scale: float
    left: float
    top: float

    @classmethod
    def around(cls, south, west, north, east):
        """Return the Frame that has these degrees in it whole, in the middle."""
        (x1, y1), (x2, y2) = outline.project(north, west), outline.project(south, east)
        scale = min((WIDTH - 2 * APART) / (x2 - x1), (HEIGHT - 2 * APART) / (y2 - y1))
        return cls(scale, WIDTH / 2 - scale * (x1 + x2) / 2, HEIGHT / 2 - scale * (y1 + y2) / 2)

    @property
    def transform(self):
        return f"translate({self.left:.1f} {self.top:.1f}) scale({self.scale:.3f})"

    def place(self, latitude, longitude):
        """Return where a point stands in the drawing."""
        x, y = outline.project(latitude, longitude)
        return self.left + self.scale * x, self.top + self.scale * y

    @classmethod
    def around_spots(cls, spots):
        """Return the Frame that has all these spots in it, and never less than CLOSEST degrees."""
        edges = []
        for values in ([spot.latitude for spot in spots], [spot.longitude for spot in spots]):
            spare = max(0, CLOSEST - (max(values) - min(values))) / 2
            edges.append((min(values) - spare, max(values) + spare))
        (south, north), (west, east) = edges
        return cls.around(south, west, north, east)


WHOLE = Frame(1, MARGIN, MARGIN)


@cache
def council_borders():
    """Return the borders between council areas as an SVG path in map units, read once from directory/data."""
    lines = json.loads((DATA / "vic-council-borders.geojson").read_text(encoding="utf-8"))["features"]
    parts = []
    for line in lines:
        points = [outline.project(lat, lon) for lon, lat in line["geometry"]["coordinates"]]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
    return "".join(parts)


def spots_of(census, results):
    """Return the Spots of a set of a Census, those with most services first."""
    marks, spots = census.marks(results), []
    for place in census.places.values():
        if services := frozenset(slot for slot in place.slots if marks[slot]):
            label = f"{place.name} {place.postcode}"
            spots.append(Spot(label, place.name, *place.point, services=services, pk=place.pk))
    return sorted(spots, key=lambda spot: (-len(spot.services), spot.label))


def gather(spots, frame):
    """Return Clusters of the spots that are inside ``frame``, by the name of their place and numbered.

    Each spot joins the nearest point within APART, or is a point of its own: so points are never nearer than that,
    and their number is bounded by the drawing, whatever the number of services.
    """
    clusters = []
    for spot in spots:
        spot.x, spot.y = frame.place(spot.latitude, spot.longitude)
        if not (0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT):
            continue
        nearest, gap = None, APART
        for one in clusters:
            first = one.spots[0]
            if (distance := hypot(first.x - spot.x, first.y - spot.y)) < gap:
                nearest, gap = one, distance
        if nearest:
            nearest.spots.append(spot)
        else:
            clusters.append(Cluster([spot]))
    clusters.sort(key=lambda one: (one.town.casefold(), one.spots[0].label))
    for number, cluster in enumerate(clusters, 1):
        cluster.number, cluster.city = number, city_of(cluster, frame)
    return clusters


def city_of(cluster, frame):
    """Return the name of the city that a cluster of many places is around, or ''."""
    if len(cluster.spots) < MANY:
        return ""
    away = {
        name: hypot(cluster.x - x, cluster.y - y)
        for name, (x, y) in ((name, frame.place(*point)) for name, point in landmarks.CITIES.items())
    }
    nearest = min(away, key=away.get)
    return nearest if away[nearest] < APART else ""


def reach_of(cluster, spots):
    """Return the distance of the finder, in kilometres, at which the list near a cluster's first place has the cluster's
    services and no others of ``spots`` (all that were found); None where there is none such."""
    first, own = cluster.spots[0], cluster.services

    def away(spot):
        return near.kilometres(first.latitude, first.longitude, spot.latitude, spot.longitude)

    nearest = {}
    for spot in cluster.spots:
        distance = away(spot)
        for pk in spot.services:
            nearest[pk] = min(distance, nearest.get(pk, distance))
    within = next((within for within in near.WITHIN if within >= max(nearest.values())), None)
    if within is None:
        return None
    members, degrees = {spot.pk for spot in cluster.spots}, within / near.KM_A_DEGREE
    others = (
        spot for spot in spots if abs(spot.latitude - first.latitude) <= degrees and spot.pk not in members
    )  # fmt: skip
    has_others = any(not own.issuperset(spot.services) and away(spot) <= within for spot in others)
    return None if has_others else within


def can_be_entered(cluster):
    """Whether a closer look shows a cluster as several points."""
    frame, first = Frame.around_spots(cluster.spots), cluster.spots[0]
    x, y = frame.place(first.latitude, first.longitude)
    away = (frame.place(spot.latitude, spot.longitude) for spot in cluster.spots)
    return any(hypot(other_x - x, other_y - y) >= APART for other_x, other_y in away)


def frame_of(search, part):
    """Return (Frame, key) of the part of Victoria that is asked for: around the place that was typed, unless another is."""
    if part in PARTS:
        return Frame.around(*PARTS[part][1]), part
    if search.place and part != ALL:
        latitude, longitude = search.place.centre
        reach = max(search.within, 10) / near.KM_A_DEGREE
        return Frame.around(latitude - reach, longitude - reach, latitude + reach, longitude + reach), NEAR
    return WHOLE, ""


def look(search, part, spots):
    """Return (Frame, the part's own word for ``part``, Clusters, the Cluster that is looked into or None) of what is asked.

    ``part`` is one of PARTS or '', and then a number for each point that was looked into: that of its first place. So a
    closer look shows the very places that the point stood for. What is not there any more is left out.
    """
    part, *steps = part[:100].split(INTO)
    frame, key = frame_of(search, part)
    # Near a place the whole of Victoria has to be asked for by its name.
    key = key or (ALL if search.place else "")
    clusters, entered = gather(spots, frame), None
    for step in steps[:DEEPEST]:
        found = next((one for one in clusters if str(one.spots[0].pk) == step), None)
        if found is None or not can_be_entered(found):
            break
        # Its own copies: what it says of itself stands after its places moved in the drawing.
        entered = Cluster([replace(spot) for spot in found.spots], city=found.city)
        frame, key = Frame.around_spots(found.spots), f"{key}{INTO}{step}"
        clusters = gather(found.spots, frame)
    return frame, key, clusters, entered


def lead(clusters, key, spots, search, address):
    """Give each of the clusters its address: what shows as many services as it says, and those.

    The list near its place, where that has just these and nobody asked for another place; a closer look; else the list
    beside the map, which names them. The one service has its own (``name``).
    """
    for cluster in clusters:
        if cluster.count == 1:
            continue
        if search.place is None and (within := reach_of(cluster, spots)):
            cluster.url = address(near=cluster.spots[0].label, within=str(within), view="")
        elif can_be_entered(cluster) and key.count(INTO) < DEEPEST:
            cluster.url = address(part=f"{key}{INTO}{cluster.spots[0].pk}", view="map")
        else:
            cluster.url, cluster.is_named_whole = f"#place-{cluster.number}", True
            if cluster.count > MOST_NAMED:
                # The nearest stand first in it: those of the place itself.
                nearest = {"near": cluster.spots[0].label, "within": str(near.WITHIN[0])}
                cluster.more_url = address(**nearest, view="", without={"sort"})


def name(clusters, census, others=()):
    """Give the clusters the names of the services that the list beside the map names; return those of the services with
    the primary keys ``others`` as a list of (name, path). One query."""

    def first(cluster):
        if cluster.is_named_whole or cluster.count <= MOST_NAMES:
            return sorted(cluster.services, key=lambda slot: (census.names[slot], census.pks[slot]))[:MOST_NAMED]
        return []

    wanted = [[census.pks[slot] for slot in first(cluster)] for cluster in clusters]
    rows = Service.objects.listed().filter(pk__in={*others, *chain.from_iterable(wanted)}).order_by()
    # What went a moment ago has no name.
    named = {
        pk: (name, reverse("directory:detail", args=[slug]))
        for pk, name, slug in rows.values_list("pk", "name", "slug")
    }
    for cluster, keys in zip(clusters, wanted, strict=True):
        cluster.named = [named[pk] for pk in keys if pk in named]
        if cluster.count == 1 and cluster.named:
            cluster.url = cluster.named[0][1]
    return [named[pk] for pk in others if pk in named]


def map_of(search, results, address, part=""):
    """Return what ``directory/map.html`` shows of a search, as a dict.

    ``results`` is the set of its results in its census, ``address`` makes addresses of the directory (as the list's view
    does), ``part`` is what was asked for as the part of Victoria (anything). One query; none where nobody typed a word or
    a place and the same was asked since the last change.
    """
    if search.has_words or search.form.typed_near:
        return draw(search, results, address, part)
    return search.census.maps.get((address(), part), lambda: draw(search, results, address, part), results.bit_count())


def draw(search, results, address, part):
    """Return the dict of ``map_of``, made anew."""
    census = search.census
    spots = spots_of(census, results)
    frame, current, clusters, entered = look(search, part, spots)
    lead(clusters, current, spots, search, address)
    placed = frozenset().union(*(spot.services for spot in spots))
    inside = frozenset().union(*(cluster.services for cluster in clusters))
    without = search.in_order(results & ~bits_of(list(placed)))
    without_named = name(clusters, census, without[:MOST_WITHOUT])
    ring = None
    if search.place:
        x, y = frame.place(*search.place.centre)
        ring = {"x": round(x, 1), "y": round(y, 1), "radius": round(search.within * outline.KM * frame.scale, 1)}
    views = [(ALL if search.place else "", "Whole of Victoria")]
    if search.place:
        views.append((NEAR, f"Near {search.place.label}"))
    views += [(key, label) for key, (label, _box) in PARTS.items()]
    if entered:
        views.append((current, f"Closer: {entered.place}"))
    pins = [(cluster.x, cluster.y, cluster.city or cluster.town) for cluster in clusters]
    return {
        "size": f"0 0 {WIDTH} {HEIGHT}",
        "transform": frame.transform,
        "outline": outline.outline_path(),
        "borders": council_borders(),
        "clusters": [{name: getattr(cluster, name) for name in SHOWN} for cluster in clusters],
        "radius": RADIUS,
        "room": ROOM,
        "labels": outline.place_labels(pins, LABEL, (0, 0, WIDTH, HEIGHT), WIDE_RADIUS),
        "ring": ring,
        "parts": [
            {"label": label, "url": address(part=value, view="map"), "is_current": value == current}
            for value, label in views
        ],
        "whole_url": address(part=ALL if search.place else "", view="map"),
        "outside": len(placed - inside),
        "without": len(without),
        "without_named": without_named,
        "list_url": address(view=""),
    }
