"""Read aloud: what is read and in which order, by which voice, and that it stops when the reader leaves.

The voice is a fake that stands in for the browser's: ``speech.said`` notes what it was asked to say,
``speech.finish()`` ends what it says.
"""

import pytest
from playwright.sync_api import expect

from tests.pages.factories import StandardFactory, StoryFactory, TermFactory

pytestmark = pytest.mark.django_db

SPEECH = """
class FakeUtterance { constructor(text) { this.text = text; this.rate = 1; } }
window.speech = {
  said: [], cancelled: 0, current: null, silent: false,
  voices: [
    { name: "Far Away", lang: "en-AU", localService: false },
    { name: "Paris", lang: "fr-FR", localService: true },
    { name: "London", lang: "en_GB", localService: true },
    { name: "Sydney", lang: "en-AU", localService: true },
  ],
  getVoices() { return this.voices; },
  speak(utterance) {
    this.said.push({ text: utterance.text, rate: utterance.rate, lang: utterance.lang, voice: utterance.voice?.name });
    this.current = utterance;
    if (!this.silent) utterance.onstart?.();
  },
  cancel() {
    const current = this.current;
    this.current = null;
    this.cancelled += 1;
    sessionStorage.setItem("silent", "yes");
    if (current) setTimeout(() => current.onerror?.({ error: "interrupted" }));
  },
  finish() { const current = this.current; this.current = null; current.onend?.(); },
};
Object.defineProperty(window, "speechSynthesis", { value: window.speech });
window.SpeechSynthesisUtterance = FakeUtterance;
"""


@pytest.fixture
def address(live_server):
    """A page with a title, a lead, sentences, a list, something folded, and what nobody wants to hear."""
    body = [
        ("heading", {"level": "h2", "text": "The first time"}),
        ("text", "<p>It was a <b>Tuesday</b>. Nobody was in a hurry.</p><ul><li>Tea</li><li>Cake</li></ul>"),
        ("expanders", {"items": [{"heading": "More", "body": "<p>Folded away.</p>"}]}),
        ("text", f"<p>{'and then we talked, ' * 40}</p>"),
        ("references", {"title": "Sources", "references": [{"key": "mead", "text": "Mead 2001"}]}),
    ]
    return StandardFactory(title="A chair by the door", teaser="What it is like.", body=body, show_contents=True).url


@pytest.fixture
def listening(open_page, address):
    """That page, with a voice."""
    page = open_page()
    page.add_init_script(SPEECH)
    page.goto(address)
    return page


def said(page):
    return page.evaluate("speech.said.map(({ text }) => text)")


def finish(page, times=1):
    for _ in range(times):
        page.evaluate("speech.finish()")


def press(page, name):
    page.get_by_role("group", name="Read aloud").get_by_role("button", name=name).click()


def test_it_reads_title_lead_and_text_in_order_and_says_when_it_is_at_the_end(listening):
    press(listening, "Listen to this page")
    while listening.evaluate("!!speech.current"):
        finish(listening)
    heard = said(listening)
    assert heard[:7] == [
        "A chair by the door", "What it is like.", "The first time", "It was a Tuesday.", "Nobody was in a hurry.",
        "Tea", "Cake",
    ]  # fmt: skip
    assert heard[7:9] == ["More", "Folded away."]
    # Breadcrumbs, contents, sources, sharing.
    assert not {"Home", "On this page", "Sources", "Mead 2001", "Copy the link", "Print"} & set(heard)
    assert heard[-1].endswith("talked,")
    status = listening.get_by_role("group", name="Read aloud").get_by_role("status")
    expect(status).to_have_text("That is the end of the page.")


def test_nothing_long_is_said_at_once_and_nothing_is_left_out(listening):
    press(listening, "Listen to this page")
    while listening.evaluate("!!speech.current"):
        finish(listening)
    assert max(map(len, said(listening))) <= 220
    assert " ".join(said(listening)).count("and then we talked") == 40


def test_the_notes_before_a_story_are_read_and_their_links_are_not(open_page):
    story = StoryFactory(body=[("text", "<p>It was a Tuesday.</p>")])
    story.content_notes.add(TermFactory(taxonomy_slug="content-notes", name="talks about a hospital stay"))
    story.save()
    page = open_page()
    page.add_init_script(SPEECH)
    page.goto(story.url)
    press(page, "Listen to this page")
    while page.evaluate("!!speech.current"):
        finish(page)
    heard = said(page)
    assert heard.index("Before you read") < heard.index("It was a Tuesday.")
    assert not {"Go on to the story", "Choose another"} & set(heard)


def test_the_voice_is_australian_and_of_this_device(listening):
    press(listening, "Listen to this page")
    assert listening.evaluate("speech.said[0]") | {"text": ""} == {
        "text": "", "rate": 1, "lang": "en-AU", "voice": "Sydney",
    }  # fmt: skip


def test_another_english_voice_of_this_device_will_do(listening):
    listening.evaluate("speech.voices.pop()")
    press(listening, "Listen to this page")
    assert listening.evaluate("speech.said[0].voice") == "London"


def test_a_voice_that_sends_the_text_away_is_not_used(listening):
    listening.evaluate("speech.voices.length = 1")
    press(listening, "Listen to this page")
    assert said(listening) == []
    status = listening.get_by_role("group", name="Read aloud").get_by_role("status")
    expect(status).to_have_text("This device has no English voice of its own.")
    expect(listening.get_by_role("button", name="Listen to this page")).to_be_focused()


def test_a_device_that_names_no_voice_is_asked_all_the_same(listening):
    listening.evaluate("speech.voices.length = 0")
    press(listening, "Listen to this page")
    assert listening.evaluate("speech.said[0].lang") == "en-AU"


def test_a_device_that_never_answers_is_given_up(open_page, address):
    page = open_page()
    page.clock.install()
    page.add_init_script(SPEECH)
    page.goto(address)
    page.evaluate("speech.silent = true")
    press(page, "Listen to this page")
    page.clock.fast_forward(9000)
    expect(page.get_by_role("group", name="Read aloud").get_by_role("status")).to_have_text(
        "No voice answers on this device."
    )
    expect(page.get_by_role("button", name="Listen to this page")).to_be_visible()


def test_pausing_and_going_on_by_keyboard_begins_the_sentence_again(listening):
    button = listening.get_by_role("group", name="Read aloud").get_by_role("button").first
    status = listening.get_by_role("group", name="Read aloud").get_by_role("status")
    button.focus()
    listening.keyboard.press("Enter")
    expect(button).to_have_text("Pause")
    expect(status).to_have_text("")  # nothing is announced over the voice
    finish(listening)
    listening.keyboard.press("Space")
    expect(button).to_have_text("Keep reading")
    expect(status).to_have_text("Paused.")
    assert listening.evaluate("speech.current") is None
    listening.keyboard.press("Enter")
    expect(button).to_be_focused()
    expect(status).to_have_text("")
    assert said(listening) == ["A chair by the door", "What it is like.", "What it is like."]


def test_stop_begins_anew_and_keeps_the_focus_near(listening):
    press(listening, "Listen to this page")
    finish(listening, 3)
    stop = listening.get_by_role("button", name="Stop")
    stop.focus()
    listening.keyboard.press("Enter")
    expect(stop).to_be_hidden()
    expect(listening.get_by_role("button", name="Listen to this page")).to_be_focused()
    press(listening, "Listen to this page")
    assert said(listening)[-1] == "A chair by the door"


def test_another_speed_holds_at_once_and_on_the_next_page(listening, address):
    press(listening, "Listen to this page")
    finish(listening)
    listening.get_by_label("Speed").select_option(label="Slow")
    assert listening.evaluate("speech.said.map(({ rate }) => rate)") == [1, 1, 0.85]
    assert said(listening)[-1] == "What it is like."
    listening.goto(address)
    press(listening, "Listen to this page")
    assert listening.evaluate("speech.said[0].rate") == 0.85


def test_the_sentence_that_is_read_is_lit_and_the_page_is_not_changed(listening):
    before = listening.locator("main .prose").inner_html()
    press(listening, "Listen to this page")
    finish(listening, 3)
    lit = "[...CSS.highlights.get('read-aloud')].map(String).join('').trim()"
    assert listening.evaluate(lit) == "It was a Tuesday."
    finish(listening)
    assert listening.evaluate(lit) == "Nobody was in a hurry."
    assert listening.locator("main .prose").inner_html() == before
    press(listening, "Stop")
    assert listening.evaluate(lit) == ""


def test_it_stays_in_sight_while_it_reads(open_page, address):
    page = open_page(width=360, height=600)
    page.add_init_script(SPEECH)
    page.goto(address)
    press(page, "Listen to this page")
    page.locator("main .prose p").last.scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Pause")).to_be_in_viewport()


def test_leaving_the_page_stops_the_voice(listening):
    press(listening, "Listen to this page")
    listening.evaluate("sessionStorage.removeItem('silent')")
    listening.goto("/get-help-now/")
    assert listening.evaluate("sessionStorage.getItem('silent')") == "yes"


def test_coming_back_finds_it_silent(listening):
    press(listening, "Listen to this page")
    listening.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(listening.get_by_role("button", name="Listen to this page")).to_be_visible()
    assert listening.evaluate("speech.current") is None


def test_exit_this_page_stops_the_voice_in_every_tab(open_context, address):
    context = open_context()
    context.add_init_script(SPEECH)
    context.watch.allow_host("www.bom.gov.au")
    context.route("https://www.bom.gov.au/**", lambda route: route.fulfill(body="weather", content_type="text/html"))
    one, two = context.new_page(), context.new_page()
    for page in (one, two):
        page.goto(address)
        press(page, "Listen to this page")
    two.evaluate("localStorage.setItem('something', 'kept')")
    one.get_by_role("link", name="Exit this page").click()
    one.wait_for_url("https://www.bom.gov.au/")
    expect(two.get_by_role("button", name="Listen to this page")).to_be_visible()
    assert two.evaluate("speech.current") is None


def test_it_is_hidden_where_the_browser_has_no_voice_and_without_script(open_page, address):
    page = open_page()
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    page.goto(address)
    expect(page.get_by_role("button", name="Listen to this page")).to_be_hidden()
    page = open_page(javascript=False)
    page.goto(address)
    expect(page.get_by_role("button", name="Listen to this page")).to_be_hidden()


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1280, "light")])
def test_it_keeps_the_accessibility_rules_while_it_reads(open_page, axe, address, width, theme):
    page = open_page(width=width)
    page.add_init_script(f"localStorage.setItem('reading', 'theme-{theme}')")
    page.add_init_script(SPEECH)
    page.goto(address)
    press(page, "Listen to this page")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_moves_nothing_while_the_page_loads(open_page, address):
    page = open_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { moved += entry.value }))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("moved") == 0
