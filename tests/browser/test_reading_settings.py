"""Reading settings in a browser: the panel on every page, the page, what is kept and where, and no flash."""

import pytest
from playwright.sync_api import expect

from home.reading import CHOICES
from tests.directory.factories import make_service
from tests.pages.factories import StoryFactory

from .harness import wait_until

pytestmark = pytest.mark.django_db
PAGE, OTHER = "/get-help-now/", "/search/"
SETTINGS = "/reading-settings/"
DARK = "rgb(18, 25, 28)"


def open_panel(page):
    page.get_by_role("button", name="Reading settings").first.click()
    return page.get_by_role("form", name="Reading settings")


def pick(page, group, label):
    """Press a choice of the page's form, as a finger does: on its label."""
    page.get_by_role("group", name=group).get_by_text(label, exact=True).click()


def stored(page):
    return page.evaluate("localStorage.getItem('reading')")


def attribute(page, name):
    return page.get_attribute("html", f"data-{name}")


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


# --- The panel ----------------------------------------------------------------------------------


def test_a_choice_in_the_panel_holds_at_once_and_on_every_page_without_a_cookie(page):
    page.goto(PAGE)
    panel = open_panel(page)
    panel.get_by_label("Text size").select_option("130")
    panel.get_by_label("Colours").select_option(label="Dark")
    assert (attribute(page, "text"), attribute(page, "theme")) == ("130", "dark")
    assert stored(page) == "text-130.theme-dark"
    page.goto(OTHER)
    assert (attribute(page, "text"), attribute(page, "theme")) == ("130", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"
    expect(open_panel(page).get_by_label("Text size")).to_have_value("130")
    assert page.context.cookies() == []


def test_the_bar_of_the_browser_has_the_colour_of_the_theme(page):
    def bars():
        return page.eval_on_selector_all("meta[name=theme-color]", "all => all.map((meta) => meta.content)")

    page.goto("/search/")
    usual = bars()
    assert len(set(usual)) == 2
    for code, colour in (("theme-dark", "rgb(18, 25, 28)"), ("theme-contrast", "rgb(255, 255, 255)")):
        page.evaluate("code => localStorage.setItem('reading', code)", code)
        page.reload()
        assert set(bars()) == {colour}
    colours = open_panel(page).get_by_label("Colours")
    colours.select_option(label="Light")
    assert set(bars()) == {"rgb(250, 247, 242)"}
    colours.select_option(label="Automatic")
    assert bars() == usual


def test_what_changed_is_announced(page):
    page.goto(PAGE)
    panel = open_panel(page)
    panel.get_by_label("Line spacing").select_option("looser")
    expect(panel.get_by_role("status")).to_have_text("Line spacing: Much more.")


def test_one_press_puts_everything_back(page):
    page.goto(PAGE)
    page.evaluate("localStorage.setItem('reading', 'text-160.letters-wide'); localStorage.setItem('draft', 'mine')")
    page.reload()
    panel = open_panel(page)
    panel.get_by_role("button", name="Put everything back").click()
    assert attribute(page, "text") is None
    expect(panel.get_by_label("Text size")).to_have_value("")
    expect(panel.get_by_role("status")).to_contain_text("Everything is back")
    assert stored(page) is None
    assert page.evaluate("localStorage.getItem('draft')") == "mine"


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_panel_works_by_keyboard_and_gives_the_focus_back(page, key):
    page.goto(PAGE)
    link = page.get_by_role("button", name="Reading settings").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")
    page.keyboard.press(key)
    expect(page.get_by_label("Text size")).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#reading-panel")).to_be_hidden()
    expect(link).to_be_focused()


def test_whoever_moves_on_leaves_the_panel_behind(page):
    page.goto(PAGE)
    panel = open_panel(page)
    panel.get_by_role("link", name="About these settings").focus()
    page.keyboard.press("Tab")  # the link that opened it
    page.keyboard.press("Tab")
    expect(page.locator("#reading-panel")).to_be_hidden()
    open_panel(page)
    page.mouse.click(1200, 700)
    expect(page.locator("#reading-panel")).to_be_hidden()


def test_the_link_closes_the_panel_too(page):
    page.goto(PAGE)
    open_panel(page)
    page.get_by_role("button", name="Reading settings").first.click()
    expect(page.locator("#reading-panel")).to_be_hidden()


def test_a_link_of_the_footer_opens_it_where_the_reader_is(page):
    page.goto(PAGE)
    link = page.locator("footer").get_by_role("button", name="Reading settings")
    link.click()
    expect(page.get_by_label("Text size")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


LOOK = """() => {
  const text = getComputedStyle(document.querySelector("main .prose p"));
  const root = getComputedStyle(document.documentElement);
  return [text.fontSize, parseFloat(text.lineHeight) / parseFloat(text.fontSize), text.letterSpacing, text.width, text.color, root.backgroundColor,
    root.getPropertyValue("--quick")].join();
}"""


def test_each_choice_changes_what_is_seen(open_page):
    page = open_page(width=1920, scheme="dark", reduced_motion="no-preference")
    page.goto(StoryFactory(body=[("text", f"<p>It was a Tuesday. {'Tea. ' * 99}</p>")]).url)
    panel = open_panel(page)
    for name, choices in CHOICES.items():
        seen = set()
        for value, _label in choices:
            panel.locator(f"[name={name}]").select_option(value)
            seen.add(page.evaluate(LOOK))
        same = 1 if name == "theme" else 0  # this device is dark: automatic and dark are alike
        assert len(seen) == len(choices) - same, name
        panel.get_by_role("button", name="Put everything back").click()


def test_on_a_phone_it_opens_from_the_menu_and_the_focus_returns_there(open_page):
    page = open_page(width=360, height=740)
    page.goto(PAGE)
    page.click("details.menu > summary")
    page.locator(".menu-panel").get_by_role("button", name="Reading settings").click()
    expect(page.locator(".menu-panel")).to_be_hidden()
    expect(page.get_by_label("Text size")).to_be_focused()
    box = page.locator("#reading-panel").bounding_box()
    assert box["y"] >= 48  # the way out stays in sight
    assert box["y"] + box["height"] <= 740 - 100  # and so does some of the page
    page.get_by_role("button", name="Close").click()
    expect(page.locator("details.menu > summary")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_text_twice_as_big_fits_every_screen_with_the_panel_open(open_page, width):
    story = StoryFactory(body=[("text", "<p>It was a Tuesday.</p>")])
    make_service("Tea and talk", slug="tea-and-talk")
    page = open_page(width=width, height=740)
    page.goto(PAGE)
    page.evaluate("localStorage.setItem('reading', 'text-200.letters-wider.line-looser')")
    for address in ("/", "/directory/", "/directory/tea-and-talk/", "/directory/add/", SETTINGS):
        page.goto(address)
        assert attribute(page, "text") == "200"
        assert overflow(page) <= 0, address
    page.goto(story.url)
    if page.locator("details.menu > summary").is_visible():
        page.click("details.menu > summary")
    page.locator("header :is(.reading-link, .menu-panel a[href*=reading]):visible").first.click()
    expect(page.get_by_label("Text size")).to_be_focused()
    assert overflow(page) <= 0
    last = page.get_by_role("link", name="About these settings")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()


# --- The first paint ----------------------------------------------------------------------------

# Looks when the body begins, before anything can be painted, and in each frame until the page is complete.
FRAMES = """
window.frames_seen = [];
const see = () => frames_seen.push(document.documentElement.dataset.theme + " " +
  getComputedStyle(document.documentElement).colorScheme);
new MutationObserver((changes, observer) => {
  if (!document.body) return;
  observer.disconnect();
  frames_seen.push(document.documentElement.dataset.theme + " dark");
}).observe(document, { childList: true, subtree: true });
(function look() {
  if (document.body) see();
  if (document.readyState !== "complete" || frames_seen.length < 3) requestAnimationFrame(look);
})();
"""


def test_every_frame_that_is_painted_has_the_theme_even_without_modules(open_page):
    page = open_page(scheme="light")
    page.goto(PAGE)
    page.evaluate("localStorage.setItem('reading', 'theme-dark')")
    # Nothing but the one classic script may be needed.
    page.route(lambda url: "/js/" in url and "reading-first" not in url, lambda route: route.abort())
    page.add_init_script(FRAMES)
    page.goto(OTHER)
    wait_until(page, "document.readyState === 'complete' && frames_seen.length >= 3")
    assert set(page.evaluate("frames_seen")) == {"dark dark"}
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == DARK


def test_a_strange_code_harms_nothing(page):
    page.goto(PAGE)
    for code in ("%", "theme-<b>", "text-130;x", "." * 5000, "xtext-130", "text-130x y"):
        page.evaluate("code => localStorage.setItem('reading', code)", code)
        page.goto(PAGE)
        assert attribute(page, "text") is None
        expect(open_panel(page).get_by_label("Text size")).to_be_visible()


# --- What is kept -------------------------------------------------------------------------------


def test_two_tabs_stay_in_step(open_context):
    context = open_context()
    one, two = context.new_page(), context.new_page()
    one.goto(PAGE)
    two.goto(SETTINGS)
    open_panel(one).get_by_label("Letter spacing").select_option("wide")
    expect(two.locator("html")).to_have_attribute("data-letters", "wide")
    expect(two.get_by_role("group", name="Letter spacing").get_by_label("More", exact=True)).to_be_checked()
    two.get_by_role("button", name="Put everything back").click()
    expect(one.locator("html")).not_to_have_attribute("data-letters", "wide")
    expect(one.get_by_label("Letter spacing")).to_have_value("")


def test_a_cookie_set_without_script_wins_once_and_moves_into_local_storage(open_page, live_server):
    page = open_page()
    page.goto(PAGE)
    page.evaluate("localStorage.setItem('reading', 'text-200')")
    page.context.add_cookies([{"name": "reading", "value": "theme-dark", "url": live_server.url}])
    page.goto(OTHER)
    assert (attribute(page, "theme"), attribute(page, "text")) == ("dark", None)
    wait_until(page, "localStorage.getItem('reading') === 'theme-dark'")
    assert page.context.cookies() == []
    open_panel(page).get_by_label("Colours").select_option("")
    page.goto(PAGE)
    assert attribute(page, "theme") is None


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } });"


@pytest.mark.parametrize("trouble", [FULL, OFF], ids=["full", "off"])
def test_without_storage_a_choice_holds_for_the_page_and_says_so(open_page, trouble):
    page = open_page()
    page.add_init_script(trouble)
    page.goto(PAGE)
    panel = open_panel(page)
    panel.get_by_label("Text size").select_option("160")
    assert attribute(page, "text") == "160"
    expect(panel.get_by_role("status")).to_contain_text("For this page only")
    assert page.context.cookies() == []


@pytest.mark.parametrize("trouble", [FULL, OFF], ids=["full", "off"])
def test_without_storage_a_reader_who_asked_for_the_cookie_keeps_it(open_page, live_server, trouble):
    page = open_page()
    page.add_init_script(trouble)
    page.context.add_cookies([{"name": "reading", "value": "text-130", "url": live_server.url}])
    page.goto(PAGE)
    panel = open_panel(page)
    expect(panel.get_by_label("Text size")).to_have_value("130")
    panel.get_by_label("Text size").select_option("160")
    page.goto(OTHER)
    assert attribute(page, "text") == "160"
    open_panel(page).get_by_role("button", name="Put everything back").click()
    assert page.context.cookies() == []


def test_exit_this_page_takes_the_settings_along(open_context, live_server):
    context = open_context()
    context.watch.allow_host("www.bom.gov.au")
    context.route("https://www.bom.gov.au/**", lambda route: route.fulfill(body="weather", content_type="text/html"))
    one, two = context.new_page(), context.new_page()
    one.goto(PAGE)
    open_panel(one).get_by_label("Text size").select_option("130")
    two.goto(OTHER)
    assert attribute(two, "text") == "130"
    context.add_cookies([{"name": "reading", "value": "text-130", "url": live_server.url}])
    one.get_by_role("link", name="Exit this page").click()
    one.wait_for_url("https://www.bom.gov.au/")
    expect(two.locator("html")).not_to_have_attribute("data-text", "130")
    assert stored(two) is None
    assert context.cookies() == []


# --- The page -----------------------------------------------------------------------------------


def test_on_the_page_each_change_holds_at_once_and_nothing_is_sent(page):
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{SETTINGS}?from={OTHER}")
    expect(page.get_by_role("button", name="Save my settings")).to_be_hidden()
    pick(page, "Colours", "High contrast")
    assert attribute(page, "theme") == "contrast"
    expect(page.locator("form .form-foot").get_by_role("status")).to_have_text("Colours: High contrast.")
    page.get_by_role("link", name="Back to what you were reading").click()
    assert attribute(page, "theme") == "contrast"
    assert page.url.endswith(OTHER)
    page.goto(SETTINGS)
    expect(page.get_by_role("group", name="Colours").get_by_label("High contrast")).to_be_checked()
    page.get_by_role("button", name="Put everything back").click()
    assert attribute(page, "theme") is None
    expect(page.get_by_role("group", name="Colours").get_by_label("Automatic")).to_be_checked()
    assert "POST" not in sent
    assert page.context.cookies() == []


def test_without_script_a_link_leads_to_the_form_and_the_cookie_is_set_only_by_saving(open_page):
    page = open_page(javascript=False)
    page.goto(f"{OTHER}?q=tea")
    page.locator(".reading-link").click()
    assert page.locator("#reading-panel").count() == 0
    assert page.context.cookies() == []
    pick(page, "Text size", "Larger")
    assert page.context.cookies() == []
    page.get_by_role("button", name="Save my settings").click()
    expect(page.get_by_text("Your settings are saved")).to_be_visible()
    assert [(cookie["name"], cookie["value"]) for cookie in page.context.cookies()] == [("reading", "text-130")]
    page.get_by_role("link", name="Back to what you were reading").click()
    assert page.url.endswith(f"{OTHER}?q=tea")
    assert attribute(page, "text") == "130"
    assert page.locator("#reading-panel").is_hidden()
    page.goto(SETTINGS)
    page.get_by_role("button", name="Put everything back").click()
    assert page.context.cookies() == []
