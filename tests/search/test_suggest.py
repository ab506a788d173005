"""Suggestions for somebody who is still typing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search import suggestions
from tests.directory.factories import make_service

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
        {"title": "Cafe of carers", "url": service.get_absolute_url(), "kind": "Service"},
        {"title": "At the Café", "url": page.url, "kind": "Story"},
    ]
    assert [one["title"] for one in suggest("CAFÉ car")] == ["Cafe of carers"]


@pytest.mark.parametrize("typed", ["", "ca", "c a", "!!", "\x00"])
def test_fewer_than_three_letters_suggest_nothing(suggest, typed, django_assert_num_queries):
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


def test_suggestions_are_for_no_search_engine(client):
    response = client.get(reverse("search:suggest"), {"q": "lan"})
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"].startswith("private")
    assert not response.cookies
