"""A list and other shapes of the same results: links that keep what was asked for."""

import pytest
from bs4 import BeautifulSoup

from directory import queries

from .factories import make_service

pytestmark = pytest.mark.django_db


def links(client, query):
    soup = BeautifulSoup(client.get(f"/directory/?{query}").content, "html.parser")
    return {link.get_text(): (link["href"], link.get("aria-current")) for link in soup.select(".views a")}


def test_a_tab_for_each_shape_keeps_what_was_asked_for(client, monkeypatch):
    monkeypatch.setattr(queries, "VIEWS", {"": "List", "map": "Map"})
    monkeypatch.setattr("directory.views.reading.VIEWS", {"": "List", "map": "Map"})
    make_service("Tea", offers_phone=True)
    assert links(client, "q=tea&how=phone") == {
        "List": ("/directory/?q=tea&how=phone", "page"),
        "Map": ("/directory/?q=tea&how=phone&view=map", None),
    }
    assert links(client, "view=x")["List"] == ("/directory/", "page")
