"""Each kind of page at its own address: what it shows, what it hides, what it costs."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.site_links import absolute_url
from directory.models import Organisation
from pages import models
from tests.directory.factories import make_service

from .factories import (
    EVERY_TYPE,
    AudienceFactory,
    CharterFactory,
    ModuleFactory,
    PartnerFactory,
    QuestionsFactory,
    ResearchFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
    index,
    with_terms,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
kinds = pytest.mark.parametrize("kind", EVERY_TYPE)


def html_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def main_of(client, page):
    return html_of(client, page).split("<main")[1].split("</main>")[0]


@kinds
def test_a_page_shows_its_title_and_teaser_once(client, kind):
    html = main_of(client, EVERY_TYPE[kind](title="A title of its own", teaser="What is here."))
    assert html.count("<h1") == 1
    assert "A title of its own" in html
    assert "What is here." in html


@kinds
def test_a_page_carries_no_inline_script_or_style(client, kind):
    html = html_of(client, EVERY_TYPE[kind]())
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|<script(?! type="application/ld\+json">)(?![^>]*\ssrc=)', html)


@kinds
def test_what_an_editor_types_is_never_markup(client, kind):
    html = main_of(
        client, EVERY_TYPE[kind](title="<script>alert(1)</script>", slug="strange", teaser="<b>bold</b> & so")
    )
    assert "<script>alert" not in html
    assert "<b>bold</b>" not in html


def test_content_notes_stand_before_the_story(client):
    note = TermFactory(taxonomy_slug="content-notes", name="Talks about a hospital stay")
    story = StoryFactory(body=[("text", "<p>It was a Tuesday.</p>")])
    story.content_notes.add(note)
    story.save()
    html = main_of(client, story)
    assert html.index("Before you read") < html.index("It was a Tuesday")
    assert "This story talks about a hospital stay." in html
    assert 'href="#story"' in html
    assert f'href="{story.get_parent().url}"' in html
    assert 'href="/get-help-now/"' in html


def test_a_story_without_notes_begins_at_once(client):
    assert "Before you read" not in main_of(client, StoryFactory())


def test_the_help_lines_follow_each_story_once(client):
    html = html_of(client, StoryFactory())
    assert html.count('class="help help-full"') == 1
    assert "help-slim" not in html


@pytest.mark.parametrize(
    ("shown", "there", "not_there"),
    [
        ("full", "Rowan Example", None),
        ("first", "Rowan", "Rowan Example"),
        ("pseudonym", "a name they chose", None),
        ("anonymous", "Person with lived experience", "Rowan"),
    ],
)
def test_a_teller_is_named_as_they_want(client, shown, there, not_there):
    story = StoryFactory(name_shown=shown, teller_name="Rowan Example")
    html = html_of(client, story)
    assert there in html
    if not_there:
        assert not_there not in html
        listing = client.get(story.get_parent().url).content.decode()
        assert not_there not in listing


def test_a_story_s_length_is_counted_from_its_words():
    story = StoryFactory(body=[("text", f"<p>{'word ' * 1000}</p>")])
    assert story.reading_minutes == 5
    assert StoryFactory().reading_minutes == 1


def test_other_stories_on_the_same_things_are_offered_most_alike_first(client):
    one, two, other = TermFactory(), TermFactory(), TermFactory()
    story = with_terms(StoryFactory(), one, two)
    with_terms(StoryFactory(title="A little alike"), one)
    with_terms(StoryFactory(title="Much alike", told_on="2020-01-01"), one, two)
    with_terms(StoryFactory(title="Not alike"), other)
    with_terms(StoryFactory(title="A draft alike", live=False), one, two)
    private = with_terms(StoryFactory(title="A private one alike"), one, two)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert [page.title for page in story.related()] == ["Much alike", "A little alike"]
    html = html_of(client, story)
    assert "Much alike" in html
    assert "Not alike" not in html


def test_a_story_shows_listed_services_only(client):
    story = StoryFactory()
    service_model = models.StoryService.service.field.related_model
    makers = {
        "Open house": {"live": True},
        "Draft house": {"live": False},
        "Closed house": {"live": True, "status": service_model.Status.CLOSED},
    }
    for order, (name, fields) in enumerate(makers.items()):
        models.StoryService.objects.create(page=story, service=make_service(name, **fields), sort_order=order)
    html = html_of(client, story)
    assert "Open house" in html
    assert "Draft house" not in html
    assert "Closed house" not in html


def test_a_pull_quote_stands_once_whichever_form_a_story_has(client):
    for fields in ({}, {"body": [("text", "<p>One.</p>")]}):
        story = StoryFactory(pull_quote="Somebody asked.", short_form="In short.", **fields)
        assert client.get(story.url).content.decode().count("“Somebody asked.”") == 1


def test_a_pull_quote_stands_in_the_story(client):
    story = StoryFactory(pull_quote="Somebody asked.", body=[("text", "<p>One.</p>"), ("text", "<p>Two.</p>")])
    html = main_of(client, story)
    assert html.index("One.") < html.index("“Somebody asked.”") < html.index("Two.")


def test_a_module_says_what_it_gives_and_leads_to_the_next(client):
    first = ModuleFactory(title="Finding your feet", number=1)
    second = ModuleFactory(
        title="Building it",
        number=2,
        outcomes=[("outcome", "Say what it is.")],
        sections=[
            ("heading", {"level": "h2", "text": "Who it is for"}),
            ("text", "<p>Everyone.</p>"),
            ("heading", {"level": "h2", "text": "What is here"}),
        ],
        activities=[("activity", {"title": "Draw the map", "text": "<p>With pens.</p>"})],
    )
    third = ModuleFactory(title="Keeping it", number=3)
    document = SiteDocumentFactory(title="Module 2")
    models.ModuleFile.objects.create(page=second, document=document, title="To print", version="1.0")
    html = main_of(client, second)
    for words in ("Say what it is.", "Draw the map", "To print", "version 1.0", "About 45 minutes", document.url):
        assert words in html
    assert 'href="#who-it-is-for"' in html
    ways = {
        link["rel"][0]: link["href"] for link in BeautifulSoup(html, "html.parser").select("a[rel=prev], a[rel=next]")
    }
    assert ways == {"prev": first.url, "next": third.url}


def test_a_summary_of_research_says_how_sure_it_is_in_words(client):
    paper = ResearchFactory(
        certainty="somewhat_sure",
        certainty_reason="Nineteen trials.",
        question="Does it help?",
        findings=[("finding", {"heading": "Hope rose", "text": "A little.", "direction": "up"})],
        practice_points=[("point", "Offer it.")],
        doi="10.1234/tea",
    )
    html = main_of(client, paper)
    for words in ("Somewhat sure", "Nineteen trials.", "Does it help?", "Hope rose", "Better", "Offer it."):
        assert words in html
    assert 'href="https://doi.org/10.1234/tea"' in html
    assert "Nguyen, A., Okafor, B., &amp; Papas, C. (2020). " in html
    assert "Nguyen A, Okafor B, Papas C. A study of chairs. 2020." in html


def test_a_summary_offers_the_paper_as_a_file_and_says_that_it_is_free(client):
    document = SiteDocumentFactory(title="Tea before talk", licence="CC BY 4.0")
    paper = ResearchFactory(document=document, doi="10.1234/tea", publication_type="report")
    html = main_of(client, paper)
    for words in ("The whole paper", f'href="{document.url}"', "CC BY 4.0", "Free to read", "See the paper"):
        assert words in html
    address = absolute_url(document.url)
    assert (paper.record.url, paper.structured_data()["isBasedOn"]["isAccessibleForFree"]) == (address, True)
    elsewhere = ResearchFactory(document=document, open_access_url="https://example.org/tea.pdf")
    assert elsewhere.free_address == "https://example.org/tea.pdf"
    assert ResearchFactory().free_address == ""


def test_a_summary_names_its_authors_in_short_on_lists(client):
    paper = ResearchFactory()
    assert "Nguyen and others, 2020" in client.get(paper.get_parent().url).content.decode()
    assert paper.by_line == "Nguyen and others, 2020"


@pytest.mark.parametrize("without", ["certainty", "certainty_reason"])
def test_readers_get_no_summary_that_does_not_say_how_sure_we_can_be_and_why(without):
    with pytest.raises(ValidationError) as refused:
        ResearchFactory(**{without: ""})
    assert set(refused.value.error_dict) == {without}


def test_a_resource_shows_its_file_with_type_and_licence(client):
    other = SiteDocumentFactory(title="Large print")
    document = SiteDocumentFactory(title="Checklist", licence="CC BY 4.0")
    resource = ResourceFactory(document=document, accessible_alternative=other, version="2")
    html = main_of(client, resource)
    for words in (document.url, other.url, "CC BY 4.0", "version 2", "The same in another form"):
        assert words in html


def test_the_charter_s_sections_have_addresses(client):
    charter = CharterFactory(
        launched_on="2011-06-21",
        text_pending="The text belongs here.",
        sections=[
            ("section", {"anchor": "aim-one", "heading": "Aim one", "text": "<p>One.</p>"}),
            ("section", {"anchor": "aim-two", "heading": "Aim two", "text": "<p>Two.</p>"}),
            ("section", {"anchor": "aim-three", "heading": "Aim three", "text": "<p>Three.</p>"}),
        ],
    )
    html = main_of(client, charter)
    for words in ('id="aim-one"', 'href="#aim-two"', "21 June 2011", "The text belongs here."):
        assert words in html


def test_two_sections_of_the_charter_cannot_share_an_address():
    section = ("section", {"anchor": "aim", "heading": "Aim", "text": "<p>One.</p>"})
    with pytest.raises(Exception, match="short name of its own"):
        CharterFactory(sections=[section, section])


def test_a_partner_is_named_as_it_is_now_and_as_it_was(client):
    partner = PartnerFactory(
        name_then="Post and Antenatal Depression Association", name_now="PANDA", year_from=2009, year_to=2012
    )
    html = main_of(client, partner)
    for words in ("PANDA", "Post and Antenatal Depression Association", "2009 to 2012"):
        assert words in html
    assert partner.initials == "PA"
    same = PartnerFactory(name_then="The Compassionate Friends", name_now="The Compassionate Friends Victoria")
    assert "Then called" not in main_of(client, same)


def test_a_partner_s_page_has_its_services_that_the_directory_lists(client):
    organisation = Organisation.objects.create(name="A house")
    partner = PartnerFactory(organisation=organisation)
    assert "in our directory" not in main_of(client, partner)
    make_service("Tuesday table", organisation="A house")
    make_service("Not listed yet", organisation="A house", live=False)
    make_service("Somebody else’s")
    html = main_of(client, partner)
    assert "Tuesday table" in html
    assert "Not listed yet" not in html
    assert "Somebody else’s" not in html


def test_partners_of_now_and_of_then_stand_apart_in_the_editors_order(client):
    PartnerFactory(title="Then", year_to=2012)
    PartnerFactory(title="Still", year_from=2009)
    PartnerFactory(title="Until this year", year_to=timezone.localdate().year)
    html = main_of(client, index(models.PartnersIndexPage))
    assert html.index("Partners now") < html.index("Still") < html.index("Until this year")
    assert html.index("Until this year") < html.index("Partners in the past") < html.index(">Then<")


def test_a_partnership_cannot_end_before_it_began():
    with pytest.raises(Exception, match="before the year"):
        PartnerFactory(year_from=2012, year_to=2009)


def test_a_resource_without_a_file_says_its_version_licence_and_other_form_all_the_same(client):
    other = SiteDocumentFactory(title="In large print")
    page = ResourceFactory(version="2", licence="CC BY 4.0", accessible_alternative=other)
    html = main_of(client, page)
    assert "Version 2 · CC BY 4.0" in html
    assert other.url in html


def test_an_audience_page_leads_to_what_its_readers_came_to_do(client):
    shown, draft = StandardFactory(), StandardFactory(live=False)

    def task(label, **target):
        return {"label": label, "line": "", "meta": "", "page": None, "tool": "", "url": ""} | target

    tasks = [
        task("Read", page=shown),
        task("Wait", page=draft),
        task("Find", tool="directory:list"),
        task("Near", url="/directory/?near=3350"),
    ]
    page = AudienceFactory(task_groups=[("group", {"title": "Before a shift", "intro": "", "tasks": tasks})])
    html = main_of(client, models.AudiencePage.objects.get(pk=page.pk))
    assert f'href="{shown.url}"' in html
    assert 'href="/directory/"' in html
    assert 'href="/directory/?near=3350"' in html
    assert "Wait" not in html


def test_questions_open_to_their_answers_and_can_be_linked_to(client):
    page = QuestionsFactory(
        groups=[
            (
                "group",
                {"audience": "Newcomers", "questions": [{"question": "Do I have to talk?", "answer": "<p>No.</p>"}]},
            ),
            ("group", {"audience": "Services", "questions": [{"question": "Is it free?", "answer": "<p>Yes.</p>"}]}),
        ]
    )
    html = main_of(client, page)
    assert html.count("<details") == 2
    assert 'id="do-i-have-to-talk"' in html
    assert 'id="newcomers"' in html


def test_a_long_article_may_list_its_contents(client):
    body = [("heading", {"level": "h2", "text": "One part"}), ("heading", {"level": "h2", "text": "Another part"})]
    assert 'href="#one-part"' in main_of(client, StandardFactory(body=body, show_contents=True))
    assert 'href="#one-part"' not in main_of(client, StandardFactory(body=body, show_contents=False))
    longer = [*body, ("heading", {"level": "h2", "text": "A third part"})]
    assert 'href="#one-part"' in main_of(client, StandardFactory(body=longer, show_contents=False))
    # The editor is told so.
    said = models.StandardPage._meta.get_field("show_contents").help_text
    assert "three or more main headings shows the list anyway" in said
    assert "two headings" in said


def test_an_article_lists_the_public_pages_below_it(client):
    above = StandardFactory()
    StandardFactory(title="Shown below", parent=above)
    StandardFactory(title="Draft below", parent=above, live=False)
    above.refresh_from_db()
    html = main_of(client, above)
    assert "Shown below" in html
    assert "Draft below" not in html


def test_a_resource_says_what_its_file_is_for_whom_and_when_it_was_reviewed(client):
    pdf = SiteDocumentFactory(title="The sheet", file__filename="sheet.pdf", file__data=b"x" * 2048, pages=3)
    easier = SiteDocumentFactory(title="In large print", file__filename="large.docx", file__data=b"x" * 1024)
    page = with_terms(
        ResourceFactory(
            document=pdf, accessible_alternative=easier, version="2", licence="CC BY 4.0", last_reviewed="2026-03-02"
        ),
        TermFactory(taxonomy_slug="audiences", name="Peer workers"),
    )
    words = " ".join(BeautifulSoup(main_of(client, page), "html.parser").get_text(" ").split())
    for fact in (
        "Checklist",
        "PDF, 3 pages",
        "2 KB",
        "ersion 2",
        "CC BY 4.0",
        "In large print",
        "Word",
        "Peer workers",
    ):
        assert fact in words, fact
    assert "Last checked on 2 March 2026" in words
