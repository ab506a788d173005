"""The panel *Checks* in the real editor: each check appears for a page that needs it, and goes when it is mended."""

import pytest
from playwright.sync_api import expect

from cms.core.writing import checks
from home.models import HelpLine
from tests.pages import factories
from tests.writing.making import files, heading, make_document, make_image, page_of, pdf, picture, text

from .harness import problems_in_both_themes

pytestmark = pytest.mark.sqlite_only

HARD = (
    "Organisational implementation considerations necessitate comprehensive interdisciplinary collaboration, particularly "
    "regarding professional supervision arrangements, confidentiality obligations and operational accountability. "
)
PLAIN = "You can come as you are. Tea is on the table. Nobody has to talk. "


def open_checks(page, thing):
    """Open the panel for the page ``thing`` and wait until the checks have run; return the panel."""
    page.goto(f"/admin/pages/{thing.pk}/edit/")
    page.locator("[data-side-panel-toggle=checks]").click()
    panel = page.locator("[data-side-panel=checks]")
    expect(panel.locator("[data-content-word-count]")).not_to_have_text("-")
    return panel


def test_each_check_appears_with_what_to_do_and_where(signed_in, media_folder):
    image = make_image()
    image.shows_words = True
    image.save()
    bad = page_of(
        text(HARD * 4),
        text(
            'The NDIA pays a junkie. <a href="https://example.org/">Click here</a> or <a href="https://example.org/">https://example.org/</a>.'
        ),
        text("<p><b>In bold</b></p>"),
        heading("Too small", "h3"),
        heading(""),
        picture(image),
        picture(make_image(name="other.png"), "IMG_2041"),
        files(make_document(pdf())),
        files(),
        heading("And then?"),
        factory=factories.NewsFactory,
    )
    type(bad).objects.filter(pk=bad.pk).update(teaser="", search_description="")
    page = signed_in(None)
    panel = open_checks(page, bad)
    said = panel.locator("[data-content-checker-name]")
    wanted = {check.name for check in checks.CHECKS if check not in (checks.CAREFUL_WORDS, checks.READING_LEVEL)}
    expect(said.filter(has_text="Aim for year 7")).to_have_count(1)
    names = set(said.all_text_contents())
    assert wanted - names == set()
    assert "Words to think about: alcohol and other drugs" in names
    rows = panel.locator("[data-content-checker-row]")
    row = rows.filter(has_text="A link does not say where it leads")
    expect(row).to_contain_text("Here: “Click here”")
    expect(rows.filter(has_text="A short form is not explained")).to_contain_text("Here: “NDIA”")
    # No selectors of a style sheet, and no rule without words of ours.
    assert "[data-check" not in panel.inner_text()
    expect(page.locator("[data-side-panel-toggle=checks] [data-side-panel-toggle-counter]")).to_have_text(
        str(rows.count())
    )
    assert problems_in_both_themes(page, "[data-side-panel=checks]", ("region",)) == []


def test_a_good_page_has_nothing_to_look_at_and_says_its_words_and_readability(signed_in, media_folder):
    good = page_of(
        text(PLAIN * 8),
        heading("What happens"),
        text(PLAIN),
        picture(make_image(), "Two people on a bench."),
        ("help_block", {"title": "If you need to talk", "intro": ""}),
    )
    # What the site adds by itself is nothing for an editor to mend.
    HelpLine.objects.create(name="Lifeline", number="13 11 14")
    page = signed_in("Editors")
    panel = open_checks(page, good)
    expect(panel.locator("[data-content-readability-score]")).to_have_text("Good")
    assert int(panel.locator("[data-content-word-count]").inner_text()) > 60
    expect(panel.locator("[data-content-checker-count]")).to_have_text("0")
    expect(panel.locator("[data-content-checker-row]")).to_have_count(0)


def test_a_finding_goes_while_the_editor_writes(signed_in):
    page = signed_in("Editors")
    thing = page_of()
    type(thing).objects.filter(pk=thing.pk).update(teaser="", search_description="")
    panel = open_checks(page, thing)
    missing = panel.locator("[data-content-checker-name]", has_text="The teaser is missing")
    expect(missing).to_have_count(1)
    # Wagtail begins to watch the form a moment after it came: so write until it does.
    for number in range(20):
        page.locator("#id_teaser").fill(f"What a reader finds here, {number}.")
        try:
            expect(missing).to_have_count(0, timeout=2000)
        except AssertionError:
            continue
        break
    expect(missing).to_have_count(0)
