"""What every page that is read has: contents of a long one, sources with their ways back, files, when it was checked."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.anchors import TAKEN, TAKEN_STARTS, Anchors, anchor_for
from pages import models
from pages.bodies import headings_in
from tests.counting import settled_cost

from .factories import (
    EVERY_TYPE,
    CharterFactory,
    FactSheetFactory,
    ModuleFactory,
    OpportunityFactory,
    QuestionsFactory,
    ResearchFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
)

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only

CHARTER_NAMES = ["one-part", "another-part", "third-part"]


def heading(text, level="h2"):
    return ("heading", {"level": level, "text": text})


def body_of(*texts):
    return [heading(text) for text in texts]


def main_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def contents_of(html):
    """Return the ``(anchor, words)`` of the contents list; empty where there is none."""
    nav = re.search(r'<nav class="contents".*?</nav>', html, re.DOTALL)
    return re.findall(r'<a href="#([^"]+)"[^>]*>([^<]+)</a>', nav[0]) if nav else []


def ids_in(html):
    return re.findall(r'\sid="([^"]*)"', html)


# Anchors ------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=20), max_size=12))
def test_no_two_headings_share_an_address_and_none_takes_one_of_the_page(texts):
    anchors = Anchors(["mine"])
    given_out = [anchors.give(text) for text in texts]
    assert len(set(given_out)) == len(given_out)
    assert not set(given_out) & (TAKEN | {"mine"})
    assert all(anchor and not re.search(r"\s", anchor) and not anchor.startswith(TAKEN_STARTS) for anchor in given_out)


def test_the_address_of_a_heading_is_made_of_its_words_in_any_script():
    assert anchor_for("What is here?") == "what-is-here"
    assert anchor_for("第一次来") == "第一次来"
    assert anchor_for("!?") == "part"


def test_headings_without_an_address_or_set_apart_are_not_listed():
    html = '<h2 id="a">One <b>of</b>\n two</h2><h2>Box</h2><h2 id="b" data-unlisted>Box</h2><h3 id="c">Small</h3>'
    assert headings_in(html) == [("a", "One of two")]


# Contents -----------------------------------------------------------------------------------------

LONG = {
    "module": lambda texts: ModuleFactory(sections=body_of(*texts)),
    "fact sheet": lambda texts: FactSheetFactory(body=body_of(*texts)),
    "resource": lambda texts: ResourceFactory(body=body_of(*texts)),
    "opportunity": lambda texts: OpportunityFactory(body=body_of(*texts)),
    "standard": lambda texts: StandardFactory(body=body_of(*texts)),
    "questions": lambda texts: QuestionsFactory(
        groups=[
            ("group", {"audience": text, "questions": [{"question": "Is it free?", "answer": "<p>Yes.</p>"}]})
            for text in texts
        ]
    ),
    "charter": lambda texts: CharterFactory(
        sections=[
            ("section", {"anchor": anchor, "heading": text, "text": "<p>One.</p>"})
            for anchor, text in zip(CHARTER_NAMES, texts, strict=False)
        ]
    ),
}
long_kinds = pytest.mark.parametrize("kind", LONG)


@pytest.mark.django_db
@long_kinds
def test_a_page_with_three_headings_lists_them_before_its_text(client, kind):
    html = main_of(client, LONG[kind](["One part", "Another part", "Third part"]))
    entries = contents_of(html)
    assert [words for _anchor, words in entries] == ["One part", "Another part", "Third part"]
    assert html.index('class="contents"') < html.index(">One part</h2>")
    assert {anchor for anchor, _words in entries} <= set(ids_in(html))


@pytest.mark.django_db
@long_kinds
def test_a_page_with_two_headings_lists_none(client, kind):
    assert contents_of(main_of(client, LONG[kind](["One part", "Another part"]))) == []


@pytest.mark.django_db
def test_a_story_lists_none_since_it_is_read_in_its_order(client):
    assert contents_of(main_of(client, StoryFactory(body=body_of("One part", "Another part", "Third part")))) == []


@pytest.mark.django_db
def test_a_summary_of_research_lists_its_parts(client):
    page = ResearchFactory(question="Does it help?", limits="Much.", certainty="not_sure", certainty_reason="Small.")
    words = [words for _anchor, words in contents_of(main_of(client, page))]
    assert words == ["What was asked", "How sure can we be?", "What it cannot tell us", "Cite this study"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(LONG) - {"charter"}))
def test_no_id_stands_twice_however_headings_are_named(client, kind):
    html = client.get(
        LONG[kind](["The same", "The same", "Main", "References", "Ref tea", "Help"]).url
    ).content.decode()
    ids = ids_in(html)
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.django_db
def test_the_charter_s_body_takes_no_address_of_its_sections(client):
    section = ("section", {"anchor": "aim", "heading": "Aim", "text": "<p>One.</p>"})
    html = main_of(client, CharterFactory(sections=[section], body=body_of("Aim")))
    assert 'id="aim"' in html
    assert 'id="aim-2"' in html


@pytest.mark.django_db
def test_a_section_of_the_charter_cannot_take_an_address_of_the_page():
    section = ("section", {"anchor": "main", "heading": "Main", "text": "<p>One.</p>"})
    with pytest.raises(Exception, match="page itself uses"):
        CharterFactory(sections=[section])


@pytest.mark.django_db
def test_no_level_of_headings_is_left_out(client):
    body = [
        ("checklist", {"title": "First of all", "items": ["Sit"]}),
        heading("Small first", "h4"),
        heading("Smallest next", "h4"),
        ("checklist", {"title": "Later", "items": ["Sit"]}),
    ]
    html = main_of(client, StandardFactory(body=body))
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    # The last is "Share this page", below the text.
    assert levels == [1, 2, 2, 3, 3, 2]


@pytest.mark.django_db
def test_what_a_reader_ticks_in_a_checklist_is_sent_nowhere(client):
    body = [("checklist", {"title": "Bring", "items": ["A pen", "A friend"]})]
    html = main_of(client, StandardFactory(body=body))
    boxes = re.findall(r"<input[^>]*checkbox[^>]*>", html)
    assert len(boxes) == 2
    assert not any("name=" in box for box in boxes)
    assert "<form" not in html


# Sources ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_source_in_a_body_leads_back_to_each_place_that_names_it(client):
    references = [{"key": "tea", "text": "On tea.", "doi": "10.1234/t<ea"}, {"key": "chairs", "text": "On chairs."}]
    body = [
        ("text", "<p>As was found.[^tea]</p>"),
        ("references", {"title": "References", "references": references}),
        ("text", "<p>And again.[^tea]</p>"),
    ]
    html = main_of(client, StandardFactory(body=body))
    back = re.findall(r'<a class="reference-back" href="#([^"]+)">(.*?)</a>', html)
    assert [anchor for anchor, _words in back] == ["cite-tea", "cite-tea-2"]
    assert set(ids_in(html)) >= {"cite-tea", "cite-tea-2", "ref-tea", "ref-chairs"}
    assert [re.sub(r"<[^>]+>|↑", "", words).strip() for _anchor, words in back] == [
        "Back to the text that names source 1",
        "Back to where the text names source 1, place 2",
    ]
    assert 'href="https://doi.org/10.1234/t%3Cea"' in html


@pytest.mark.django_db
def test_a_story_may_name_its_sources_too(client):
    references = [{"key": "tea", "text": "On tea."}]
    body = [("text", "<p>I read it.[^tea]</p>"), ("references", {"title": "References", "references": references})]
    assert 'id="cite-tea" href="#ref-tea"' in main_of(client, StoryFactory(body=body))


# Files --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_says_what_a_press_does_and_where_the_same_is_in_another_form(client):
    def page_with(count):
        documents = [
            SiteDocumentFactory(
                title=f"Handout {number}",
                file__filename=f"handout-{count}-{number}.txt",
                version="Version 2",
                accessible_alternative=SiteDocumentFactory(title=f"Large print {number}"),
            )
            for number in range(count)
        ]
        files = [{"document": document, "title": "", "description": ""} for document in documents]
        return StandardFactory(body=[("files", {"title": "To print", "files": files})])

    page = page_with(2)
    html = main_of(client, page)
    assert "Plain text" in html
    assert "saves to your device&nbsp;· Version 2" in html
    assert "The same in another form" in html
    assert "Large print 1" in html
    more = page_with(6)
    assert settled_cost(lambda: client.get(page.url)) == settled_cost(lambda: client.get(more.url))


@pytest.mark.django_db
def test_a_pdf_opens_and_everything_else_is_saved(client):
    html = main_of(client, ResourceFactory(document=SiteDocumentFactory(file__filename="handout.pdf")))
    assert "opens in your browser" in html


@pytest.mark.django_db
def test_the_file_s_own_other_form_stands_in_where_a_module_names_none(client):
    document = SiteDocumentFactory(accessible_alternative=SiteDocumentFactory(title="Large print"))
    module = ModuleFactory()
    models.ModuleFile.objects.create(page=module, document=document)
    assert "Large print" in main_of(client, module)


# Checked ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_a_page_says_when_it_was_checked_and_when_it_will_be(client, kind):
    ahead = datetime.date.today() + datetime.timedelta(days=400)
    html = main_of(client, EVERY_TYPE[kind](last_reviewed="2026-03-02", next_review_due=ahead))
    assert html.count("2 March 2026") == 1
    assert "Next check by" in html
    assert "due to be checked" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_a_page_says_that_it_is_due_once_the_day_has_come(client, kind):
    html = main_of(client, EVERY_TYPE[kind](last_reviewed="2024-03-02", next_review_due="2025-03-02"))
    assert "2 March 2024" in html
    assert "This page is due to be checked." in html
    assert "Next check by" not in html


@pytest.mark.django_db
def test_a_page_that_nobody_dated_says_nothing_of_checks(client):
    html = main_of(client, StandardFactory())
    assert "checked" not in html
