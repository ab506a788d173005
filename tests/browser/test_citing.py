"""Taking a citation along: by the clipboard, with its italics; by hand where there is no clipboard; without script."""

from playwright.sync_api import expect

from pages.models import ResearchIndexPage
from tests.pages.factories import ResearchFactory, index

PAPER = {"paper_title": "On tea & hope", "journal": "A Journal", "volume": "1", "pages": "3–9"}
APA = "Nguyen, A., Okafor, B., & Papas, C. (2020). On tea & hope. A Journal, 1, 3–9."


def test_a_citation_is_copied_as_words_and_with_its_italics(live_server, open_context):
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(ResearchFactory(**PAPER).url)
    part = page.locator("[data-citation]").first
    part.get_by_role("button", name="Copy citation").press("Enter")
    expect(part.get_by_role("status")).to_have_text("Citation copied.")
    assert page.evaluate("navigator.clipboard.readText()") == APA
    html = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((it) => it.text())"
    )
    assert "<cite>A Journal</cite>" in html
    # No clipboard: the words are selected, to be copied by hand.
    page.evaluate(
        "() => { navigator.clipboard.write = navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
    )
    part.get_by_role("button", name="Copy citation").press("Enter")
    expect(part.get_by_role("status")).to_have_text("The citation is selected. Copy it from there.")
    assert page.evaluate("String(getSelection())").strip() == APA


def test_papers_are_picked_and_cited_without_script(live_server, open_page):
    for title in ("One", "Two", "Three"):
        ResearchFactory(title=title, **PAPER)
    page = open_page(javascript=False)
    page.goto(index(ResearchIndexPage).url)
    for title in ("One", "Three"):
        page.get_by_label(f"Pick to cite: {title}").press("Space")
    page.get_by_role("button", name="Cite what I picked").click()
    expect(page.get_by_role("heading", name="2 citations in APA 7 style")).to_be_visible()
    expect(page.get_by_role("button", name="Copy all of them")).to_have_count(0)
    page.get_by_role("link", name="Vancouver").click()
    expect(page.get_by_role("heading", name="2 citations in Vancouver style")).to_be_visible()
