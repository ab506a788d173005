"""An editor sees each page before readers do: on a phone and a desk, on paper, in search results, when shared."""

import pytest
from playwright.sync_api import expect

from tests.directory.factories import make_service
from tests.pages import factories
from tests.writing.making import page_of, text

pytestmark = pytest.mark.sqlite_only
PHONE, DESK = "mobile", "desktop"


def open_preview(page, address):
    page.goto(address)
    page.locator("[data-side-panel-toggle=preview]").click()
    return frame_of(page)


def frame_of(page):
    """Return the frame of the preview: while it is drawn anew there are two, and the one that stays has the name."""
    return page.frame_locator("#w-preview-iframe")


def show(page, label):
    page.get_by_label("Preview mode").select_option(label=label)
    return frame_of(page)


def choose_size(page, name):
    page.locator(f"input[name=preview-size][value={name}]").check(force=True)


def width_of(page):
    """Return how wide the page in the preview believes its window to be."""
    return frame_of(page).locator("html").evaluate("() => window.innerWidth")


def test_a_story_is_seen_in_every_way(signed_in):
    story = page_of(text("Tea was on the table."), factory=factories.StoryFactory, title="A chair by the door")
    page = signed_in("Editors")
    frame = open_preview(page, f"/admin/pages/{story.pk}/edit/")
    expect(frame.locator("h1")).to_have_text("A chair by the door")
    choose_size(page, PHONE)
    assert width_of(page) == 375
    choose_size(page, DESK)
    assert width_of(page) == 1280

    paper = show(page, "As printed")
    expect(paper.locator(".printed")).to_be_visible()
    expect(paper.locator("h1")).to_have_text("A chair by the door")
    expect(paper.locator(".main-menu, nav.tabs-in").first).to_be_hidden()
    assert paper.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    assert paper.locator("h1").evaluate("h1 => getComputedStyle(h1).color") == "rgb(0, 0, 0)"
    # Pictures and faces of the style sheets still arrive: the watch of every browser test fails where one does not.

    result = show(page, "In search results")
    expect(result.locator(".result-title")).to_contain_text("A chair by the door")
    expect(result.locator(".result-text")).to_have_text("What a reader finds here, in one sentence.")
    expect(result.locator(".result-address")).to_contain_text("a-chair-by-the-door")

    card = show(page, "When shared")
    expect(card.locator(".card-title")).to_have_text("A chair by the door")
    picture = card.locator(".card img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200


def test_a_service_is_seen_in_every_way(signed_in):
    service = make_service(name="Tuesday Table", summary="Tea and talk on Tuesdays.")
    page = signed_in("Approvers")
    frame = open_preview(page, f"/admin/snippets/directory/service/edit/{service.pk}/")
    expect(frame.locator("h1")).to_have_text("Tuesday Table")
    expect(show(page, "As printed").locator(".printed")).to_be_visible()
    result = show(page, "In search results")
    expect(result.locator(".result-title")).to_contain_text("Tuesday Table")
    expect(result.locator(".result-address")).to_contain_text("directory")
    card = show(page, "When shared")
    expect(card.locator(".card-title")).to_have_text("Tuesday Table")
    assert card.locator(".card img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200


def test_every_page_type_fills_the_preview_at_phone_and_desktop_width(signed_in):
    page = signed_in("Editors")
    for kind, make in factories.EVERY_TYPE.items():
        thing = make()
        frame = open_preview(page, f"/admin/pages/{thing.pk}/edit/")
        expect(frame.locator("h1").first, kind).to_contain_text(thing.title)
        for size, width in ((PHONE, 375), (DESK, 1280)):
            choose_size(page, size)
            assert width_of(page) == width, kind
            wider = frame_of(page).locator("html").evaluate("html => html.scrollWidth - html.clientWidth")
            assert wider <= 0, (kind, size)
        assert page.get_by_label("Preview mode").locator("option").all_inner_texts() == [
            "As on the site", "As printed", "In search results", "When shared",
        ]  # fmt: skip
        page.locator("[data-side-panel-toggle=preview]").click()


def test_what_is_being_typed_is_what_a_search_engine_would_show(signed_in):
    notice = factories.NewsFactory(title="Old words")
    page = signed_in("Editors")
    frame = open_preview(page, f"/admin/pages/{notice.pk}/edit/")
    expect(frame.locator("h1")).to_have_text("Old words")
    result = show(page, "In search results")
    expect(result.locator(".result-title")).to_contain_text("Old words")
    for number in range(20):
        page.locator("#id_title").fill(f"New words {number}")
        try:
            expect(result.locator(".result-title")).to_contain_text("New words", timeout=2000)
        except AssertionError:
            continue
        break
    expect(result.locator(".result-title")).to_contain_text("New words")
