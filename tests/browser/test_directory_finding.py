"""Finding a service in a browser: a suburb is suggested, or found by the device itself; then filters come and go."""

import re

import pytest
from playwright.sync_api import expect

from tests.directory.factories import BALLARAT, GEELONG, make_service

pytestmark = pytest.mark.django_db


def test_a_reader_chooses_a_suggested_suburb_filters_and_takes_the_filter_away(live_server, open_page):
    make_service("Tuesday Table", place=BALLARAT)
    make_service("Friday line", place=BALLARAT, offers_phone=True)
    make_service("Far away", place=GEELONG)
    # In the bush near Ballarat: no request may carry these numbers.
    page = open_page(geolocation={"latitude": -37.5621, "longitude": 143.8612}, permissions=["geolocation"])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/directory/")
    page.get_by_role("button", name="Use my position").click()
    box = page.get_by_role("combobox", name="Suburb or postcode")
    expect(box).to_have_value(re.compile(r"^[A-Z][\w ]+ 33\d\d$"))
    expect(page.locator(".finder-device [role=status]")).to_contain_text("Your position stayed on this device.")
    assert any(url.endswith("places.txt") for url in asked)
    assert not any("37.5" in url or "143.8" in url for url in asked)

    for place, permissions, said in (
        ({"latitude": -33.87, "longitude": 151.21}, ["geolocation"], "You do not seem to be in Victoria."),
        (None, [], "Your browser did not share your position."),
    ):
        page.context.clear_permissions()
        page.context.grant_permissions(permissions)
        page.context.set_geolocation(place)
        page.get_by_role("button", name="Use my position").click()
        expect(page.locator(".finder-device [role=status]")).to_contain_text(said)
        expect(box).to_have_value(re.compile(r"^[A-Z][\w ]+ 33\d\d$"))

    box.fill("balla")
    option = page.get_by_role("option", name="Ballarat Central 3350")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Ballarat Central 3350")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    result = page.get_by_role("main").get_by_role("status").filter(has_text="near Ballarat Central 3350")
    expect(result).to_have_text("2 results near Ballarat Central 3350")
    page.locator("label[for=choose-how-phone]").click()
    page.get_by_role("button", name="Show results").click()
    expect(result).to_have_text("1 result near Ballarat Central 3350")
    page.get_by_role("link", name="Remove filter: Phone").click()
    expect(result).to_have_text("2 results near Ballarat Central 3350")
