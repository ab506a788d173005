"""Pages without what may be missing: scripts, style sheets, pictures."""

import re

from . import checks


def test_every_kind_of_page_says_the_same_without_javascript(atlas, visit):
    with_scripts, without = visit(), visit(java_script_enabled=False)
    problems = []
    for place in atlas.one_of_each:
        expected = words_in(with_scripts.go(place).locator("main"))
        found = words_in(without.go(place).locator("main"))
        problems += [f"{place.name} ({place.address}): only with scripts: {word!r}" for word in expected - found]
    assert problems == []


def words_in(part):
    # Where scripts run, what stands in noscript is text with its tags.
    return set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", part.text_content())))


def test_every_form_takes_what_is_sent_without_javascript(atlas, visit):
    reader = visit(390, 844, java_script_enabled=False)
    problems = []
    for place in atlas.one_of_each + [place for place in atlas.states if "empty" in place.name]:
        page = reader.go(place)
        for number in range(page.locator("main form").count()):
            form = reader.go(place).locator("main form").nth(number)
            with page.expect_navigation() as arriving:
                form.locator("button[type=submit]:not([aria-hidden]), button:not([type])").first.click()
            response = arriving.value
            if response.status not in {200, 400} or not page.locator("main h1").is_visible():
                problems.append(f"{place.name} ({place.address}), form {number + 1}: {response.status} {page.url}")
    assert problems == []


def test_every_kind_of_page_reads_without_style_sheets(atlas, visit):
    reader = visit(390, 844)
    reader.context.route(re.compile(r"\.css$"), lambda route: route.abort())
    assert reader.walk(atlas.one_of_each, checks.reads_without_styles, out_of_order) == []


def out_of_order(page):
    """Return what does not come where a reader meets it who gets words only: a way out first, the footer last."""
    stops = [".skip-link", "[data-exit]", ".tab-help", "main h1", "main .lead", ".help", ".site-footer"]
    return checks.ask(
        page,
        """
        const found = given[0].map((stop) => document.querySelector(stop)).filter(Boolean);
        return found.slice(1).filter((e, n) => !(found[n].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
          && !found[n].contains(e)).map((e) => `${name(e)} comes too early`);
        """,
        stops,
    )


def test_every_kind_of_page_stands_without_pictures(atlas, visit):
    reader = visit(390, 844)
    reader.context.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_()
    )
    assert reader.walk(atlas.one_of_each, checks.layout, without_words) == []


def without_words(page):
    """Return pictures that say something and whose words have no room where the picture did not arrive."""
    return checks.ask(
        page,
        """
        const said = [...document.querySelectorAll("main img[alt]:not([alt=''])")].filter(isShown);
        return said.filter((e) => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 60)
          .map((e) => `${name(e)} has no room for “${e.alt}”`);
        """,
    )
