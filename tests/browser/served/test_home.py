"""The home page on a phone: what this is and the three ways in on the first screen, and an end to the page."""

import pytest

from .places import Place

LONGEST = 8100


@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844)])
def test_a_phone_s_first_screen_says_what_this_is_and_names_the_three_ways_in(visit, width, height):
    page = visit(width, height).go(Place("home", "/"))
    hero = page.locator(".hero")
    ways = [
        page.locator("h1"),
        hero.locator(".lead"),
        hero.get_by_role("button", name="Find support"),
        hero.get_by_role("link", name="Read stories"),
        hero.get_by_role("link", name="List a service"),
    ]
    for way in ways:
        box = way.bounding_box()
        assert box["y"] + box["height"] <= height, way
    # The menu stands beside the name, not below it.
    name, menu = page.locator(".wordmark").bounding_box(), page.locator(".menu > summary").bounding_box()
    assert menu["y"] < name["y"] + name["height"]
    assert page.evaluate("document.documentElement.scrollHeight") < LONGEST
