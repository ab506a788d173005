"""The index itself, on each database."""

import pytest
from django.db import connection
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from cms.core import wording
from directory import engine
from directory.models import Service
from search import matching

pytestmark = pytest.mark.django_db


def fill(how_many):
    Service.objects.bulk_create(
        Service(name=f"Lantern {number}", slug=f"lantern-{number}", summary="Light for all.", live=True)
        for number in range(how_many)
    )
    get_search_backend().add_bulk(Service, Service.objects.prefetch_related("locations", "terms"))
    engine.refresh_all()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the planner is SQLite's")
@pytest.mark.parametrize("asks", ["search", "autocomplete"])
def test_an_unranked_search_goes_through_the_full_text_table_once(asks):
    fill(3)
    found = getattr(Service.objects.all(), asks)(PlainText("lantern"), order_by_relevance=False)
    assert found.count() == 3
    with connection.cursor() as cursor:
        sql, params = found.get_queryset().values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [step for *_, step in cursor.fetchall() if "VIRTUAL TABLE" in step]
    # "0:M3" reads what matches; "0:=M3" asks about one row, and stands inside a loop over all entries.
    assert len(steps) == 1
    assert ":=" not in steps[0]


def test_ranked_searches_of_the_editor_still_work():
    fill(3)
    assert [one.name for one in Service.objects.search("Lantern 1")] == ["Lantern 1"]
    assert len(Service.objects.all().autocomplete("Lant")) == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is for PostgreSQL")
def test_postgresql_has_the_index_that_the_stock_query_can_use():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'search_title_and_body'")
        assert cursor.fetchone()


def test_common_words_are_counted_exactly_and_the_best_are_ranked():
    fill(700)
    wanted = wording.wanted("lantern light")
    outcome = matching.find(wanted)
    assert outcome.counts == {"services": 700}
    assert outcome.total == 700
    assert len(outcome.candidates) == matching.CANDIDATES
