"""Search as readers use it, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.directory.factories import BALLARAT, make_service
from tests.search.content import FactSheetPage, StoryPage, make_page


@pytest.fixture
def something(live_server):
    for number in range(6):
        make_page(StoryPage, f"Tea at ten {number}", text="Someone put the kettle on.", teller_name="Rowan")
        make_page(FactSheetPage, f"A first meeting {number}", text="Most begin with a cup of tea.")
        make_service(f"Tuesday tea {number}", organisation="Wendouree Collective", place=BALLARAT)


def test_a_reader_searches_narrows_and_goes_on_without_javascript(something, open_page):
    page = open_page(javascript=False)
    page.goto("/search/")
    page.get_by_label("What are you looking for?").fill("tea")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="18 results for “tea”")).to_be_visible()
    assert page.get_by_label("What are you looking for?").input_value() == "tea"
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_title(re.compile("page 2"))
    page.get_by_role("navigation", name="Kinds of results").get_by_role("link", name="Fact sheets").click()
    expect(page.get_by_role("heading", name="6 fact sheets for “tea”")).to_be_visible()
    assert page.locator("mark").first.inner_text() == "tea"


def test_the_box_in_the_header_searches_without_script(open_page):
    page = open_page(javascript=False)
    page.goto("/")
    page.locator("details.nav-search summary").click()
    page.get_by_role("searchbox", name="Search this site").first.fill("nothing of the kind")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=nothing+of+the+kind")
