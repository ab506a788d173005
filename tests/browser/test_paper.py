"""What people hand out: pages on A4, printed by the browser without script."""

import pytest
from django.utils import timezone

from cms.core.models import SiteSettings
from home.models import HelpLine
from tests.directory.factories import make_service
from tests.pages import factories

from .paper import words_of

MENU = ["Exitthispage", "Needhelpnow", "Skiptomain", "Menu", "Allhelplines"]


@pytest.fixture
def help_numbers(transactional_db):
    """The numbers that stand on every page. The site is born with the first."""
    for name, number in [("Lifeline", "13 11 14"), ("13YARN", "13 92 76")]:
        HelpLine.objects.create(name=name, number=number, who_for="Anyone", shows_in_slim=True, always_open=True)
    HelpLine.objects.create(name="TIS", number="131 450", who_for="Anyone", is_interpreter=True, always_open=True)
    return ["000", "131114", "139276", "131450"]


@pytest.fixture
def print_out(open_page):
    """Print the page at an address; returns the words of each sheet, without spaces."""

    def print_it(address, **options):
        page = open_page(javascript=False, **options)
        page.goto(address)
        return words_of(page.pdf(prefer_css_page_size=True))

    return print_it


def body(*blocks):
    return [{"type": kind, "value": value} for kind, value in blocks]


@pytest.mark.parametrize("options", [{}, {"scheme": "dark"}])
def test_a_page_prints_its_words_links_folds_and_help_but_nothing_to_press(print_out, help_numbers, options):
    story = factories.StoryFactory(
        title="A seat near the door",
        short_form="I drank the tea and went home.",
        body=body(("text", '<p>I read <a href="https://example.org/leaflet">a leaflet</a> first.</p>')),
    )
    sheets = print_out(story.url, **options)
    words = "".join(sheets)
    assert len(sheets) <= 2
    assert "Aseatnearthedoor" in words
    assert "Idrankthetea" in words  # folded on the screen
    assert "aleaflet(https://example.org/leaflet)" in words
    for number in help_numbers:
        assert number in words, number
    assert words.count("131114") == 1
    for word in MENU:
        assert word not in words, word


def test_what_a_reader_folded_opens_for_paper_and_folds_again(open_page):
    page = open_page()
    page.goto("/directory/")
    fold = page.locator("main details.filter-fold")
    folded = "!document.querySelector('main details.filter-fold').open"
    assert fold.get_attribute("open") is None
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.evaluate(folded)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded)
    # What stood open before stays so.
    fold.evaluate("fold => { fold.open = true; }")
    page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate(folded)


def test_the_last_sheet_says_where_the_page_is_and_how_old_it_is(print_out, help_numbers):
    story = factories.StoryFactory()
    last = print_out(story.url)[-1]
    assert story.url in last
    assert f"{timezone.localdate():%Y}" in last


def test_a_short_service_fits_on_one_sheet(print_out, help_numbers):
    service = make_service(name="Tuesday tea", summary="A table and a pot of tea.")
    sheets = print_out(service.get_absolute_url())
    assert len(sheets) == 1
    assert "Tuesdaytea" in sheets[0]
    for number in help_numbers:
        assert number in sheets[0]


def test_all_help_lines_fit_on_two_sides_and_begin_on_the_first(print_out, help_numbers):
    for number in range(12):
        about = {
            "who_for": "Anyone who wants to talk to somebody who has been there",
            "website": "https://example.org/",
        }
        HelpLine.objects.create(name=f"Line {number}", number=f"1800 000 0{number:02}", hours_text="Any hour", **about)
    sheets = print_out("/get-help-now/")
    assert len(sheets) <= 2
    assert "000" in sheets[0]
    assert "131114" in sheets[0]
    assert "1800000011" in "".join(sheets)


def test_what_can_only_be_pressed_is_not_on_paper(print_out, help_numbers):
    text = '<p>One thing is known.[^one] See <a href="/directory/?term=calm">groups</a>.</p>'
    sheet = factories.FactSheetFactory(
        body=body(("text", text)), references=body(("source", {"key": "one", "text": "A. Writer (2024)."}))
    )
    words = "".join(print_out(sheet.url))
    assert "A.Writer" in words
    assert "Backtothetext" not in words
    assert "?term=" not in words


def test_the_name_of_the_site_stands_first(print_out, help_numbers):
    name = "".join(SiteSettings.load().site_name.split())
    assert print_out(factories.StoryFactory().url)[0].startswith(name)


def test_a_reader_of_large_letters_gets_large_print(open_page):
    page = open_page()
    page.goto("/search/")
    page.emulate_media(media="print")
    usual = page.evaluate("getComputedStyle(document.body).fontSize")
    page.evaluate("document.documentElement.setAttribute('data-text', '160')")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 1.4 * float(usual.removesuffix("px"))


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_paper_is_black_on_white_in_every_theme(open_page, theme):
    page = open_page()
    page.goto("/get-help-now/")
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    page.emulate_media(media="print")
    for selector in ("body", "main", ".site-footer"):
        seen = page.locator(selector).evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
        assert seen[0] == "rgb(0, 0, 0)", selector
        assert seen[1] in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}, selector
