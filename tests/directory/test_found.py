"""Services in site search: found by their words, with what a reader asks first."""

import pytest

from .factories import WENDOUREE, make_service

pytestmark = pytest.mark.django_db


def test_site_search_finds_a_listed_service_by_any_form_of_its_words(client):
    make_service("Tuesday Table", summary="We sit and talk.", organisation="Wendouree Peers", place=WENDOUREE)
    content = client.get("/search/?q=tables+talking").content.decode()
    assert 'href="/directory/tuesday-table/"' in content
    assert "Wendouree Peers" in content


def test_site_search_does_not_find_what_is_not_listed(client):
    make_service("Tuesday Table", live=False)
    make_service("Tuesday Chairs", status="closed")
    assert b"/directory/tuesday" not in client.get("/search/?q=tuesday").content


def test_who_has_not_typed_anything_is_shown_the_way_to_the_directory(client):
    assert 'href="/directory/"' in client.get("/search/").content.decode()
