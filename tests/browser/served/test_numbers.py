"""Accessibility, layout, targets, keyboard: every rule of checks.py over the pages and states that it is about."""

import pytest

from . import checks

SCREENS = pytest.mark.parametrize(("width", "height"), [(320, 640), (1280, 900)])
HALVES = pytest.mark.parametrize("half", [0, 1])  # so that the workers can share what takes long
# In one visit, since getting there is a good part of the work. What unfolds the page comes last.
UNFOLDED = [checks.small_targets_unfolded, checks.fold_again]
SMALL = [checks.layout, checks.layout_spaced_out, checks.layout_at_400_percent, checks.accessible, *UNFOLDED]
LARGE = [checks.layout, checks.layout_spaced_out, checks.layout_of_double_text]
# Each kind of page, and what somebody did on one, is judged whole on both screens.
RULES = {(320, 640): SMALL, (1280, 900): [*LARGE, checks.accessible, *UNFOLDED]}
# Of what else may stand on them, the main part alone is judged on the second.
RULES_OF_STATES = {(320, 640): SMALL, (1280, 900): [*LARGE, checks.accessible_inside, *UNFOLDED]}


@pytest.mark.parametrize("part", range(8))
def test_every_kind_of_page_in_every_state_keeps_its_words_in_place_and_the_accessibility_rules_in_every_theme(
    atlas, visit, part
):
    reader = visit(320, 640)
    done = [place for place in atlas.states if place.actions]
    others = [place for place in atlas.states if not place.actions]
    found = reader.walk_on(RULES, (atlas.one_of_each + done)[part::8])
    found += reader.walk_on(RULES_OF_STATES, others[part::8])
    assert found + reader.heard() + checks.stored(reader.page) == []


@SCREENS
@HALVES
def test_the_focus_is_seen_at_every_stop_and_goes_in_order(atlas, visit, width, height, half):
    places = atlas.one_of_each + [place for place in atlas.states if place.actions]
    assert visit(width, height).walk(places[half::2], checks.walk_by_keyboard) == []
