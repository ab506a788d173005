"""Fact sheets lead from the ways of support to the services that offer them."""

import pytest
from bs4 import BeautifulSoup

from cms.core import ways
from pages import models
from tests.counting import settled_cost
from tests.directory.factories import make_service

from .factories import FactSheetFactory, TermFactory

pytestmark = pytest.mark.django_db


def sheet(*keys, **fields):
    return FactSheetFactory(body=[("ways", {"title": "Ways", "intro": "Choose.", "ways": list(keys)})], **fields)


def links_on(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return {a.get_text(strip=True): a["href"] for a in soup.select("main .card .chips a")}


@pytest.fixture
def forms():
    terms = TermFactory.create_batch(3, taxonomy_slug="forms")
    make_service("One", terms=[terms[0], terms[1]])
    make_service("Two", terms=[terms[0]])
    return terms


def test_each_way_leads_to_what_the_directory_has_of_it_with_how_many(client, forms):
    links = links_on(client, sheet("forms"))
    assert links == {
        f"{forms[0].name} (2)": f"/directory/?term={forms[0].slug}",
        f"{forms[1].name} (1)": f"/directory/?term={forms[1].slug}",
    }
    for words, url in links.items():
        assert client.get(url).context["found"].total == int(words[-2])


def test_ways_that_are_gone_or_lead_nowhere_are_left_out(client):
    TermFactory(taxonomy_slug="forms")
    html = client.get(sheet("forms", "there-was-one-once").url).content.decode()
    assert "Choose." not in html


def test_ways_stand_in_the_editors_order(forms):
    make_service("Three")
    assert [way.key for way in ways.find(["how", "forms", "how"])] == ["how", "forms"]
    assert {"how", "forms"} <= {key for key, _label in ways.choices()}


def test_more_ways_cost_no_more_queries(client, forms):
    def cost(page):
        return settled_cost(lambda: client.get(page.url))

    few = cost(sheet("forms"))
    for number in range(6):
        make_service(f"More {number}", terms=TermFactory.create_batch(2, taxonomy_slug="forms"))
    assert cost(sheet("forms", "how", "cost")) == few


def test_a_preview_of_the_block_is_drawn(forms):
    block = models.FactSheetPage.body.field.stream_block.child_blocks["ways"]
    assert "Ways" in block.render(block.to_python({"title": "Ways", "intro": "", "ways": ["forms"]}))
    assert block.get_preview_value()["ways"]
