"""Find, see, keep: a reader's own list in a browser, from the first press to nothing left."""

import re

import pytest
from playwright.sync_api import expect

from tests.directory.factories import BALLARAT, make_location, make_phone, make_service

from .paper import words_of

LIST, MINE = "/directory/", "/directory/shortlist/"
AWAY = "https://www.bom.gov.au/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def services(live_server):
    """Three services, by name: Acacia, Banksia (with a place, a time and a phone), Correa."""
    for name in ("Acacia", "Banksia", "Correa"):
        make_service(name, slug=name.lower(), summary="Tea and talk.", offers_phone=name != "Banksia")
    banksia = make_service("Banksia walks", slug="banksia-walks")
    make_location(banksia, BALLARAT, "street", name="Doveton House", street="18 Made-up Street", times=[{}])
    make_phone(banksia, number="(03) 5550 0012")
    return banksia


def kept(page):
    return page.locator("[data-kept] h2").all_inner_texts()


def button(page, words, name):
    """Return the button of one service: ``words`` as they show, with its name for screen readers."""
    return page.get_by_role("button", name=re.compile(f"^{words} ?: {name}$"))


def keep(page, name):
    button(page, "Add to my list", name).click()


def test_a_service_is_found_seen_kept_removed_shared_printed_and_cleared(services, open_context, axe):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{LIST}?q=banksia")
    keep(page, "Banksia")
    said = page.get_by_role("status").filter(has_text="Added.")
    expect(said.get_by_role("link", name="See my list (1)")).to_be_visible()
    expect(page.locator(".my-list")).to_have_text("My list (1)")

    page.get_by_role("link", name="Banksia walks").click()
    button(page, "Add to my list", "Banksia walks").click()
    expect(button(page, "Remove from my list", "Banksia walks")).to_be_visible()
    page.get_by_role("link", name="My list (2)", exact=True).click()
    expect(page.locator("[data-kept]")).to_have_count(2)
    # What is kept stands in no address that the browser would remember.
    assert page.url.endswith(MINE)
    assert kept(page) == ["Banksia", "Banksia walks"]
    expect(page.locator("[data-kept]").nth(1)).to_contain_text("18 Made-up Street")
    axe(page)

    paper = "".join(words_of(page.pdf(prefer_css_page_size=True)))
    for words in ("Banksiawalks", "(03)55500012", "DovetonHouse"):
        assert words in paper
    for words in ("Clearmylist", "Removefrommylist", "Whatiskept"):
        assert words not in paper

    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".share [role=status]")).to_have_text("Link copied.")
    shared = page.evaluate("navigator.clipboard.readText()")

    button(page, "Remove from my list", "Banksia").click()
    expect(page.locator("[data-kept]")).to_have_count(1)
    expect(page.get_by_role("status").first).to_contain_text("Removed: Banksia.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-kept]")).to_have_count(2)
    assert kept(page) == ["Banksia", "Banksia walks"]

    page.get_by_role("button", name="Clear my list").click()
    expect(page.get_by_role("heading", name="Your list is empty")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0

    # A friend opens the link: without script first, then to keep it all.
    path = shared[shared.index(MINE) :]
    friend = open_context(javascript=False).new_page()
    friend.goto(path)
    assert kept(friend) == ["Banksia", "Banksia walks"]
    assert friend.get_by_role("button", name="Add").count() == 0
    page.goto(path)
    page.get_by_role("button", name="Add all to my list").click()
    page.goto(MINE)
    expect(page.locator("[data-kept]")).to_have_count(2)


def test_leaving_by_exit_this_page_leaves_no_list(services, open_page):
    page = open_page()
    page.context.watch.allow_host("www.bom.gov.au")
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="Rain later."))
    page.goto(LIST)
    keep(page, "Acacia")
    assert page.evaluate("localStorage.getItem('my-list')")
    page.click("[data-exit]")
    page.wait_for_url(AWAY)
    page.goto(MINE)
    expect(page.get_by_role("heading", name="Your list is empty")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(services, open_page):
    page = open_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('off'); }});")
    page.goto(f"{LIST}acacia/")
    button(page, "Add to my list", "Acacia").click()
    expect(page.get_by_text("This browser does not let a page keep anything")).to_be_visible()


def test_without_script_the_page_explains_and_no_button_promises_anything(services, open_page):
    page = open_page(javascript=False)
    page.goto(LIST)
    expect(page.get_by_role("button", name="Add to my list")).to_have_count(0)
    page.get_by_role("link", name="My list").click()
    expect(page.get_by_role("heading", name="Your browser keeps no list here")).to_be_visible()
