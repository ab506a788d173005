"""Where listed services are, for a map: one pin a town."""

from . import kept_census


def number_listed():
    """Return how many services the directory lists, wherever they are: an int, in one query."""
    return len(kept_census.current())


def towns(limit):
    """Return at most ``limit`` towns with listed services whose place may be shown, those with most services first.

    Dicts with ``label``, ``postcode``, ``lat`` and ``lon`` (degrees, WGS 84), ``count`` of services there and
    ``listed``, the count of all, wherever they are. One query.
    """
    census = kept_census.current()
    places = sorted(census.places.values(), key=lambda place: (-len(place.slots), place.name, place.postcode))
    return [
        {
            "label": place.name,
            "postcode": place.postcode,
            "lat": place.point[0],
            "lon": place.point[1],
            "count": len(place.slots),
            "listed": len(census),
        }
        for place in places[:limit]
    ]
