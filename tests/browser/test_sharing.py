"""Passing a page on: by link, mail, the device's own sheet, on paper."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.directory.factories import make_service
from tests.pages.factories import (
    SINGLE,
    ModuleFactory,
    OpportunityFactory,
    ResearchFactory,
    ResourceFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
)

TITLE = "Tea & “toast”: 100% ours?"
SHARED = [ModuleFactory, OpportunityFactory, ResearchFactory, ResourceFactory, StoryFactory, *SINGLE.values()]


@pytest.fixture
def shared(live_server):
    """A page with a title that has to be written with care; its address."""
    return StandardFactory(title=TITLE).url


def canonical(page):
    return page.get_attribute("link[rel=canonical]", "href")


def mail_of(page):
    """Return the parts of the mail that the link writes."""
    address = urlsplit(page.locator(".share").get_by_role("link", name="Email").get_attribute("href"))
    assert address.scheme == "mailto"
    assert address.path == ""
    assert "+" not in address.query
    return {name: value for name, [value] in parse_qs(address.query).items()}


def test_without_script_a_mail_with_title_and_address_and_nothing_else(shared, open_page):
    page = open_page(javascript=False)
    page.goto(f"{shared}?q=private&utm_source=elsewhere#part")
    assert mail_of(page) == {"subject": TITLE, "body": f"{TITLE}\r\n{canonical(page)}"}
    assert "private" not in page.locator(".share").inner_html()
    expect(page.locator(".share").get_by_role("button")).to_have_count(0)


def test_every_kind_of_page_can_be_shared(page):
    urls = [make().url for make in SHARED] + [make_service().get_absolute_url()]
    for url in urls:
        page.goto(url)
        expect(page.locator("[data-share]")).to_have_attribute("data-share", canonical(page))


def test_the_link_is_copied_and_said_to_be(shared, open_context):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{shared}?q=private")
    page.get_by_role("button", name="Copy link").press("Enter")
    expect(page.locator(".share [role=status]")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == canonical(page)
    expect(page.get_by_label("Address to copy")).to_be_hidden()


def test_without_a_clipboard_the_address_is_there_to_copy_by_hand(shared, open_page):
    page = open_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(shared)
    page.get_by_role("button", name="Copy link").press("Enter")
    expect(page.get_by_label("Address to copy")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == canonical(page)
    expect(page.locator(".share [role=status]")).to_have_text("Copy the address that is selected.")


def test_the_devices_own_sheet_is_offered_where_there_is_one(shared, open_page):
    page = open_page()
    page.goto(shared)
    expect(page.get_by_role("button", name="Share another way")).to_be_hidden()
    page.add_init_script(
        "navigator.share = (what) => { window.shared = what; return Promise.reject(new Error('shut')); }"
    )
    page.goto(f"{shared}?q=private")
    page.get_by_role("button", name="Share another way").click()
    assert page.evaluate("window.shared") == {"title": TITLE, "url": canonical(page)}


def test_a_page_is_printed_by_a_press(shared, open_page):
    page = open_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(shared)
    page.get_by_role("button", name="Print").press("Space")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".share")).to_be_hidden()


def test_who_shares_a_story_is_asked_to_say_what_it_talks_about(page):
    story = StoryFactory()
    story.content_notes.add(TermFactory(taxonomy_slug="content-notes", name="Talks about suicide"))
    story.save()
    page.goto(story.url)
    expect(page.locator(".share")).to_contain_text("This story talks about suicide. Say so when you send it")
    page.goto(StoryFactory().url)
    expect(page.locator(".share")).not_to_contain_text("Say so")
    expect(page.locator(".share")).to_contain_text("Send the link, not a copy")


def test_no_browser_warns_of_what_the_page_may_do(shared, open_page):
    page = open_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(shared)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert said == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_sharing_keeps_the_accessibility_rules(shared, open_page, axe, width, scheme):
    page = open_page(width=width, scheme=scheme)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(shared)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_label("Address to copy")).to_be_visible()
    axe(page)
    for control in page.locator(".share :is(a, button):visible").all():
        assert control.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width
