"""Exit this page: leaves at once, leaves little behind, and never by accident."""

import re
import time

import pytest
from playwright.sync_api import expect

from cms.intake.models import Draft

from ..servers import BROWSERS, find_chromium
from .harness import BROWSER_FLAGS

AWAY = "https://www.bom.gov.au/"


@pytest.fixture
def leaving(open_page):
    """A page whose exit address answers, and what was asked there."""
    page = open_page()
    page.context.watch.allow_host("www.bom.gov.au")
    page.asked = []

    def weather(route):
        page.asked.append(route.request.url)
        route.fulfill(body="<h1>Weather</h1>", content_type="text/html")

    page.route(f"{AWAY}**", weather)
    page.goto("/search/")
    page.evaluate("localStorage.setItem('draft', 'private'); sessionStorage.setItem('draft', 'private')")
    return page


def press_shift(page, times):
    for _ in range(times):
        page.keyboard.down("Shift")
        page.keyboard.up("Shift")


def test_pressing_it_leaves_and_the_page_is_out_of_the_history(leaving):
    leaving.goto("/directory/add/")
    leaving.click("[data-exit]")
    leaving.wait_for_url(AWAY)
    leaving.go_back()
    assert "/directory/add/" not in leaving.url


def test_leaving_clears_what_the_browser_stored(leaving):
    leaving.click("[data-exit]")
    leaving.wait_for_url(AWAY)
    leaving.goto("/search/")
    assert leaving.evaluate("localStorage.length + sessionStorage.length") == 0


def test_leaving_a_form_deletes_what_was_typed_there(leaving):
    leaving.goto("/directory/add/")
    while Draft.objects.count() == 0:
        # The first press may be answered with "faster than a person types": press once more.
        leaving.click("main form .buttons button >> nth=0")
        leaving.wait_for_load_state()
    with leaving.expect_request("**/leave/") as asked:
        leaving.click("[data-exit]")
    leaving.wait_for_url(AWAY)
    assert asked.value.method == "POST"
    deadline = time.monotonic() + 10
    while Draft.objects.exists():
        assert time.monotonic() < deadline, "the draft is still there"


def test_shift_three_times_leaves(leaving):
    press_shift(leaving, 3)
    leaving.wait_for_url(AWAY)


def test_shift_twice_says_so_and_stays(leaving):
    press_shift(leaving, 2)
    assert "one more time" in said(leaving)
    assert not leaving.asked


def test_typing_capitals_never_leaves(leaving):
    leaving.focus("main input[type=search], main input[name=q]")
    for letter in "ABCD":
        leaving.keyboard.press(f"Shift+{letter}")
    press_shift(leaving, 2)
    assert not leaving.asked


def test_presses_more_than_five_seconds_apart_are_forgotten(open_page):
    page = open_page()
    page.clock.install()
    page.goto("/search/")
    press_shift(page, 2)
    page.clock.fast_forward(6000)
    press_shift(page, 1)
    assert "two more times" in said(page)


def test_after_five_seconds_it_says_that_nothing_will_happen(open_page):
    page = open_page()
    page.clock.install()
    page.goto("/search/")
    press_shift(page, 1)
    page.clock.fast_forward(4000)
    press_shift(page, 1)
    # The five seconds count from the last press.
    page.clock.fast_forward(4000)
    assert "one more time" in said(page)
    page.clock.fast_forward(2000)
    assert said(page) == "Exit cancelled."


def said(page):
    return page.locator("body > [role=status].visually-hidden").inner_text()


def test_any_other_key_begins_the_count_anew(leaving):
    press_shift(leaving, 2)
    leaving.keyboard.press("a")
    assert said(leaving) == ""
    press_shift(leaving, 2)
    assert not leaving.asked
    assert "one more time" in said(leaving)


def test_shift_with_the_mouse_or_held_down_does_not_count(leaving):
    for _ in range(4):
        leaving.keyboard.down("Shift")
        leaving.mouse.click(400, 500)
        leaving.keyboard.up("Shift")
    for _ in range(4):
        leaving.keyboard.down("Shift")
    leaving.keyboard.up("Shift")
    assert not leaving.asked
    assert "two more times" in said(leaving)


def test_enter_on_it_leaves(leaving):
    leaving.focus("[data-exit]")
    leaving.keyboard.press("Enter")
    leaving.wait_for_url(AWAY)


@pytest.mark.parametrize("press", [{"button": "middle"}, {"modifiers": ["Control"]}, {"modifiers": ["Shift"]}])
def test_a_press_that_would_open_a_tab_leaves_no_page_behind(leaving, press):
    leaving.click("[data-exit]", **press)
    leaving.wait_for_url(AWAY)
    assert leaving.context.pages == [leaving]


def test_it_leaves_from_an_open_menu(leaving):
    leaving.goto("/")
    leaving.locator("details.nav-search summary").press("Enter")
    expect(leaving.get_by_role("combobox", name="Search this site")).to_be_focused()
    press_shift(leaving, 3)
    leaving.wait_for_url(AWAY)


def test_it_leaves_while_suggestions_are_shown_and_loaded(leaving):
    leaving.route(re.compile("/search/suggest/"), lambda route: route.fulfill(json=SUGGESTED))
    leaving.get_by_role("combobox", name="What are you looking for?").fill("lantern")
    expect(leaving.get_by_role("option")).to_have_count(1)
    leaving.keyboard.press("ArrowDown")
    press_shift(leaving, 3)
    leaving.wait_for_url(AWAY)


SUGGESTED = {"help": None, "suggestions": [{"title": "Lantern", "url": "/", "kind": "Page", "notes": []}]}


def test_the_cookie_of_the_reading_settings_goes_too(leaving):
    leaving.context.add_cookies([{"name": "reading", "value": "text-130", "url": leaving.url}])
    leaving.click("[data-exit]")
    leaving.wait_for_url(AWAY)
    assert not leaving.context.cookies(leaving.context.pages[0].url.replace(AWAY, "http://127.0.0.1"))


def test_while_the_other_site_is_slow_nothing_of_the_page_is_left_to_see_or_hear(leaving):
    # The other site answers that there is nothing: the browser stays where it is.
    leaving.unroute(f"{AWAY}**")
    leaving.route(f"{AWAY}**", lambda route: route.fulfill(status=204))
    leaving.click("[data-exit]")
    expect(leaving.locator(".exit-cover")).to_have_text("Leaving this page.")
    expect(leaving.locator("body")).to_be_hidden()
    assert leaving.title() == "Loading"
    # Where a browser keeps such a page and shows it again, it is the page that it was.
    leaving.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(leaving.locator(".exit-cover")).to_have_count(0)
    expect(leaving.locator("main h1")).to_be_visible()
    assert leaving.title().startswith("Search")
    press_shift(leaving, 1)
    assert "two more times" in said(leaving)


@pytest.fixture
def keeping(live_server, playwright_of):
    """A page of a browser that keeps pages to go back to, as readers' browsers do and Playwright's do not."""
    chromium = playwright_of.launch(
        executable_path=find_chromium(BROWSERS),
        args=[*BROWSER_FLAGS, "--enable-features=BackForwardCache"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = chromium.new_page(base_url=live_server.url)
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"))
    yield page
    chromium.close()


@pytest.fixture
def playwright_of(browser):
    return browser.browser_type


def test_a_page_that_comes_back_from_the_browsers_keeping_is_as_it_was(keeping):
    keeping.goto("/search/")
    keeping.evaluate("window.kept = true")
    press_shift(keeping, 2)
    keeping.goto("/get-help-now/")
    keeping.click("[data-exit]")
    keeping.wait_for_url(AWAY)
    # A kept page is shown, not loaded: there is no load to wait for.
    keeping.go_back(wait_until="commit")
    assert keeping.evaluate("window.kept")
    assert keeping.title().startswith("Search")
    expect(keeping.locator(".exit-cover")).to_have_count(0)
    expect(keeping.locator("main h1")).to_be_visible()
    # The presses of before do not count any more.
    assert said(keeping) == ""
    press_shift(keeping, 1)
    assert "two more times" in said(keeping)


def test_without_javascript_it_is_a_plain_link(open_page):
    page = open_page(javascript=False)
    page.goto("/search/")
    assert page.get_attribute("[data-exit]", "href") == AWAY
