"""Pages for when something is wrong: they carry help, and the last of them needs nothing that may be broken."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.django_db
def test_a_missing_page_says_so_kindly_and_carries_the_help_lines(client):
    response = client.get("/there-is-no-such-page/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "This page is not here" in page
    assert 'id="help"' in page
    assert "data-exit" in page


@pytest.mark.django_db
def test_a_missing_page_keeps_a_place(client):
    assert 'class="place"' in client.get("/there-is-no-such-page/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "429.html"])
def test_the_other_pages_of_refusal_carry_the_help_lines(name):
    page = render_to_string(name, {}, request=RequestFactory().get("/"))
    assert 'id="help"' in page
    assert "<h1>" in page


def test_the_page_of_a_broken_server_needs_no_database_and_no_context(django_db_blocker):
    with django_db_blocker.block():
        page = render_to_string("500.html")
    assert "tel:000" in page
    assert "tel:131114" in page
    assert "<script" not in page
    assert not re.search(r"{[{%]", page)
