"""Exit this page: leaves at once, leaves little behind, and never by accident."""

import pytest

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


def test_shift_three_times_leaves(leaving):
    press_shift(leaving, 3)
    leaving.wait_for_url(AWAY)


def test_shift_twice_says_so_and_stays(leaving):
    press_shift(leaving, 2)
    assert "one more time" in leaving.locator("[role=status].visually-hidden").last.inner_text()
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
    assert "two more times" in page.locator("[role=status].visually-hidden").last.inner_text()


def test_without_javascript_it_is_a_plain_link(open_page):
    page = open_page(javascript=False)
    page.goto("/search/")
    assert page.get_attribute("[data-exit]", "href") == AWAY
