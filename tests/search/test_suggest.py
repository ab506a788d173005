"""Suggestions for somebody who is still typing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search import suggestions
from tests.directory.factories import make_service
from tests.pages.factories import TermFactory

from .content import StoryPage, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggest(client):
    return lambda q: client.get(reverse("search:suggest"), {"q": q}).json()["suggestions"]


def test_titles_with_words_that_begin_so_are_suggested(suggest):
    page = make_page(StoryPage, "At the Café")
    service = make_service("Cafe of carers")
    make_page(title="Decaf")
    make_page(title="Elsewhere", text="A café in the text.")
    assert suggest("caf") == [
        {"title": "Cafe of carers", "url": service.get_absolute_url(), "kind": "Service", "notes": []},
        {"title": "At the Café", "url": page.url, "kind": "Story", "notes": []},
    ]
    assert [one["title"] for one in suggest("CAFÉ car")] == ["Cafe of carers"]


def test_two_letters_are_enough(suggest):
    make_page(title="Decaf")
    make_page(title="Cafe c a")
    assert [one["title"] for one in suggest("ca")] == ["Cafe c a"]


@pytest.mark.parametrize("typed", ["", "c", "c a", "!!", "\x00"])
def test_fewer_than_two_letters_suggest_nothing(suggest, typed, django_assert_num_queries):
    make_page(title="Cafe c a")
    with django_assert_num_queries(0):
        assert suggest(typed) == []


def test_there_are_at_most_eight_and_the_number_of_queries_does_not_grow(suggest):
    def asked():
        suggest("lan")
        with CaptureQueriesContext(connection) as captured:
            found = suggest("lan")
        return len(captured), len(found)

    for number in range(2):
        make_page(title=f"Lantern {number}")
        make_service(f"Lantern {number}")
    queries, found = asked()
    assert found == 4
    for number in range(2, 9):
        make_page(title=f"Lantern {number}")
        make_service(f"Lantern {number}")
    assert asked() == (queries, suggestions.MOST)
    assert queries <= 10


def test_suggestions_are_for_no_search_engine_and_no_browser_keeps_what_was_typed(client):
    response = client.get(reverse("search:suggest"), {"q": "lan"})
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_words_that_sound_urgent_bring_help_before_all_suggestions(client):
    page = make_page(StoryPage, "Suicide and the kettle")
    answer = client.get(reverse("search:suggest"), {"q": "suicide"}).json()
    assert answer["help"]["url"] == reverse("home:get_help_now")
    assert [one["url"] for one in answer["suggestions"]] == [page.url]
    assert client.get(reverse("search:suggest"), {"q": "kettle"}).json()["help"] is None


def test_a_suggested_story_says_what_it_talks_about(suggest):
    page = make_page(StoryPage, "Lantern")
    note = TermFactory(taxonomy_slug="content-notes", slug="talks-about-loss")
    page.content_notes.add(note)
    page.save()
    assert [one["notes"] for one in suggest("lantern")] == [["talks-about-loss"]]
