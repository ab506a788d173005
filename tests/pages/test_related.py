"""What is close to a page: by shared terms, most first; nothing hidden, nothing twice, at a fixed cost."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import related as registry
from directory.models import Service
from pages import models
from pages.related import chosen_in, close_pages, close_services
from tests.counting import settled_cost
from tests.directory.factories import make_service

from .factories import (
    EVERY_TYPE,
    FactSheetFactory,
    OpportunityFactory,
    ResearchFactory,
    ResourceFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
    index,
    with_terms,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def titles(pages):
    return [page.title for page in pages]


def published(page, days_ago):
    type(page).objects.filter(pk=page.pk).update(first_published_at=timezone.now() - datetime.timedelta(days=days_ago))
    return page


def main_of(client, page):
    return client.get(page.url).content.decode().split("<main")[1].split("</main>")[0]


def test_pages_of_any_type_come_by_shared_terms_then_the_newest_first():
    one, two, other = (TermFactory() for _ in range(3))
    page = with_terms(FactSheetFactory(), one, two)
    published(with_terms(ResearchFactory(title="One term, older"), one), 9)
    published(with_terms(StandardFactory(title="One term, newer"), two, other), 1)
    published(with_terms(ResourceFactory(title="Both terms, oldest"), one, two), 99)
    with_terms(StoryFactory(title="Other terms"), other)
    assert titles(close_pages(page)) == ["Both terms, oldest", "One term, newer", "One term, older"]


def test_what_readers_may_not_see_is_never_close():
    term = TermFactory()
    page = with_terms(StandardFactory(), term)
    with_terms(StandardFactory(title="Draft", live=False), term)
    private = with_terms(StandardFactory(title="Private"), term)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    yesterday = timezone.now() - datetime.timedelta(days=1)
    with_terms(OpportunityFactory(title="Closed", closes_at=yesterday), term)
    with_terms(OpportunityFactory(title="Open"), term)
    assert titles(close_pages(page)) == ["Open"]


def test_itself_lists_and_pages_below_are_not_close():
    term = TermFactory()
    page = with_terms(StandardFactory(), term)
    with_terms(StandardFactory(title="Below", parent=page), term)
    page.refresh_from_db()
    with_terms(index(models.ResearchIndexPage, title="A list"), term)
    assert close_pages(page) == []


@pytest.mark.parametrize("maker", [StoryFactory, ResearchFactory])
def test_a_kind_that_the_page_lists_already_is_left_out(maker):
    term = TermFactory()
    page = with_terms(maker(), term)
    with_terms(maker(), term)
    with_terms(StandardFactory(title="Another kind"), term)
    assert titles(close_pages(page)) == ["Another kind"]


def test_a_page_without_terms_has_nothing_close(client):
    with_terms(StandardFactory(), TermFactory())
    page = StandardFactory()
    assert close_pages(page) == []
    assert close_services(page) == []
    assert "close-to-this" not in main_of(client, page)


def test_a_page_that_was_never_saved_has_nothing_close():
    assert close_pages(models.StandardPage(title="New")) == []
    assert close_services(models.StandardPage(title="New")) == []


def test_listed_services_come_by_shared_terms_then_the_newest_first():
    one, two = TermFactory(), TermFactory()
    page = with_terms(StandardFactory(), one, two)
    make_service("One term, older", terms=[one])
    make_service("One term, newer", terms=[two])
    make_service("Both", terms=[one, two])
    make_service("Not listed", terms=[one, two], live=False)
    make_service("Closed", terms=[one, two], status=Service.Status.CLOSED)
    for name, days in (("One term, older", 9), ("One term, newer", 1), ("Both", 99)):
        moment = timezone.now() - datetime.timedelta(days=days)
        Service.objects.filter(name=name).update(first_published_at=moment)
    assert [one.name for one in close_services(page)] == ["Both", "One term, newer", "One term, older"]


def test_without_a_directory_there_are_no_services(monkeypatch):
    monkeypatch.setattr(registry, "_finders", {})
    page = with_terms(StandardFactory(), TermFactory())
    assert close_services(page) == []


def test_what_an_editor_chose_comes_first_and_is_not_said_twice(client):
    term = TermFactory()
    chosen_page = with_terms(StandardFactory(title="A chosen page"), term)
    chosen_service = make_service("A chosen service", terms=[term])
    with_terms(StandardFactory(title="A computed page"), term)
    make_service("A computed service", terms=[term])
    body = [
        ("pages", {"title": "Next", "pages": [chosen_page]}),
        ("services", {"title": "Start here", "services": [chosen_service]}),
    ]
    page = with_terms(FactSheetFactory(body=body), term)
    assert chosen_in(models.FactSheetPage.objects.get(pk=page.pk)) == ({chosen_page.pk}, {chosen_service.pk})
    html = main_of(client, page)
    for kind in ("page", "service"):
        assert html.count(f">A chosen {kind}<") == 1
        assert html.index(f">A chosen {kind}<") < html.index(f">A computed {kind}<")


def test_a_service_that_a_story_names_is_not_offered_again(client):
    term = TermFactory()
    story = with_terms(StoryFactory(), term)
    named = make_service("The named one", terms=[term])
    make_service("The close one", terms=[term])
    models.StoryService.objects.create(page=story, service=named)
    html = main_of(client, story)
    assert html.count(">The named one<") == 1
    assert html.index("Mentioned here") < html.index(">The named one<") < html.index(">The close one<")


def test_a_story_with_a_content_note_says_so_where_it_is_close(client):
    term = TermFactory()
    note = TermFactory(taxonomy_slug="content-notes", name="Talks about grief", slug="note-grief")
    story = with_terms(StoryFactory(title="With a note"), term)
    story.content_notes.add(note)
    story.save()
    html = main_of(client, with_terms(StandardFactory(), term))
    assert "Story · Talks about grief" in html
    # By this the reader's own choice hides it.
    assert '<li data-notes="note-grief">' in html
    assert "data-stories" in html


def test_what_is_close_costs_the_same_however_much_there_is(client):
    terms = [TermFactory() for _ in range(3)]
    kinds = sorted(set(EVERY_TYPE) - {"charter"})
    pages = {kind: with_terms(EVERY_TYPE[kind](), *terms) for kind in kinds}

    def grow(count):
        for number in range(count):
            with_terms(StandardFactory(), *terms)
            with_terms(StoryFactory(), *terms[:2])
            make_service(terms=terms[: 1 + number % 3])

    def costs():
        return {kind: settled_cost(lambda page=page: client.get(page.url)) for kind, page in pages.items()}

    grow(3)
    few = costs()
    grow(6)
    assert costs() == few
    assert max(few.values()) <= 8


def test_that_something_is_a_page_is_not_said(client):
    term = TermFactory()
    with_terms(StandardFactory(title="Plain"), term)
    with_terms(ResourceFactory(title="Sheet"), term)
    kinds = {page.title: page.kind_word for page in close_pages(with_terms(FactSheetFactory(), term))}
    assert kinds == {"Plain": "", "Sheet": "Resource"}
