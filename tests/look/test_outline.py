"""The map: where places fall, that labels stay readable, and that a name cannot break out of the drawing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core import outline

MELBOURNE = {"lat": -37.81, "lon": 144.96, "label": "Melbourne"}
GEELONG = {"lat": -38.15, "lon": 144.36, "label": "Geelong"}


def test_the_north_west_corner_is_near_the_origin():
    x, y = outline.project(-33.98, 140.96)
    assert 0 <= x < 10
    assert 0 <= y < 15


@given(st.floats(-39.2, -33.9), st.floats(140.9, 150.0))
def test_every_place_in_victoria_falls_inside_the_view(lat, lon):
    x, y = outline.project(lat, lon)
    left, top, width, height = outline.VIEW
    assert left <= x <= left + width
    assert top <= y <= top + height


def test_a_kilometre_is_the_same_length_north_and_east():
    _, south = outline.project(-38, 145)
    _, north = outline.project(-37, 145)
    assert (south - north) == pytest.approx(111.2 * outline.KM)


def test_the_outline_is_read_once_and_holds_numbers_only():
    assert outline.outline_path() is outline.outline_path()
    assert re.fullmatch(r"[MLZ0-9\s-]+", outline.outline_path())


def test_labels_cover_no_pin_and_no_other_label():
    pins = [(x, y, f"Place {x}") for x, y in ((300, 300), (310, 305), (320, 300), (330, 310))]
    placed = outline.place_labels(pins, 25)
    boxes = []
    for x, y, anchor, label in placed:
        long = len(label) * 25 * 0.56
        left = {"start": x, "end": x - long, "middle": x - long / 2}[anchor]
        boxes.append((left, y - 15, left + long, y + 3))
    for index, box in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
        for x, y, _ in pins:
            assert not (box[0] < x < box[2] and box[1] < y < box[3])


def test_the_map_is_hidden_from_screen_readers_and_draws_a_pin_for_each_place():
    svg = outline.draw_map([MELBOURNE, GEELONG, {"lat": None, "lon": None}])
    assert 'aria-hidden="true"' in svg
    assert svg.count('class="pin"') == 2
    assert ">Geelong</text>" in svg


def test_numbers_stand_in_the_pins_of_a_numbered_map_only():
    point = MELBOURNE | {"number": 7}
    assert ">7</text>" in outline.draw_map([point], size="numbered")
    assert ">7</text>" not in outline.draw_map([point], size="wide")


def test_a_ring_draws_its_own_surroundings():
    svg = outline.draw_map([MELBOURNE], size="near", ring=(-37.81, 144.96, 50))
    assert "map-ring" in svg
    assert f'viewBox="{" ".join(str(v) for v in outline.VIEW)}"' not in svg


def test_a_label_cannot_break_out_of_the_drawing():
    assert "<b>" not in outline.draw_map([MELBOURNE | {"label": "<b>"}])


@pytest.mark.parametrize(
    ("size", "narrowest"),
    [("wide", [(30, 25), (36, 21)]), ("panel", [(18.6, 40), (23, 33)]), ("numbered", [(37.1, 20)])],
)
def test_labels_are_at_least_one_rem_wherever_they_show(size, narrowest, css):
    for width, units in narrowest:
        assert f"(min-width: {width:g}rem)" in css
        assert units * width / outline.VIEW[2] >= 1
