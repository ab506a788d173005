"""Suggestions for a suburb or postcode, and the list that a device looks its own position up in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory import place_list

from .factories import make_locality

ADDRESS = "/directory/places/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    make_locality("Ballarat Central", "3350", council_area="Ballarat")
    make_locality("Ballarat East", "3350", council_area="Ballarat")
    make_locality("Ballarat", "3353", is_primary=False)
    make_locality("Ascot", "3364", council_area="Ballarat")
    make_locality("Ascot", "3551", council_area="Greater Bendigo")
    make_locality("Mount Clear", "3350")


def values(client, typed):
    return [one["value"] for one in client.get(ADDRESS, {"q": typed}).json()["suggestions"]]


def test_a_beginning_gives_places_with_their_postcode_and_council(client, places):
    answer = client.get(ADDRESS, {"q": "ballarat e"}).json()
    assert answer == {
        "help": None,
        "suggestions": [
            {"title": "Ballarat East 3350", "kind": "Ballarat", "value": "Ballarat East 3350", "notes": []}
        ],
    }
    assert values(client, "asc") == ["Ascot 3364", "Ascot 3551"]
    assert values(client, "335") == ["Ballarat Central 3350", "Ballarat East 3350", "Mount Clear 3350"]
    assert values(client, "mt cl") == ["Mount Clear 3350"]
    assert values(client, "ascot 3551") == ["Ascot 3551"]


@pytest.mark.parametrize("typed", ["", "b", "3", "%", "_", "zz", "Atlantis"])
def test_too_little_and_unknown_gives_nothing(client, places, typed):
    assert values(client, typed) == []


def test_what_is_suggested_is_known_when_it_is_searched_for(client, places):
    for value in values(client, "ascot"):
        assert f"near {value}" in client.get("/directory/", {"near": value}).content.decode()


def test_at_most_eight_in_one_query_and_kept_nowhere(client):
    for number in range(20):
        make_locality(f"Carlton {number:02}", "3053")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(ADDRESS, {"q": "carlton"})
    assert len(response.json()["suggestions"]) == 8
    assert len(queries) == 1
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


@settings(max_examples=30)
@given(typed=st.text(max_size=40))
@example(typed="\x00")
@example(typed="9" * 1000)
@example(typed="३३५०")
def test_whatever_is_typed_there_is_an_answer(client, places, typed):
    response = client.get(ADDRESS, {"q": typed})
    assert response.status_code == 200
    assert len(response.json()["suggestions"]) <= 8


def test_the_list_for_devices_is_the_one_that_the_data_makes_and_is_small():
    import brotli

    text = place_list.FILE.read_text(encoding="utf-8")
    assert text == place_list.text()
    assert len(brotli.compress(text.encode())) < 40_000
    assert "Ballarat Central|3350|" in text
