"""Cities that help to read a map of Victoria: hollow pins beside those of the services."""

# Names, and points in degrees (WGS 84).
CITIES = {
    "Melbourne": (-37.8136, 144.9631),
    "Geelong": (-38.1493, 144.3598),
    "Ballarat": (-37.5622, 143.8503),
    "Bendigo": (-36.7570, 144.2794),
    "Shepparton": (-36.3805, 145.3987),
    "Wodonga": (-36.1218, 146.8880),
    "Traralgon": (-38.1953, 146.5415),
    "Warrnambool": (-38.3818, 142.4880),
    "Horsham": (-36.7110, 142.1998),
    "Mildura": (-34.1855, 142.1625),
    "Bairnsdale": (-37.8228, 147.6106),
}
# In degrees: a city nearer than this to a service's pin would stand on its label.
CROWDED = 0.3


def beside(points, names=tuple(CITIES), middle=None, reach=0.0):
    """Return the cities of ``names`` as points for ``outline_map``, without those beside one of ``points``.

    With a ``middle`` (latitude, longitude) only those are returned that are less than ``reach`` degrees from it.
    """
    return [
        {"lat": latitude, "lon": longitude, "label": name, "hollow": True}
        for name, (latitude, longitude) in CITIES.items()
        if name in names
        and all(_apart(latitude, longitude, point["lat"], point["lon"]) > CROWDED for point in points)
        and (middle is None or _apart(latitude, longitude, *middle) < reach)
    ]


def _apart(latitude, longitude, other_latitude, other_longitude):
    return max(abs(latitude - other_latitude), abs(longitude - other_longitude))
