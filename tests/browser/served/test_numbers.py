"""Accessibility, layout, targets, keyboard: every rule of checks.py over the pages and states that it is about."""

import pytest

from . import checks

SCREENS = pytest.mark.parametrize(("width", "height"), [(320, 640), (1280, 900)])
HALVES = pytest.mark.parametrize("half", [0, 1])  # so that the workers can share what takes long


@SCREENS
@HALVES
def test_every_kind_of_page_in_every_state_keeps_the_accessibility_rules_in_every_theme(
    atlas, visit, width, height, half
):
    assert visit(width, height).walk(atlas.by_turns(width)[half::2], checks.accessible) == []


@HALVES
def test_words_stay_in_their_place_in_every_state_on_a_phone_and_at_400_percent(atlas, visit, half):
    reader = visit(320, 640)
    places = atlas.all_kinds_and_states[half::2]
    rules = [checks.layout, checks.layout_spaced_out, checks.layout_at_400_percent, checks.small_targets_unfolded]
    assert reader.walk(places, *rules) + reader.heard() + checks.stored(reader.page) == []


@HALVES
def test_words_stay_in_their_place_in_every_state_on_a_desk_and_at_twice_the_size(atlas, visit, half):
    reader = visit(1280, 900)
    places = atlas.all_kinds_and_states[half::2]
    rules = [checks.layout, checks.layout_spaced_out, checks.layout_of_double_text, checks.small_targets_unfolded]
    assert reader.walk(places, *rules) + reader.heard() + checks.stored(reader.page) == []


@SCREENS
@HALVES
def test_the_focus_is_seen_at_every_stop_and_goes_in_order(atlas, visit, width, height, half):
    places = atlas.one_of_each + [place for place in atlas.states if place.actions]
    assert visit(width, height).walk(places[half::2], checks.walk_by_keyboard) == []
