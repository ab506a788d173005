"""Themes, chosen or asked for by the device, over every part of the look: the editors' page draws all of them."""

import pytest

from .harness import accessibility_problems, wait_until
from .served import checks

BOXES = ".card, .help, .notice, .key-facts, .tile, .deep, .contents, .series-part, .partner-mark, .chip, .featured"
PRESSED = ".btn:not(.btn-text), .tab, .tag-remove, .input"
# Boxes that have no edge all round, or one that is not to be seen.
WITHOUT_EDGE = """boxes => boxes.filter(box => {
  const style = getComputedStyle(box);
  return box.checkVisibility() && ["Top", "Right", "Bottom", "Left"].some((side) => {
    // A tab hangs from the edge of the screen; what lies on its ground is told apart by it.
    if (side === "Top" && box.matches(".tab")) return false;
    const color = style[`border${side}Color`];
    return parseFloat(style[`border${side}Width`]) < 1 || style[`border${side}Style`] === "none"
      || /^rgba.*, 0\\)$/.test(color) || color === style.backgroundColor;
  });
}).map(box => box.outerHTML.slice(0, 80))"""


def without_edge(page, selector):
    return page.locator(selector).evaluate_all(WITHOUT_EDGE)


def test_every_part_keeps_the_rules_in_every_theme_and_at_twice_the_text(signed_in):
    narrow, wide = signed_in("Editors", width=320), signed_in("Editors")
    narrow.goto("/design/")
    problems = checks.accessible(narrow) + checks.layout(narrow)
    narrow.goto("/design/?text=200")
    problems += [f"twice the text: {line}" for line in checks.layout(narrow)]
    # Colours are the same at every width.
    wide.goto("/design/")
    problems += [f"on a desk: {line}" for line in accessibility_problems(wide) + checks.layout(wide)]
    assert not problems, "\n".join(problems)


def test_the_page_of_parts_opens_at_its_top_in_the_theme_of_its_address(signed_in):
    page = signed_in("Editors")
    page.goto("/reading-settings/")
    page.evaluate("localStorage.setItem('reading', 'theme-dark')")
    page.goto("/design/?theme=contrast")
    wait_until(page, "document.querySelector('#reading-panel').hidden")
    assert page.evaluate("document.documentElement.dataset.theme") == "contrast"
    # It opens at its top, though it shows what takes the focus elsewhere.
    assert page.evaluate("scrollY") == 0
    page.goto("/stories/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize(
    ("address", "device"),
    [
        ("/design/?theme=contrast", {}),
        ("/design/", {"contrast": "more"}),
        ("/design/", {"contrast": "more", "scheme": "dark"}),
        ("/design/", {"forced_colors": "active"}),
        ("/design/", {"forced_colors": "active", "scheme": "dark"}),
    ],
    ids=["chosen", "more contrast", "more contrast, dark", "forced colours", "forced colours, dark"],
)  # fmt: skip
def test_where_fills_go_every_box_has_an_edge(signed_in, address, device):
    page = signed_in("Editors", **device)
    page.goto(address)
    asked = f"{BOXES}, {PRESSED}" if "forced_colors" in device else BOXES
    for kind in asked.split(", "):
        assert page.locator(kind).count(), f"{kind} is not on the page"
    assert without_edge(page, asked) == []
    if "forced_colors" in device:
        # The overlap is lit, the other forms are outlines.
        fill, stroke = "one => getComputedStyle(one).fill", "one => getComputedStyle(one).stroke"
        form, overlap = page.locator(".companions .f1").first, page.locator(".companions .fo").first
        assert overlap.evaluate(fill) != form.evaluate(fill)
        assert form.evaluate(stroke) != "none"


def test_in_forced_colours_a_marked_word_in_a_title_can_be_read(open_page):
    page = open_page(forced_colors="active", scheme="dark")
    page.goto("/search/?q=nothing-of-this-name")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML(
          "beforeend", "<div class='found'><h3><a href='#x'>A <mark>word</mark></a></h3></div>")"""
    )
    mark = page.locator(".found h3 mark")
    assert mark.evaluate("e => getComputedStyle(e).color !== getComputedStyle(e).backgroundColor")
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
