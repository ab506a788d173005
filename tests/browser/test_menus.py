"""The menus by keyboard, wide and on a phone, with and without script."""

import pytest
from playwright.sync_api import expect

from home.models import HomePage
from tests.home.factories import block, set_menus


@pytest.fixture
def menus(live_server):
    """A main menu with a group of two links, one to the home page."""
    home = HomePage.objects.get()
    links = [
        block("item", label="Directory", tool="directory:list"),
        block("item", label="Front page", page=home.pk),
    ]
    set_menus(
        main_menu=[
            block("link", label="Help", tool="home:get_help_now"),
            block("group", label="Who it’s for", links=links),
            block("link", label="Settings", tool="home:reading_settings"),
        ]
    )


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_group_opens_and_shuts_by_key(menus, open_page, script, key):
    page = open_page(javascript=script)
    page.goto("/")
    summary = page.locator("summary", has_text="Who it’s for")
    panel = page.locator(".nav-panel").first
    summary.press(key)
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    expect(panel.get_by_role("link", name="Directory")).to_be_focused()
    summary.press(key)
    expect(panel).to_be_hidden()


def test_escape_shuts_a_group_and_the_focus_goes_back(menus, page):
    page.goto("/")
    summary = page.locator("summary", has_text="Who it’s for")
    summary.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".nav-panel").first).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_tab_leaves_a_group_and_shuts_it(menus, page):
    page.goto("/")
    summary = page.locator("summary", has_text="Who it’s for")
    summary.press("Enter")
    for _press in range(3):
        page.keyboard.press("Tab")
    # A link to the reading settings opens their panel: a script makes it a button.
    expect(page.locator(".nav-wide a", has_text="Settings")).to_be_focused()
    expect(page.locator(".nav-panel").first).to_be_hidden()
    summary.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".nav-wide").get_by_role("link", name="Help")).to_be_focused()
    expect(page.locator(".nav-panel").first).to_be_hidden()


def test_one_group_is_open_at_a_time(menus, open_page, script):
    page = open_page(javascript=script)
    page.goto("/")
    page.locator("summary", has_text="Who it’s for").press("Enter")
    page.locator("details.nav-search summary").press("Enter")
    expect(page.locator(".nav-panel").first).to_be_hidden()
    expect(page.locator("#nav-q")).to_be_visible()


def test_the_shown_page_and_the_part_it_is_in_are_marked(menus, open_page, script):
    page = open_page(javascript=script)
    page.goto("/get-help-now/")
    expect(page.locator(".nav-wide [aria-current]")).to_have_text("Help")
    expect(page.locator(".nav-wide [aria-current]")).to_have_attribute("aria-current", "page")
    page.goto("/")
    expect(page.locator(".nav-wide summary[aria-current=true]")).to_contain_text("Who it’s for")
    page.locator("summary", has_text="Who it’s for").press("Enter")
    expect(page.locator(".nav-panel [aria-current=page]")).to_have_text("Front page")


@pytest.fixture
def phone(menus, open_page):
    page = open_page(width=360)
    page.goto("/get-help-now/")
    page.summary = page.locator("details.menu > summary")
    page.panel = page.locator(".menu-panel")
    return page


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_phone_menu_opens_and_shuts_by_key(menus, open_page, script, key):
    page = open_page(width=360, javascript=script)
    page.goto("/get-help-now/")
    summary, panel = page.locator("details.menu > summary"), page.locator(".menu-panel")
    summary.press(key)
    expect(panel).to_be_visible()
    expect(panel.locator("[aria-current=page]").first).to_have_text("Help")
    assert panel.bounding_box()["width"] == page.locator(".site-footer .footer-columns").bounding_box()["width"]
    summary.press(key)
    expect(panel).to_be_hidden()


def test_escape_shuts_the_phone_menu_and_the_focus_goes_back(phone):
    phone.summary.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")
    expect(phone.panel).to_be_hidden()
    expect(phone.summary).to_be_focused()


def test_tab_leaves_the_phone_menu_and_shuts_it(phone):
    phone.summary.press("Enter")
    phone.panel.locator("a").last.focus()
    phone.keyboard.press("Tab")
    expect(phone.panel).to_be_hidden()
    # What has the focus is in sight, below the tabs.
    assert phone.evaluate("document.activeElement.closest('main') !== null")
    assert phone.evaluate(
        "document.activeElement.getBoundingClientRect().top"
        " >= document.querySelector('.tabs').getBoundingClientRect().bottom"
    )


def test_a_press_beside_the_phone_menu_reaches_what_was_pressed(phone):
    phone.summary.press("Enter")
    phone.panel.locator("a").last.focus()
    phone.locator("main a").first.scroll_into_view_if_needed()
    before = phone.url
    phone.locator("main a[href^='/']").first.click()
    assert phone.url != before
