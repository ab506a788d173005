"""What stands on every page: header, menus, text sizes, themes. The pages' own content is tested elsewhere."""

import pytest
from playwright.sync_api import expect

PAGES = ["/", "/directory/", "/directory/add/", "/search/", "/get-help-now/", "/reading-settings/"]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_off_the_side_at_any_text_size(open_page, width):
    page = open_page(width=width)
    for address in PAGES:
        page.goto(address)
        for size in ("130", "160", "200"):
            page.evaluate("size => document.documentElement.setAttribute('data-text', size)", size)
            assert overflow(page) <= 0, (address, size)


def test_a_large_text_gets_the_layout_of_a_phone(open_page):
    page = open_page(width=1280)
    page.goto("/search/")
    assert page.locator(".nav-wide").is_visible()
    page.evaluate("document.documentElement.setAttribute('data-text', '200')")
    assert not page.locator(".nav-wide").is_visible()
    assert page.locator("details.menu > summary").is_visible()


def test_the_skip_link_comes_first_and_exit_second(page):
    page.goto("/search/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-exit')")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page):
    page.goto("/directory/add/")
    # The first press of each form may be answered with "faster than a person types": press once more.
    for _ in range(4):
        page.click("main form .buttons button >> nth=0")
        if page.locator(".error-summary a").count():
            break
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    # What has the focus is not the alert: screen readers would say it twice, or neither.
    assert summary.get_attribute("role") is None
    expect(summary.get_by_role("alert")).to_contain_text("There is a problem")
    link = page.locator(".error-summary a").first
    field = link.get_attribute("href").removeprefix("#")
    link.click()
    expect(page.locator(f"[id='{field}']")).to_be_focused()


def test_the_site_speaks_with_its_own_two_faces(page):
    page.goto("/search/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {name.strip('"') for name in loaded} == {"Young Serif", "Atkinson Hyperlegible Next"}


@pytest.mark.parametrize("name", ["young-serif", "atkinson-next"])
def test_names_with_long_vowels_are_in_the_sites_own_faces(page, name):
    page.goto("/search/")
    page.evaluate(
        """async (name) => {
          // The face by a name of its own: on a first page the stand-in may be drawn.
          document.fonts.add(await new FontFace("Measured", `url(/static/fonts/${name}.woff2)`).load());
          const heading = document.querySelector("h1");
          heading.textContent = "āēīōū ĀĒĪŌŪ";
          heading.style.fontFamily = "Measured";
        }""",
        name,
    )
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    heading = tools.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    faces = tools.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert all(face["isCustomFont"] for face in faces), faces
