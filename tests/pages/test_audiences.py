"""What is new for an audience: chosen by editors first, then found by the page's terms."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pages import models
from pages.models.audiences import notes_of
from tests.counting import settled_cost

from .factories import (
    AudienceFactory,
    EasyReadFactory,
    NewsFactory,
    OpportunityFactory,
    ResourceFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
    index,
    with_terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def carers():
    return TermFactory(taxonomy_slug="audiences")


def published(page, day, *terms):
    with_terms(page, *terms)
    Page.objects.filter(pk=page.pk).update(first_published_at=datetime(2026, 1, day, tzinfo=UTC))
    return page


def new_on(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    heading = next((h2 for h2 in soup.select("main h2") if h2.get_text() == page.new_title), None)
    return [a.get_text() for a in heading.find_parent("section").select("li > a")] if heading else None


def test_the_newest_for_this_audience_stand_there_whatever_their_kind(client, carers):
    other = TermFactory(taxonomy_slug="audiences")
    published(StoryFactory(title="Second"), 8, carers)
    published(NewsFactory(title="First"), 9, carers)
    published(ResourceFactory(title="For others"), 9, other)
    published(ResourceFactory(title="A draft", live=False), 9, carers)
    published(OpportunityFactory(title="Closed", closes_at=datetime(2020, 1, 1, tzinfo=UTC)), 9, carers)
    with_terms(index(models.ResourceIndexPage), carers)
    assert new_on(client, with_terms(AudienceFactory(), carers)) == ["First", "Second"]


def test_what_an_editor_chose_comes_first_in_that_order(client, carers):
    newest = published(StoryFactory(title="Newest"), 9, carers)
    oldest, without = published(StoryFactory(title="Oldest"), 1, carers), StoryFactory(title="Without a term")
    gone = StoryFactory(title="Gone")
    page = with_terms(AudienceFactory(new_chosen=[("page", one.pk) for one in (without, gone, oldest)]), carers)
    gone.delete()
    assert new_on(client, page) == ["Without a term", "Oldest", newest.title]


def test_never_more_than_four_nor_what_a_task_leads_to(client, carers):
    task = published(StoryFactory(title="Task"), 20, carers)
    for number in range(6):
        published(StoryFactory(title=f"Number {number}"), number + 1, carers)
    tasks = [{"label": "Go", "line": "", "meta": "", "page": task.pk, "tool": "", "url": ""}]
    page = AudienceFactory(task_groups=[("group", {"title": "Start", "intro": "", "tasks": tasks})])
    assert new_on(client, with_terms(page, carers)) == ["Number 5", "Number 4", "Number 3", "Number 2"]


@pytest.fixture
def noted():
    story = StoryFactory(title="A long night")
    notes = {"name": "Talks about a hospital stay", "slug": "hospital"}
    story.content_notes.add(TermFactory(taxonomy_slug="content-notes", **notes))
    story.save()
    return story


def item_of(client, page, story):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    item = soup.select_one(f"main [data-stories] a[href='{story.url}']").find_parent("li")
    return item["data-notes"], item.get_text(" ", strip=True)


def test_a_story_among_the_tasks_says_what_it_talks_about_and_can_be_hidden(client, noted):
    tasks = [{"label": "Read", "line": "", "meta": "Five minutes", "page": noted.pk, "tool": "", "url": ""}]
    page = AudienceFactory(task_groups=[("group", {"title": "Start", "intro": "", "tasks": tasks})], shows_new=False)
    page = models.AudiencePage.objects.get(pk=page.pk)
    assert item_of(client, page, noted) == ("hospital", "Read Five minutes · Talks about a hospital stay")


def test_what_says_a_story_in_easy_read_among_the_tasks_says_what_it_talks_about_too(client, noted):
    easy = EasyReadFactory(original=noted.page_ptr)
    others = [EasyReadFactory(), StoryFactory()]
    tasks = [
        {"label": each.title, "line": "", "meta": "", "page": each.pk, "tool": "", "url": ""}
        for each in [easy, *others]
    ]
    page = AudienceFactory(task_groups=[("group", {"title": "Start", "intro": "", "tasks": tasks})], shows_new=False)
    page = models.AudiencePage.objects.get(pk=page.pk)
    assert item_of(client, page, easy) == ("hospital", f"{easy.title} Talks about a hospital stay")
    with CaptureQueriesContext(connection) as queries:
        assert notes_of([page.pk for page in [easy, *others]])[others[1].pk] == ([], "")
    assert len(queries) == 2


def test_a_story_among_pages_that_an_editor_picked_says_what_it_talks_about(client, noted):
    page = StandardFactory(body=[("pages", {"title": "More", "pages": [noted]})])
    slugs, words = item_of(client, models.StandardPage.objects.get(pk=page.pk), noted)
    assert (slugs, words.rpartition(". ")[2]) == ("hospital", "Talks about a hospital stay")


def test_what_is_new_is_not_said_twice_and_can_be_left_out(client, carers):
    published(StoryFactory(title="Zebra crossing"), 9, carers)
    page = with_terms(AudienceFactory(), carers)
    assert client.get(page.url).content.decode().split("<main")[1].count("Zebra crossing</a>") == 1
    page.shows_new = False
    page.save()
    assert new_on(client, page) is None


def test_without_a_term_for_audiences_all_its_terms_count(client):
    topic = TermFactory()
    published(StoryFactory(title="On the topic"), 9, topic)
    assert new_on(client, with_terms(AudienceFactory(), topic)) == ["On the topic"]
    assert new_on(client, AudienceFactory()) is None


def test_what_is_new_costs_the_same_for_many(client, carers):
    page = with_terms(AudienceFactory(), carers)
    notes = [TermFactory(taxonomy_slug="content-notes")]

    def grow(count):
        for story in StoryFactory.create_batch(count):
            story.content_notes.set(notes)
            story.save()
            with_terms(story, carers)

    def cost():
        return settled_cost(lambda: client.get(page.url))

    # Enough for what is new and for what is close, further down.
    grow(9)
    few = cost()
    grow(18)
    assert cost() == few
    assert few <= 15
