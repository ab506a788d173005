"""The list of localities that a device reads to find the nearest one by itself: ``static/data/places.txt``.

A line a locality, ``name|postcode|latitude|longitude``, the last two in thousandths of a degree: some hundred metres,
which is nearer than the middle of any suburb. ``manage.py make_place_list`` writes it from ``directory/data``.
"""

import csv

from django.conf import settings

from .apps import DATA

FILE = settings.BASE_DIR / "static" / "data" / "places.txt"


def text():
    """Return the whole file, from the localities that are places and no post office boxes."""
    with (DATA / "vic-localities.csv").open(newline="", encoding="utf-8") as source:
        rows = [row for row in csv.DictReader(source) if row["is_primary"] == "1"]
    lines = (
        f"{row['locality']}|{row['postcode']}|{round(float(row['latitude']) * 1000)}|{round(float(row['longitude']) * 1000)}"
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)
