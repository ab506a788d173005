"""Where listed services are, for a map: one pin a town."""

from django.db.models import Count, Subquery, Value

from .models import Service
from .near import shown_locations


def number_listed():
    """Return how many services the directory lists, wherever they are: an int, in one query."""
    return Service.objects.listed().count()


def towns(limit):
    """Return at most ``limit`` towns with listed services whose place may be shown, those with most services first.

    Dicts with ``label``, ``postcode``, ``lat`` and ``lon`` (degrees, WGS 84), ``count`` of services there and
    ``listed``, the count of all, wherever they are. One query.
    """
    everything = Service.objects.listed().order_by().annotate(one=Value(1)).values("one").annotate(all=Count("pk"))
    rows = (
        shown_locations()
        .values("locality__name", "locality__postcode", "locality__latitude", "locality__longitude")
        .annotate(count=Count("service", distinct=True), listed=Subquery(everything.values("all")))
        .order_by("-count", "locality__name", "locality__postcode")
    )
    return [
        {
            "label": row["locality__name"],
            "postcode": row["locality__postcode"],
            "lat": row["locality__latitude"],
            "lon": row["locality__longitude"],
            "count": row["count"],
            "listed": row["listed"],
        }
        for row in rows[:limit]
    ]
