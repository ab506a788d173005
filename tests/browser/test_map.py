"""The map of the directory in a browser: by keyboard, by touch, without script."""

import pytest

from tests.browser.served.checks import layout, layout_of_double_text, small_targets, walk_by_keyboard
from tests.directory.factories import BALLARAT, GEELONG, MILDURA, make_service

pytestmark = pytest.mark.django_db
MAP = "/directory/?view=map"


@pytest.fixture
def services(live_server):
    """Services in three towns, two of them in one, and a phone line."""
    for name, place in [("Tea", BALLARAT), ("Talk", BALLARAT), ("Walk", GEELONG), ("Sunraysia", MILDURA)]:
        make_service(name, place=place)
    make_service("Warm line", coverage="statewide", offers_phone=True)


@pytest.mark.parametrize("width", [320, 1280])
def test_each_point_is_reached_by_keyboard_large_enough_and_shows_where_it_is(services, open_page, axe, width):
    page = open_page(width=width, scheme="dark" if width == 320 else "light")
    page.goto(MAP)
    assert walk_by_keyboard(page) == []
    assert [*layout(page), *small_targets(page), *layout_of_double_text(page)] == []
    axe(page)


def test_a_point_leads_to_what_is_there_without_script(services, open_page):
    page = open_page(javascript=False)
    page.goto(MAP)
    point = page.locator(".map a[aria-label*=Sunraysia]")
    point.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/sunraysia/")
