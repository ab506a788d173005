"""The search box as a combobox: by keyboard, mouse and touch, beside an input method, and as a plain form."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.directory.factories import make_service
from tests.pages.factories import StoryFactory, TermFactory
from tests.search.content import StoryPage, make_page

SUGGEST = re.compile(r"/search/suggest/")
pytestmark = pytest.mark.usefixtures("lanterns")


@pytest.fixture
def lanterns(live_server):
    """Three things whose titles begin alike, in the order in which they are suggested."""
    for title in ("Lantern", "Lantern walk", "Lantern walk by the river"):
        make_page(StoryPage, title)


@pytest.fixture
def searching(page):
    page.goto("/search/")
    page.box = page.get_by_role("combobox", name="What are you looking for?")
    page.list = page.locator(f"#{page.box.get_attribute('aria-controls')}")
    page.options = page.list.get_by_role("option")
    page.asked = []
    page.on("request", lambda request: SUGGEST.search(request.url) and page.asked.append(request.url))
    return page


def type_lantern(page):
    page.box.press_sequentially("lant")
    expect(page.options).to_have_count(3)
    expect(page.box).to_have_attribute("aria-expanded", "true")


def is_active(page, index):
    """Expect the option at ``index`` to be the active one, for eyes and for a screen reader."""
    expect(page.options.nth(index)).to_have_attribute("aria-selected", "true")
    expect(page.box).to_have_attribute("aria-activedescendant", page.options.nth(index).get_attribute("id"))
    expect(page.list.locator("[aria-selected=true]")).to_have_count(1)


def nothing_is_active(page):
    expect(page.list.locator("[aria-selected=true]")).to_have_count(0)
    assert page.box.get_attribute("aria-activedescendant") is None


def is_shut(page):
    expect(page.list).to_be_hidden()
    expect(page.box).to_have_attribute("aria-expanded", "false")


def test_arrows_move_through_the_list_and_back_to_the_box_and_the_words_stay(searching):
    type_lantern(searching)
    nothing_is_active(searching)
    for index in (0, 1, 2):
        searching.keyboard.press("ArrowDown")
        is_active(searching, index)
    searching.keyboard.press("ArrowDown")
    nothing_is_active(searching)
    searching.keyboard.press("ArrowUp")
    is_active(searching, 2)
    expect(searching.box).to_have_value("lant")
    expect(searching.box).to_be_focused()


def test_home_and_end_move_in_the_text(searching):
    type_lantern(searching)
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("Home")
    nothing_is_active(searching)
    assert searching.box.evaluate("box => box.selectionStart") == 0
    searching.keyboard.press("End")
    assert searching.box.evaluate("box => box.selectionStart") == 4


def test_enter_follows_the_active_suggestion(searching):
    type_lantern(searching)
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("Enter")
    expect(searching.get_by_role("heading", level=1)).to_have_text("Lantern walk")


def test_enter_without_one_searches_for_what_was_typed(searching):
    type_lantern(searching)
    searching.keyboard.press("Enter")
    searching.wait_for_url("**/search/?q=lant")


def test_escape_shuts_the_list_and_then_empties_the_box(searching):
    type_lantern(searching)
    searching.keyboard.press("Escape")
    is_shut(searching)
    expect(searching.box).to_have_value("lant")
    searching.keyboard.press("ArrowDown")
    is_active(searching, 0)
    searching.keyboard.press("Escape")
    searching.keyboard.press("Escape")
    expect(searching.box).to_have_value("")
    searching.keyboard.press("ArrowDown")
    is_shut(searching)


def test_tab_leaves_and_shuts_the_list(searching):
    type_lantern(searching)
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("Tab")
    is_shut(searching)
    nothing_is_active(searching)
    expect(searching.get_by_role("main").get_by_role("button", name="Search")).to_be_focused()
    expect(searching.box).to_have_value("lant")


def test_a_press_follows_a_suggestion(searching):
    type_lantern(searching)
    searching.options.nth(1).click()
    expect(searching.get_by_role("heading", level=1)).to_have_text("Lantern walk")


def test_a_finger_follows_a_suggestion(open_page):
    page = open_page(width=360, has_touch=True, is_mobile=True)
    page.goto("/")
    page.tap("details.menu > summary")
    page.get_by_role("combobox", name="Search this site").press_sequentially("lant")
    page.get_by_role("option", name="Lantern walk Story").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lantern walk")


def test_the_number_of_suggestions_is_said_politely_once_typing_rests(searching):
    said = searching.locator("form[role=search] [role=status]").last
    type_lantern(searching)
    expect(said).to_have_text("3 suggestions. Use the up and down arrows.")
    searching.box.press_sequentially("ern walk by")
    expect(said).to_have_text("1 suggestion. Use the up and down arrows.")
    searching.box.press_sequentially("e")
    expect(said).to_have_text("No suggestions.")
    is_shut(searching)


def test_one_letter_asks_nothing_and_fast_typing_asks_little(searching):
    # The page's clock stands still while somebody types, however slow this machine is.
    searching.clock.install()
    searching.clock.pause_at(datetime.datetime.now() + datetime.timedelta(hours=1))
    searching.box.press_sequentially("l")
    searching.clock.run_for(2000)
    searching.box.press_sequentially("antern")
    searching.clock.run_for(2000)
    expect(searching.options).to_have_count(3)
    assert [url.rpartition("=")[2] for url in searching.asked] == ["lantern"]


def test_an_answer_that_comes_late_is_not_shown(searching):
    searching.route(SUGGEST, lambda route: None if "q=lant&" in f"{route.request.url}&" else route.continue_())
    with searching.expect_request(SUGGEST):
        searching.box.press_sequentially("lant")
    with searching.expect_event("requestfailed"):
        searching.box.press_sequentially("ern walk by")
    expect(searching.options).to_have_count(1)


@pytest.mark.parametrize("answer", [{"status": 500, "body": "no"}, {"body": "<p>not JSON"}, None])
def test_a_request_that_fails_leaves_a_plain_form(searching, answer):
    type_lantern(searching)
    searching.route(SUGGEST, lambda route: route.fulfill(**answer) if answer else route.abort())
    with searching.expect_request(SUGGEST):
        searching.box.press_sequentially("e")
    is_shut(searching)
    searching.keyboard.press("Enter")
    searching.wait_for_url("**/search/?q=lante")


def test_a_request_that_never_ends_is_given_up(open_page):
    page = open_page()
    page.clock.install()
    page.route(SUGGEST, lambda route: None)
    page.goto("/search/")
    with page.expect_request(SUGGEST):
        page.get_by_role("combobox").last.fill("lantern")
        page.clock.fast_forward(300)
    with page.expect_event("requestfailed"):
        page.clock.fast_forward(6000)


def test_keys_of_an_input_method_are_not_ours(searching):
    type_lantern(searching)
    searching.keyboard.press("ArrowDown")
    for key in ("ArrowDown", "Enter", "Escape"):
        prevented = searching.box.evaluate(
            "(box, key) => !box.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, isComposing: true, bubbles: true, cancelable: true }))",
            key,
        )
        assert not prevented
    is_active(searching, 0)


def test_words_that_an_input_method_is_still_composing_are_looked_for(searching):
    """Phones compose each word, in any language: nobody would be helped by waiting for its end."""
    make_page(StoryPage, "支持小组")
    typing = searching.context.new_cdp_session(searching)
    searching.box.focus()
    typing.send("Input.imeSetComposition", {"text": "支持小组", "selectionStart": 4, "selectionEnd": 4})
    expect(searching.options).to_have_count(1)
    expect(searching.box).to_have_value("支持小组")


def test_what_was_typed_is_kept_nowhere(searching):
    type_lantern(searching)
    assert searching.evaluate("localStorage.length + sessionStorage.length") == 0
    assert not searching.context.cookies()
    assert searching.box.get_attribute("autocomplete") == "off"


def test_words_that_sound_urgent_show_help_first(searching):
    searching.box.fill("suicide")
    first = searching.options.first
    expect(first).to_contain_text("You can talk to someone now")
    expect(searching.locator("form[role=search] [role=status]").last).to_contain_text("Help comes first.")
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("Enter")
    searching.wait_for_url("**/get-help-now/")


def test_in_the_menu_the_first_escapes_are_for_the_box(page):
    page.goto("/")
    page.locator("details.nav-search summary").press("Enter")
    box = page.get_by_role("combobox", name="Search this site")
    expect(box).to_be_focused()
    box.press_sequentially("lant")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator("details.nav-search summary")).to_be_focused()


def test_leaving_the_page_shuts_the_list_and_empties_the_box(searching):
    type_lantern(searching)
    searching.evaluate("document.dispatchEvent(new CustomEvent('exit-page'))")
    is_shut(searching)
    expect(searching.box).to_have_value("")


def test_without_script_it_is_a_search_field(open_page):
    page = open_page(javascript=False)
    page.goto("/search/")
    page.get_by_role("searchbox", name="What are you looking for?").fill("lantern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=lantern")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_open_list_keeps_the_accessibility_rules_and_fits(open_page, axe, width, scheme):
    make_service("Suicide " + "w" * 100)
    page = open_page(width=width, scheme=scheme)
    page.goto("/search/")
    for words, count in (("lant", 3), ("suicide", 2)):
        page.get_by_role("combobox").last.fill(words)
        expect(page.get_by_role("option")).to_have_count(count)
        page.keyboard.press("ArrowDown")
        axe(page)
        for option in page.get_by_role("option").all():
            assert option.bounding_box()["height"] >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.setAttribute('data-text', '200')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_moves_nothing_on_the_page(page):
    page.goto("/search/")
    before = page.evaluate("document.querySelector('.page-body').getBoundingClientRect().top")
    page.get_by_role("combobox").last.fill("lant")
    expect(page.get_by_role("option")).to_have_count(3)
    assert page.evaluate("document.querySelector('.page-body').getBoundingClientRect().top") == before


def test_in_forced_colours_the_list_and_its_active_option_have_edges(open_page):
    page = open_page(forced_colors="active")
    page.goto("/search/")
    page.get_by_role("combobox").last.fill("lant")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    edges = page.evaluate(
        "[getComputedStyle(document.querySelector('main .suggestions')).borderTopWidth,"
        " getComputedStyle(document.querySelector('main [aria-selected=true]')).outlineStyle]"
    )
    assert edges == ["2px", "solid"]


def test_a_story_that_the_reader_hides_is_not_suggested(page):
    story = StoryFactory(title="Lantern at night")
    story.content_notes.add(TermFactory(taxonomy_slug="content-notes", slug="talks-about-loss"))
    story.save()
    page.goto("/search/")
    page.evaluate("localStorage.setItem('hidden-notes', 'talks-about-loss')")
    page.get_by_role("combobox").last.fill("lant")
    expect(page.get_by_role("option")).to_have_count(3)
