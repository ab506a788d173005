"""News: dated notices, the newest first, in a list, in a feed and wherever an editor lists them."""

from datetime import date

import pytest
from django.utils import timezone

from cms.core import listings
from pages import models

from .factories import NewsFactory, index

pytestmark = pytest.mark.django_db


def news():
    return index(models.NewsIndexPage)


def test_the_newest_notice_stands_first_whenever_it_was_made(client):
    NewsFactory(title="In between", date=date(2026, 3, 1))
    NewsFactory(title="Newest", date=date(2026, 5, 1))
    NewsFactory(title="Oldest", date=date(2025, 5, 1))
    order = ["Newest", "In between", "Oldest"]
    assert [page.title for page in client.get(news().url).context["items"]] == order
    assert [page.title for page in listings.latest("news", 2)] == order[:2]
    feed = client.get("/feeds/news/").content.decode()
    assert feed.index("Newest") < feed.index("In between") < feed.index("Oldest")
    assert [page.title for page in client.get(f"{news().url}?year=2025").context["items"]] == ["Oldest"]


def test_a_notice_says_its_date_in_words_and_to_machines(client):
    html = client.get(NewsFactory(date=date(2026, 3, 1)).url).content.decode()
    assert '<time datetime="2026-03-01">1 March 2026</time>' in html
    assert '"datePublished": "2026-03-01"' in html


def test_a_new_notice_has_the_date_of_the_day_in_melbourne():
    assert models.NewsPage().date == timezone.localdate()


def test_years_are_offered_only_where_there_are_several(client):
    NewsFactory(date=date(2026, 3, 1))
    assert "list-filters" not in client.get(news().url).content.decode()
    NewsFactory(date=date(2025, 3, 1))
    assert "list-filters" in client.get(news().url).content.decode()
