"""The rules of the drawings, for any slug: these are what keeps a picture of people from becoming something else."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cms.core import companions

SEEDS = st.text(min_size=0, max_size=40)
VARIANTS = st.sampled_from(["head", "tile", "featured", "strip", "share"])


def lowest_point(form, ground):
    """The lowest y of the path's own points."""
    numbers = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", companions.form_path(form, ground))]
    return max(numbers[1::2])


@given(SEEDS, VARIANTS)
def test_there_are_always_at_least_two_forms(seed, variant):
    assert len(companions.compose(seed, variant).forms) >= 2


@given(SEEDS, VARIANTS, st.booleans())
def test_every_form_stands_on_one_ground_line_and_the_viewport_cuts_it_there(seed, variant, place):
    drawn = companions.compose(seed, variant, place=place)
    for form in (*drawn.forms, *drawn.places):
        assert lowest_point(form, drawn.ground) > drawn.ground
    box = ElementTree.fromstring(companions.draw(drawn, "x")).get("viewBox").split()  # noqa: S314 - our own drawing
    assert float(box[3]) == drawn.ground


@given(SEEDS, VARIANTS, st.booleans())
def test_forms_lean_in_toward_a_neighbour(seed, variant, place):
    drawn = companions.compose(seed, variant, place=place)
    row = (*drawn.forms, *drawn.places)
    assert row[0].lean > 0
    assert row[-1].lean < 0
    for form in row:
        assert 0.12 <= abs(form.lean) / form.width <= 0.22


@given(SEEDS, VARIANTS)
def test_neighbours_differ_in_height_by_a_quarter_or_more(seed, variant):
    for first, second in pairwise(companions.compose(seed, variant).forms):
        heights = sorted((first.height, second.height))
        assert heights[1] / heights[0] >= 1.25


@given(SEEDS, VARIANTS)
def test_exactly_one_overlap_is_wattle(seed, variant):
    drawn = companions.compose(seed, variant)
    fills = companions.overlap_fills(drawn)
    assert fills.count("fo") == 1
    assert set(fills) <= {"fo", "fx", "fy"}
    svg = companions.draw(drawn, "x")
    assert svg.count('class="fo"') == 1


@given(SEEDS, VARIANTS)
def test_neighbours_overlap_by_15_to_30_percent_of_the_smaller_width(seed, variant):
    for first, second in pairwise(companions.compose(seed, variant).forms):
        share = (first.right - second.left) / min(first.width, second.width)
        assert 0.15 <= share <= 0.30


@given(SEEDS, VARIANTS)
def test_forms_are_neither_eggs_nor_pills(seed, variant):
    for form in companions.compose(seed, variant).forms:
        assert 0.7 <= form.height / form.width <= 1.65


@given(SEEDS, VARIANTS)
def test_neighbours_have_different_colours(seed, variant):
    for first, second in pairwise(companions.compose(seed, variant).forms):
        assert first.fill != second.fill


@given(SEEDS, VARIANTS, st.booleans())
def test_nothing_is_cut_off_at_the_top(seed, variant, place):
    drawn = companions.compose(seed, variant, place=place)
    for form in (*drawn.forms, *drawn.places):
        assert form.height < drawn.ground


@given(SEEDS)
def test_what_two_share_is_in_sight_on_a_tile(seed):
    drawn = companions.compose(seed, "tile")
    first, second = drawn.forms[drawn.lit], drawn.forms[drawn.lit + 1]
    middle = (first.right + second.left) / 2
    assert 0.15 * drawn.width < middle < 0.85 * drawn.width


@given(SEEDS)
def test_on_the_deep_panel_no_form_has_the_panels_colour(seed):
    assert "f1" not in {form.fill for form in companions.compose(seed, "featured").forms}


@given(SEEDS)
def test_a_seed_always_gives_the_same_drawing(seed):
    assert companions.compose(seed, "head") == companions.compose(seed, "head")


def test_forty_slugs_give_forty_different_drawings():
    drawings = {companions.draw(companions.compose(f"story-{n}", "head"), "x") for n in range(40)}
    assert len(drawings) == 40


@given(SEEDS)
def test_a_kept_place_is_dotted_and_stands_beside_somebody(seed):
    drawn = companions.compose(seed, "head", place=True)
    assert len(drawn.places) == 1
    assert drawn.places[0].left < drawn.forms[-1].right
    assert 'class="place"' in companions.draw(drawn, "x")


@given(st.integers(-2, 30), st.integers(-2, 25))
def test_progress_draws_as_many_as_it_counts(filled, total):
    drawn = companions.progress(filled, total)
    assert len(drawn.forms) + len(drawn.places) == max(1, total)
    assert len(drawn.forms) == min(max(0, filled), max(1, total))
    assert companions.overlap_fills(drawn).count("fo") == (1 if len(drawn.forms) > 1 else 0)


@pytest.mark.parametrize(("number", "forms", "places"), [(1, 1, 1), (2, 2, 1), (3, 3, 0), (9, 3, 0)])
def test_steps_are_one_and_a_place_two_and_a_place_three(number, forms, places):
    drawn = companions.step(number)
    assert (len(drawn.forms), len(drawn.places)) == (forms, places)


@given(
    SEEDS,
    st.sampled_from(["hero", "mark", "quote", "head", "tile", "featured", "strip", "place", "finding", "steps"]),
)
def test_the_svg_is_well_formed_hidden_and_carries_no_colour_or_style(seed, variant):
    svg = companions.draw(companions.composition_for(seed, variant), "x")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.get("aria-hidden") == "true"
    assert "style" not in svg
    assert "#" not in svg.replace("url(#x-", "")
    assert not [element for element in root.iter() if element.get("fill")]
    assert "nan" not in svg


def test_two_drawings_of_one_page_share_no_id():
    template = Template('{% load companions %}{% companions "a" "tile" %}{% companions "a" "tile" %}')
    page = template.render(Context({"request": RequestFactory().get("/")}))
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_a_slug_with_quotes_in_it_cannot_break_out_of_an_id():
    page = Template('{% load companions %}{% companions seed "head" %}').render(Context({"seed": '"><script>'}))
    assert "<script" not in page
