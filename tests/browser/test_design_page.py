"""The page that shows every part, in every theme: one look at it is a look at the whole site's parts."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

BOXES = ".card, .help, .notice, .key-facts, .tile, .deep, .next-time, .contents, .series-part, .partner-mark, .finder"
PRESSED = ".btn:not(.btn-text), .tab, .tag-remove, .input"
# Elements that have no edge all round, or one that is not to be seen.
WITHOUT_EDGE = """boxes => boxes.filter(box => {
  const style = getComputedStyle(box);
  return box.offsetParent && (parseFloat(style.borderBottomWidth) < 1 || style.borderBottomStyle === "none"
    || /, 0\\)$/.test(style.borderBottomColor) || style.borderBottomColor === style.backgroundColor);
}).map(box => box.outerHTML.slice(0, 80))"""


def without_edge(page, selector):
    return page.locator(selector).evaluate_all(WITHOUT_EDGE)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_part_keeps_the_accessibility_rules_in_every_theme(signed_in, axe, theme):
    page = signed_in("Editors", width=320)
    page.goto(f"/design/?theme={theme}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)


def test_every_part_fits_a_phone_at_twice_the_text(signed_in):
    page = signed_in("Editors", width=320)
    page.goto("/design/?text=200")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_in_high_contrast_every_box_has_an_edge(signed_in):
    page = signed_in("Editors")
    page.goto("/design/?theme=contrast")
    assert page.locator(BOXES).count() > 10
    assert without_edge(page, BOXES) == []


def test_a_device_that_asks_for_more_contrast_gets_edges_too(signed_in):
    page = signed_in("Editors", contrast="more")
    page.goto("/design/")
    assert without_edge(page, BOXES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_every_box_and_all_that_is_pressed_has_an_edge(signed_in, scheme):
    page = signed_in("Editors", forced_colors="active", scheme=scheme)
    page.goto("/design/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert without_edge(page, f"{BOXES}, {PRESSED}") == []


def test_in_forced_colours_the_overlap_is_lit_and_the_other_forms_are_outlines(signed_in):
    page = signed_in("Editors", forced_colors="active")
    page.goto("/design/")
    fill = "e => getComputedStyle(e).fill"
    assert page.locator(".companions .fo").first.evaluate(fill) != page.locator(".companions .f1").first.evaluate(fill)
    assert page.locator(".companions .f1").first.evaluate("e => getComputedStyle(e).stroke") != "none"
