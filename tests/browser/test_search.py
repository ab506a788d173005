"""Search as readers use it: without JavaScript, on a phone and on a desk, in light and dark."""

import pytest

from tests.directory.factories import BALLARAT, make_service
from tests.search.content import FactSheetPage, StoryPage, make_page

WIDTHS = [320, 1280]


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
    assert page.get_by_role("heading", name="18 results for “tea”").is_visible()
    assert page.get_by_label("What are you looking for?").input_value() == "tea"
    page.get_by_role("link", name="Next").click()
    assert "page 2" in page.title()
    page.get_by_role("navigation", name="Kinds of results").get_by_role("link", name="Fact sheets").click()
    assert page.get_by_role("heading", name="6 fact sheets for “tea”").is_visible()
    assert page.locator("mark").first.inner_text() == "tea"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_state_of_the_page_is_accessible_and_fits(something, open_page, axe, width, scheme):
    page = open_page(width=width, scheme=scheme)
    for path in (
        "/search/",
        "/search/?q=tea",
        "/search/?q=suicide",
        "/search/?q=zebra+crossing",
        "/search/?q=tea&kind=research",
    ):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_box_in_the_header_searches_without_script(open_page):
    page = open_page(javascript=False)
    page.goto("/")
    page.locator("details.nav-search summary").click()
    page.get_by_role("searchbox", name="Search this site").first.fill("nothing of the kind")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=nothing+of+the+kind")
