"""Victoria as a paper cut-out: projection, outline and a small map with pins, as inline SVG without tiles.

Boundaries: Australian Bureau of Statistics, ASGS Edition 3, CC BY 4.0 (directory/data/ATTRIBUTION.md); the page
that shows a map shows the credit too.
"""

import json
from functools import cache
from math import cos, radians

from django.conf import settings
from django.utils.html import escape

VIEW = (-8, -8, 742, 546)  # viewBox: left, top, width, height
KM = 100 / 111.2  # map units in a kilometre: a degree of latitude is 100 units

# Size of labels in map units and what a label may claim; the style sheet hides labels where the map is too narrow
# to show them at 16 px, and makes them smaller, never larger, as it gets wider.
_LABEL = {"wide": 25, "panel": 40, "near": 0, "numbered": 0}
_PIN = {"wide": 8, "panel": 13, "numbered": 8}


def project(lat, lon):
    """Return ``(x, y)`` in map units for degrees of latitude and longitude (equirectangular, true at 37° south)."""
    return (float(lon) - 140.9) * cos(radians(37)) * 100, (-33.9 - float(lat)) * 100


@cache
def outline_path():
    """Return the outline of Victoria as an SVG path in map units, read once from directory/data."""
    source = settings.BASE_DIR / "directory" / "data" / "vic-outline-small.geojson"
    geometry = json.loads(source.read_text(encoding="utf-8"))["features"][0]["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    parts = []
    for polygon in polygons:
        for ring in polygon:
            points = (project(lat, lon) for lon, lat in ring)
            parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z")
    return "".join(parts)


def _read(point, name):
    return point.get(name) if isinstance(point, dict) else getattr(point, name, None)


def _overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def place_labels(pins, size, box=VIEW, pin_radius=8):
    """Return ``[(x, y, anchor, label)]`` for ``pins`` of ``(x, y, label)``: labels that cover no pin and no other label.

    ``size`` is the height of the letters in map units. A label that fits nowhere is left out: the list beside
    the map has it.
    """
    left, top, width, height = box
    room = min(pin_radius * 1.5, pin_radius + size * 0.25)  # a pin's edge, and air around it
    taken = [(x - room, y - room, x + room, y + room) for x, y, _ in pins]
    placed, said = [], set()
    for x, y, label in pins:
        if not label or label in said:
            continue
        long = len(label) * size * 0.56
        off = pin_radius + size * 0.3
        middle = y + size * 0.35
        choices = (
            (x + off, middle, "start", (x + off, y - size * 0.5, x + off + long, y + size * 0.5)),
            (x - off, middle, "end", (x - off - long, y - size * 0.5, x - off, y + size * 0.5)),
            (x, y + off + size * 0.75, "middle", (x - long / 2, y + off, x + long / 2, y + off + size)),
            (x, y - off, "middle", (x - long / 2, y - off - size, x + long / 2, y - off)),
        )
        for at_x, at_y, anchor, claim in choices:
            inside = claim[0] >= left and claim[2] <= left + width and claim[1] >= top and claim[3] <= top + height
            if inside and not any(_overlap(claim, other) for other in taken):
                taken.append(claim)
                said.add(label)
                placed.append((at_x, at_y, anchor, label))
                break
    return placed


def _view_near(ring):
    """Return the viewBox that shows a ring of ``(lat, lon, kilometres)`` with its surroundings."""
    lat, lon, kilometres = ring
    x, y = project(lat, lon)
    reach = max(45.0, kilometres * KM * 2.1)
    return (x - reach, y - reach * 0.73, reach * 2, reach * 1.46)


def draw_map(points, size="wide", ring=None):
    """Return an SVG map of ``points`` (see the ``outline_map`` tag); it is hidden from screen readers."""
    box = _view_near(ring) if ring and size == "near" else VIEW
    near = box is not VIEW
    # On an excerpt everything that is not land keeps its size to the eye.
    scale = box[2] / 290 if near else 1
    radius = 5 * scale if near else _PIN.get(size, 8)
    label_size = 17 * scale if near else _LABEL.get(size, 25)
    parts = [
        f'<div class="map map-{"near" if near else escape(size)}"><svg viewBox="{" ".join(f"{v:.0f}" for v in box)}"'
        ' aria-hidden="true">',
        f'<path class="land" d="{outline_path()}"/>',
    ]
    if ring:
        x, y = project(ring[0], ring[1])
        parts.append(f'<circle class="map-ring" cx="{x:.1f}" cy="{y:.1f}" r="{ring[2] * KM:.1f}"/>')
    pins = []
    for point in points:
        lat, lon = _read(point, "lat"), _read(point, "lon")
        if lat is None or lon is None:
            continue
        x, y = project(lat, lon)
        pins.append((x, y, str(_read(point, "label") or ""), _read(point, "number"), bool(_read(point, "hollow"))))
    for x, y, _label, number, hollow in pins:
        kind = "pin pin-hollow" if hollow else "pin"
        r = radius * 0.7 if hollow else radius
        parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>')
        if number is not None and size == "numbered":
            parts.append(f'<text class="pin-number" x="{x:.1f}" y="{y + 7:.1f}">{escape(number)}</text>')
    if label_size:
        named = [(x, y, label) for x, y, label, _number, _hollow in pins]
        for x, y, anchor, label in place_labels(named, label_size, box, radius):
            inked = f' font-size="{label_size:.0f}"' if near else ""
            parts.append(
                f'<text class="map-label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{inked}>{escape(label)}</text>'
            )
    parts.append("</svg></div>")
    return "".join(parts)
