"""Where listed services are, for a map: one pin a town."""

from django.db.models import Count

from .near import shown_locations


def towns(limit):
    """Return at most ``limit`` towns with listed services whose place may be shown, those with most services first.

    Dicts with ``label``, ``postcode``, ``lat`` and ``lon`` (degrees, WGS 84) and ``count`` of services. One query.
    """
    rows = (
        shown_locations()
        .values("locality__name", "locality__postcode", "locality__latitude", "locality__longitude")
        .annotate(count=Count("service", distinct=True))
        .order_by("-count", "locality__name", "locality__postcode")
    )
    return [
        {
            "label": row["locality__name"],
            "postcode": row["locality__postcode"],
            "lat": row["locality__latitude"],
            "lon": row["locality__longitude"],
            "count": row["count"],
        }
        for row in rows[:limit]
    ]
