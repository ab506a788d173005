"""Fact sheets lead from the ways of support to the services that offer them."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core import ways
from pages import models
from pages.blocks import SourceBlock
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.home.factories import HelpLineFactory

from .factories import FactSheetFactory, TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


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


def test_no_two_ways_have_the_same_words_where_an_editor_chooses():
    words = [label for _key, label in ways.choices()]
    assert len(words) == len(set(words))


def test_a_mark_that_cannot_be_read_is_named_to_the_editor():
    source = ("source", {"key": "white2020", "text": "White (2020).", "url": "", "doi": ""})
    page = FactSheetFactory.build(body=[("text", "<p>So.[^white2020] And.[^White 2021]</p>")], references=[source])
    with pytest.raises(ValidationError, match=r"\[\^White 2021\]"):
        page.clean()


@pytest.mark.parametrize("typed", ["https://doi.org/10.1186/s12888-020-02923-3", " 10.1186/ s12888-020-02923-3."])
def test_the_doi_of_a_source_is_kept_however_it_was_pasted(typed):
    block = SourceBlock()
    value = {"key": "a", "text": "A source.", "url": "", "doi": typed}
    assert block.clean(block.to_python(value))["doi"] == "10.1186/s12888-020-02923-3"
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(value | {"doi": "see the paper"}))
    assert "begins with 10." in str(caught.value.block_errors["doi"])


def test_quick_facts_stand_first_and_a_line_that_answers_now_says_so(client):
    HelpLineFactory(name="Night line", always_open=True)
    HelpLineFactory(name="No hours known", always_open=False)
    page = FactSheetFactory(
        quick_facts=[("fact", {"label": "Cost", "text": "Nothing at all."})],
        body=[("text", "<p>The article.</p>"), ("help_block", {"title": "Somebody to call", "intro": ""})],
    )
    main = BeautifulSoup(client.get(page.url).content, "html.parser").main
    fact = main.select_one(".quick-facts dl")
    assert fact.dt.get_text(strip=True) == "Cost"
    assert fact.dd.get_text(strip=True) == "Nothing at all."
    words = main.get_text(" ", strip=True)
    assert words.index("Nothing at all.") < words.index("The article.") < words.index("Somebody to call")
    lines = {line.find(string="Night line") is not None: "Open now" in line.text for line in main.select(".help-line")}
    assert lines == {True: True, False: False}


def test_a_mark_of_a_source_in_a_quick_fact_is_refused():
    page = FactSheetFactory()
    page.quick_facts = [("fact", {"label": "Cost", "text": "Nothing.[^white2020]"})]
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert "put it into the article" in str(caught.value.error_dict["quick_facts"])
