"""What may be asked of the open data, how it narrows, and what wrong questions get."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hsds import lists
from directory.hsds.parameters import PARAMETERS
from directory.models import Organisation, Service

from .factories import (
    BALLARAT,
    GEELONG,
    WENDOUREE,
    make_location,
    make_phone,
    make_service,
    make_taxonomy,
    make_term,
)
from .hsds import BASE, ask, ids, lines_of, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """A group in Ballarat, one in Wendouree whose street shows, and a phone line for the whole state."""
    types = make_taxonomy("Type", "Group", "Phone line")
    group, line = types.terms.order_by("sort_order")
    table = make_service("Tuesday table", [group], organisation="Peer House", place=BALLARAT)
    walk = make_service(
        "Walking mates", [group], place={"locality": WENDOUREE, "address_shown": "street", "street": "1 Lake St"}
    )
    warm = make_service("Warm line", [line], coverage="statewide", offers_phone=True, place={"name": "By phone"})
    return table, walk, warm


# --- Narrowing ---------------------------------------------------------------------------------------


def test_everything_is_there_by_name_and_nothing_that_is_not_listed(client, three):
    make_service("A draft", live=False)
    make_service("Closed", status="closed")
    answer = ask(client, "services")
    assert names(answer) == ["Tuesday table", "Walking mates", "Warm line"]
    assert names(ask(client, "organizations")) == sorted(names(ask(client, "organizations")))
    assert ask(client, "organizations")["total_items"] == ask(client, "service_at_locations")["total_items"] == 3


def test_pages_say_where_they_stand(client, three):
    answer = ask(client, "services?per_page=2&page=2")
    contents = answer.pop("contents")
    assert [one["name"] for one in contents] == ["Warm line"]
    assert answer == {
        "total_items": 3, "total_pages": 2, "page_number": 2, "size": 1,
        "first_page": False, "last_page": True, "empty": False,
    }  # fmt: skip
    beyond = ask(client, "services?page=9")
    assert (beyond["size"], beyond["empty"], beyond["last_page"], beyond["total_items"]) == (0, True, True, 3)
    nothing = ask(client, "services?search=zebra")
    assert (nothing["total_items"], nothing["total_pages"], nothing["first_page"], nothing["empty"]) == (
        0,
        0,
        True,
        True,
    )


@pytest.mark.parametrize("kind", ["services", "service_at_locations"])
def test_what_is_asked_together_narrows_together(client, three, kind):
    table, walk, warm = three
    group = table.terms.get()
    both = {
        "search=tuesday": {table},
        "search=mates+walking": {walk},
        "search=the": set(),
        f"taxonomy_term_id={group.uuid}": {table, walk},
        f"taxonomy_id={group.taxonomy.uuid}": {table, walk, warm},
        f"taxonomy_id={group.uuid}": set(),
        f"organization_id={table.organisation.uuid}": {table},
        f"taxonomy_term_id={group.uuid}&search=line": set(),
        f"taxonomy_term_id={group.uuid}&search=walking": {walk},
        f"taxonomy_term_id={group.uuid}&organization_id={table.organisation.uuid}": {table},
        "postcode=3350": {table, walk, warm},
        "postcode=3220": {warm},
        "postcode=3350&proximity=1000": {table},
        "postcode=3350&proximity=10000": {table, walk},
        "postcode=9999&proximity=10000": set(),
        "postcode=3350&proximity=10000&search=walking": {walk},
    }  # fmt: skip
    key = "id" if kind == "services" else "service_id"
    for query, expected in both.items():
        found = {one[key] for one in ask(client, f"{kind}?{query}")["contents"]}
        assert found == {str(one.uuid) for one in expected}, query


def test_what_is_asked_of_a_term_finds_what_was_merged_into_it(client):
    types = make_taxonomy("Type", "Group")
    group = types.terms.get()
    service = make_service(terms=[make_term(types, "Circle", merged_into=group)])
    assert ids(ask(client, f"services?taxonomy_term_id={group.uuid}")) == [str(service.uuid)]
    assert names(ask(client, "taxonomy_terms")) == ["Group"]


def test_a_hidden_place_is_near_nothing(client):
    make_service("Hidden", place={"locality": BALLARAT, "address_shown": "nothing"})
    for kind in ("services", "service_at_locations"):
        assert ask(client, f"{kind}?postcode=3350")["empty"]
        assert ask(client, f"{kind}?postcode=3350&proximity=500000")["empty"]


def test_an_organisation_is_there_with_its_listed_services_alone(client, three):
    table, walk, _warm = three
    make_service("A draft", organisation="Peer House", live=False)
    make_service("Not yet", organisation="No service House", live=False)
    Organisation.objects.update(abn="53004085616")
    house = ask(client, f"organizations/{table.organisation.uuid}")
    assert [one["name"] for one in house["services"]] == ["Tuesday table"]
    assert house["organization_identifiers"][0]["identifier"] == "53004085616"
    in_words = ask(client, f"services/{walk.uuid}")["organization_id"]
    assert [one["name"] for one in ask(client, f"organizations/{in_words}")["services"]] == ["Walking mates"]
    assert ids(ask(client, f"services?organization_id={in_words}")) == [str(walk.uuid)]
    assert "attributes" in ask(client, f"organizations/{table.organisation.uuid}?full_service=true")["services"][0]
    assert names(ask(client, f"organizations?taxonomy_term_id={table.terms.get().uuid}&search=peer")) == ["Peer House"]
    hidden = Organisation.objects.get(name="No service House")
    assert client.get(f"{BASE}/organizations/{hidden.uuid}").status_code == 404


def test_terms_can_be_asked_for_by_their_place_in_the_list(client):
    types = make_taxonomy("Type", "Group")
    group = types.terms.get()
    make_term(types, "Circle", parent=group)
    make_taxonomy("Other", "Else")
    assert names(ask(client, f"taxonomy_terms?taxonomy_id={types.uuid}&top_only=true")) == ["Group"]
    assert names(ask(client, f"taxonomy_terms?parent_id={group.uuid}")) == ["Circle"]
    assert names(ask(client, "taxonomies?search=typ")) == ["Type"]


# --- What changed ------------------------------------------------------------------------------------


def test_minimal_gives_ids_and_dates_alone_and_all_of_them(client):
    for _n in range(30):
        make_service()
    answer = ask(client, "services?minimal=true")
    assert (answer["size"], answer["total_pages"]) == (30, 1)
    assert all(set(one) == {"id", "modified_date"} for one in answer["contents"])


def changes():
    """Ways in which what is said of a service can change, by name."""

    def by_provider(service):
        service.organisation.website = "https://example.org/new"
        service.organisation.save()

    def by_term(service):
        term = service.terms.get()
        term.name = "Circle"
        term.save()

    def by_status(service):
        Service.objects.filter(pk=service.pk).update(status="paused")

    def by_save(service):
        service.name = "Another name"
        service.save(update_fields=["name"])

    def by_publishing(service):
        service.name = "Another name"
        service.save_revision().publish()

    return {function.__name__: function for function in (by_provider, by_term, by_status, by_save, by_publishing)}


@pytest.fixture
def long_ago():
    """A service that was last changed a year ago."""
    service = make_service("Old", make_taxonomy("Type", "Group").terms.all(), organisation="Peer House", place=BALLARAT)
    Service.objects.filter(pk=service.pk).update(changed_at=timezone.now() - datetime.timedelta(days=365))
    service.refresh_from_db()
    return service


@pytest.mark.parametrize("change", changes().values(), ids=changes())
def test_whatever_changes_is_among_what_changed(client, long_ago, change):
    since = (timezone.now() - datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = f"services?modified_after={since}"
    assert ask(client, path)["empty"]
    change(long_ago)
    assert ids(ask(client, path)) == [str(long_ago.uuid)]


def test_what_no_reader_sees_is_no_change(client, long_ago):
    before = ask(client, f"services/{long_ago.uuid}")["last_modified"]
    long_ago.name = "A proposal"
    long_ago.save_revision()
    Service.objects.filter(pk=long_ago.pk).update(reminder_step=2)
    assert ask(client, f"services/{long_ago.uuid}")["last_modified"] == before


def test_a_moment_is_read_with_a_zone_without_one_or_as_a_day(client):
    service = make_service()
    Service.objects.filter(pk=service.pk).update(changed_at=datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC))
    found = {
        "2026-03-01": 1, "2026-03-02": 0, "2026-03-01T12:00:00Z": 1, "2026-03-01T12:00:01": 0,
        "2026-03-01T23:00:00%2B11:00": 1, "2026-03-01T23:00:00+11:00": 1, "2026-03-01T23:00:01+11:00": 0,
    }  # fmt: skip
    for text, count in found.items():
        assert ask(client, f"services?modified_after={text}")["total_items"] == count, text


# --- Wrong questions ---------------------------------------------------------------------------------

WRONG = [
    "page=0", "page=-1", "page=", "page=two", "page=1e3", "page=٣", "page=99999999999999999999", "per_page=0", "per_page=101",
    "per_page=1.5", "format=xml", "format=", "taxonomy_term_id=group", "taxonomy_term_id=", "taxonomy_id=1", "full=yes",
    "organization_id={12345678-1234-1234-1234-123456789012}", "modified_after=yesterday", "modified_after=2026-13-01",
    "modified_after=0001-01-01T00:00:00%2B14:00", "modified_after=2026-02-30", "minimal=1", "minimal=true&full=true",
    "postcode=33", "postcode=33500", "postcode=٣٣٥٠", "proximity=100", "postcode=3350&proximity=-1",
    "postcode=3350&proximity=1000000000", "postcode=3350&proximity=near", "page=1&page=2", "search=a&search=b",
    "near=3350", "Search=x", "search=" + "x" * 201, "modified_after=%00", "page=%00", "postcode=3350%0a",
]  # fmt: skip


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_question_is_told_what_is_wrong(client, query):
    response = client.get(f"{BASE}/services?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 400
    assert problem["errors"][0]["detail"]
    assert problem["errors"][0]["parameter"] in [one.partition("=")[0] for one in query.split("&")]


def test_a_parameter_of_another_list_is_refused(client):
    for path in ("taxonomies?full=true", "organizations?postcode=3350", "service_at_locations?minimal=true", "?page=1"):
        assert client.get(f"{BASE}/{path}").status_code == 400, path
    service = make_service()
    assert client.get(f"{BASE}/services/{service.uuid}?full=true").status_code == 400


@given(
    query=st.dictionaries(
        st.sampled_from([*PARAMETERS, "other"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
        max_size=4,
    ),
    kind=st.sampled_from(sorted(lists.KINDS)),
)
@settings(max_examples=50)
def test_no_question_at_all_breaks_it(client, query, kind):
    response = client.get(f"{BASE}/{kind}", query)
    assert response.status_code in {200, 400}


@pytest.mark.parametrize("typed", ['"', '""', "a\x00b", "'; drop", "🙂", "حرف", "* OR NOT", "  ", "-", "a" * 200])
def test_any_words_may_be_searched_for(client, three, typed):
    for kind in lists.KINDS:
        assert client.get(f"{BASE}/{kind}", {"search": typed}).status_code == 200


# --- Streams -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", lists.KINDS)
def test_a_stream_has_all_of_it_a_chunk_at_a_time(client, three, kind, monkeypatch):
    monkeypatch.setattr(lists, "CHUNK", 2)
    response = client.get(f"{BASE}/{kind}?format=ndjson&page=7&per_page=1")
    assert response.streaming
    assert response["Content-Type"] == "application/x-ndjson"
    paged = ask(client, kind)["contents"]
    streamed = lines_of(response)
    assert sorted(streamed, key=lambda one: one["id"]) == sorted(paged, key=lambda one: one["id"])


def test_a_stream_can_be_narrowed_and_full(client, three):
    found = lines_of(client.get(f"{BASE}/services?format=ndjson&full=true&search=walking"))
    assert [one["name"] for one in found] == ["Walking mates"]
    assert found[0]["service_at_locations"]


# --- Queries -----------------------------------------------------------------------------------------


def fill(count, terms):
    for number in range(count):
        organisation = f"House {Organisation.objects.count()}" if number % 2 else None
        service = make_service(terms=terms, organisation=organisation, assured_at=datetime.date(2026, 1, 1))
        make_location(service, BALLARAT, "street", [{}, {}], street="1 Street")
        make_location(service, GEELONG, "suburb", [{}])
        make_phone(service)


PATHS = [
    "services", "services?full=true", "services?minimal=true", "services?search=service&postcode=3350&full=true", "organizations",
    "organizations?full=true", "organizations?full_service=true", "service_at_locations", "service_at_locations?full=true",
    "service_at_locations?postcode=3350&proximity=5000", "taxonomies", "taxonomy_terms",
    "services?format=ndjson&full=true", "organizations?format=ndjson&full_service=true",
]  # fmt: skip
MOST_QUERIES = 18


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    def counted():
        found = {}
        for path in PATHS:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(f"{BASE}/{path}")
                _body = b"".join(response.streaming_content) if response.streaming else response.content
            found[path] = len(queries)
        return found

    terms = make_taxonomy("Type", "Group", "Other").terms.all()
    fill(3, terms)
    counted()
    few = counted()
    fill(6, terms)
    make_taxonomy("More", "One", "Two", "Three", "Four")
    assert counted() == few
    assert max(few.values()) <= MOST_QUERIES, few


def test_one_thing_costs_the_same_however_much_belongs_to_it(client):
    def counted(service):
        found = []
        at_location = service.locations.order_by("pk").first().uuid
        for path in (
            f"services/{service.uuid}",
            f"organizations/{service.organisation.uuid}",
            f"service_at_locations/{at_location}",
        ):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{BASE}/{path}")
            found.append(len(queries))
        return found

    terms = make_taxonomy("Type", "Group", "Other").terms.all()
    small = make_service(terms=terms[:1], organisation="Small House", place=BALLARAT)
    large = make_service(terms=terms, organisation="Large House")
    make_service(terms=terms, organisation="Large House", place=BALLARAT)
    for _n in range(3):
        make_location(large, BALLARAT, "street", [{}, {}], street="1 Street")
        make_phone(large)
    counted(small)
    assert counted(small) == counted(large)
