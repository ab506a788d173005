"""Each rule sees what it is there to see: otherwise it would prove nothing of the pages."""

import pytest

from ..harness import wait_until
from . import checks

PAGE = """<!doctype html><html lang=en><meta name=viewport content="width=device-width"><title>A page</title>
<style>
  body {{ font: 16px/1.5 sans-serif; margin: 8px }} main {{ min-height: 120vh }}
  a, button, summary {{ display: inline-block; min-height: 44px; min-width: 44px }}
  p a {{ display: inline }} .skip-link {{ display: block }} :focus-visible {{ outline: 3px solid }}
  {style}
</style>
<header><nav><a class=skip-link href="#main">Skip</a></nav></header>
<main id=main><h1>A page</h1>{html}</main></html>"""
WORDS = "words and words and words and words and words and words and words and words"
# What a rule must see: the rule, styles and HTML that break it, and a part of the line that says so.
BROKEN = {
    "too wide": (checks.runs_off, "#x { width: 900px }", "<div id=x>words</div>", "<div#x>"),
    "a long word": (checks.runs_off, "", f"<p id=x>{'w' * 200}</p>", "<p#x>"),
    "cut off below": (checks.clipped, "#x { height: 20px; overflow: hidden }", f"<p id=x>{WORDS}</p>", "hides part of"),
    "cut off with dots": (
        checks.clipped, "#x { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }", f"<p id=x>{WORDS}</p>", "hides part of",
    ),
    "over the left edge": (checks.clipped, "#x { margin-left: -50px }", "<p id=x>words</p>", "over the edge"),
    "cut off when spaced out": (
        checks.layout_spaced_out, "#x { height: 24px; width: 200px; overflow: hidden }", "<p id=x>words that just about fit</p>", "with text spaced out",
    ),
    "cut off at double size": (
        checks.layout_of_double_text, "html, body { font-size: 100% } #x { font-size: 1rem; height: 24px; overflow: hidden }", "<p id=x>words</p>", "with double text",
    ),
    "too wide at 400 %": (checks.layout_at_400_percent, "#x { min-width: 350px }", "<div id=x>words</div>", "at 400 %"),
    "a bar that stays": (
        checks.layout_at_400_percent, "#x { position: sticky; top: 0; height: 100px }", "<div id=x>words</div>", "<div#x> “words” takes 100 of 256px",
    ),
    "words outside a button": (
        checks.spilling, "#x { width: 60px; white-space: nowrap; padding: 0 }", "<button id=x>a rather long label</button>", "<button#x>",
    ),
    "words over words": (checks.overlapping, "#x { margin-top: -40px; margin-bottom: 0 }", "<p>some words</p><p id=x>other words</p>", "<p#x>"),
    "a small button": (checks.small_targets, "#x { min-height: 30px; padding: 0 }", "<button id=x>Go</button>", "not 44 high"),
    "small links side by side": (
        checks.small_targets, "li a { min-height: 0; min-width: 0; line-height: 18px }", "<ul><li><a href='#a'>one</a></li><li><a href='#b'>two</a></li></ul>".replace("<li>", "<li style='line-height:18px'>"), "not 24 × 24",
    ),
    "a small box to tick": (checks.small_targets, "", "<input type=checkbox id=x aria-label=x>", "<input#x>"),
    "a focus under a bar": (
        checks.walk_by_keyboard, "#bar { position: fixed; inset: 0 0 auto; height: 300px; background: #fff }", "<div id=bar></div><a href='#x' id=x>words</a>", "<a#x> “words” is covered",
    ),
    "a focus outside the screen": (
        checks.walk_by_keyboard, "#x { position: fixed; top: -100px }", "<a href='#x' id=x>words</a>", "<a#x> “words” is outside the screen",
    ),
    "a focus without a ring": (checks.walk_by_keyboard, "#x { outline: none }", "<a href='#x' id=x>words</a>", "<a#x> “words” shows no ring"),
    "a first stop that skips nothing": (
        checks.walk_by_keyboard, ".skip-link { display: none }", "<a href='#x' id=x>words</a>", "the first stop is <a#x>",
    ),
    "an order of its own": (
        checks.walk_by_keyboard, "", "<a href='#a' id=a>a</a> <a href='#b' id=b tabindex=1>b</a>", "has a place of its own in the order",
    ),
    "a drawing that fills the page": (checks.reads_without_styles, "svg { width: 900px }", "<svg viewBox='0 0 1 1'></svg>", "a drawing"),
    "no alternative text": (checks.accessible, "", "<img src='data:,'>", "image-alt"),
    "no alternative text inside": (checks.accessible_inside, "", "<img src='data:,'>", "image-alt"),
    "pale words in a fold inside": (
        checks.accessible_inside, "#x { color: #eee; background: #fff }", "<details><summary>More</summary><p id=x>words</p></details>", "unfolded: color-contrast",
    ),
    "pale words in one theme": (
        checks.accessible, "[data-theme=dark] #x { color: #eee; background: #fff }", "<p id=x>words</p>", "dark: color-contrast",
    ),
    "pale words in a fold": (
        checks.accessible, "#x { color: #eee; background: #fff }", "<details><summary>More</summary><p id=x>words</p></details>", "unfolded: color-contrast",
    ),
}  # fmt: skip


@pytest.fixture
def shown(browser):
    """Show HTML with styles; return the page."""
    contexts = []

    def show(style, html):
        contexts.append(browser.new_context(viewport={"width": 390, "height": 640}))
        checks.note_shifts(contexts[-1])
        page = contexts[-1].new_page()
        page.route(
            "http://127.0.0.1/made-up/",
            lambda route: route.fulfill(body=PAGE.format(style=style, html=html), content_type="text/html"),
        )
        page.goto("http://127.0.0.1/made-up/")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_seen(shown, name):
    check, style, html, expected = BROKEN[name]
    found = check(shown(style, html))
    assert any(expected in line for line in found), found


def test_a_page_where_all_is_well_gives_no_line(shown):
    page = shown(
        "",
        f"<p>{WORDS} <a href='#x'>a link</a> {WORDS}</p><p><button>Go</button></p><details><summary>More</summary><p>words</p></details>",
    )
    assert checks.shifts(page) == []
    assert checks.layout(page) + checks.layout_spaced_out(page) + checks.layout_of_double_text(page) == []
    assert checks.layout_at_400_percent(page) + checks.small_targets_unfolded(page) + checks.accessible(page) == []
    assert checks.walk_by_keyboard(page) + checks.stored(page) == []


def test_what_is_kept_is_seen(shown):
    page = shown("", "")
    page.evaluate("localStorage.setItem('a', 1); sessionStorage.setItem('b', 1); document.cookie = 'c=1'")
    assert checks.stored(page) == ["cookie c", "local storage: a", "session storage: b"]


def test_what_moves_is_seen(shown):
    page = shown("#late { height: 200px }", "<div id=early></div><p>words</p>")
    page.evaluate(
        """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
          document.querySelector("#early").id = "late";
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
        })))"""
    )
    wait_until(page, "window.shiftsSeen.length")
    assert "<p" in checks.shifts(page)[0]
