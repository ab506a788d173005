"""The glossary: words explained in place, without script, and all of them on one page."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from pages import models
from pages.explained import explained
from tests.counting import settled_cost

from .factories import GlossaryFactory, QuestionsFactory, StandardFactory, home

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def term(word="peer", **fields):
    term = models.GlossaryTerm(word=word, **{"meaning": f"What {word} means."} | fields)
    term.full_clean()
    term.save()
    return term


def article(*texts, **fields):
    return StandardFactory(body=[("text", RichText(text)) for text in texts], **fields)


def soup_of(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def test_a_marked_word_folds_out_its_meaning_right_below_its_paragraph(client):
    term("peer worker", other_forms="peer workers")
    page = GlossaryFactory()
    soup = soup_of(client, article("<p>Many <dfn>Peer workers</dfn> came.</p><p>Then tea.</p>"))
    fold = soup.select_one("details.meaning")
    assert fold.find_previous_sibling("p").get_text() == "Many Peer workers came."
    assert fold.find_previous_sibling("p").dfn.get_text() == "Peer workers"
    assert "What peer worker means." in fold.get_text()
    assert fold.a["href"] == f"{page.url}#peer-worker"
    assert not fold.find_parent("p")


def test_a_word_in_a_list_is_explained_below_the_list():
    term()
    html = explained("<ul><li>A <dfn>peer</dfn></li><li>tea</li></ul><p>end</p>")
    assert html.index("</ul>") < html.index("<details") < html.index("<p>end")


def test_a_meaning_is_told_once_on_a_page(client):
    term(other_forms="peers")
    soup = soup_of(client, article("<p>A <dfn>peer</dfn>.</p>", "<p>Two <dfn>peers</dfn>.</p>"))
    assert len(soup.select("details.meaning")) == 1
    assert "Two peers." in soup.get_text()


def test_a_word_that_the_glossary_does_not_have_stays_a_plain_word(client):
    term("rested", is_shown=False)
    soup = soup_of(client, article("<p>A <dfn>zebra</dfn> <dfn>rested</dfn>.</p>"))
    assert "A zebra rested." in soup.get_text()
    assert not soup.select("main dfn")


def test_a_changed_meaning_stands_on_every_page_at_once(client):
    word = term()
    page = article("<p>A <dfn>peer</dfn>.</p>")
    assert "What peer means." in soup_of(client, page).get_text()
    word.meaning = "Somebody like you."
    word.save()
    assert "Somebody like you." in soup_of(client, page).get_text()
    word.delete()
    assert "Somebody like you." not in soup_of(client, page).get_text()


def test_a_marked_word_can_be_a_link_or_bold_and_sources_stay_numbered(client):
    term()
    sources = (
        "references",
        {"title": "References", "references": [{"key": "tea", "text": "On tea.", "url": "", "doi": ""}]},
    )
    page = StandardFactory(body=[("text", RichText("<p>A <b><dfn>pe<i>er</i></dfn></b>.[^tea]</p>")), sources])
    soup = soup_of(client, page)
    assert soup.select_one("b dfn").decode_contents() == "pe<i>er</i>"
    assert soup.select_one("a.cite").get_text() == "1"


def test_answers_explain_their_words(client):
    term()
    groups = [
        (
            "group",
            {"audience": "All", "questions": [{"question": "Who?", "answer": RichText("<p>A <dfn>peer</dfn>.</p>")}]},
        )
    ]
    assert soup_of(client, QuestionsFactory(groups=groups)).select_one(".expander details.meaning")


def test_explaining_costs_nothing_more_with_more_words(client):
    def cost(page):
        return settled_cost(lambda: client.get(page.url))

    plain = article("<p>A peer.</p>")
    marked = article(*(f"<p>A <dfn>word {number}</dfn>.</p>" for number in range(9)))
    for number in range(9):
        term(f"word {number}")
    assert cost(marked) == cost(plain)


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_what_is_not_marked_goes_out_as_it_came(text):
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    assert explained(html) == html


def test_the_page_lists_all_words_by_the_alphabet(client):
    draft = StandardFactory(live=False)
    more = StandardFactory(title="All about carers")
    term("supervision", page=Page.objects.get(pk=draft.pk))
    term("Carer", other_forms="carers", page=Page.objects.get(pk=more.pk))
    term("consumer")
    term("rested", is_shown=False)
    page = GlossaryFactory()
    response = client.get(page.url)
    soup = BeautifulSoup(response.content, "html.parser")
    assert [letter for letter, _id, _entries in response.context["letters"]] == ["C", "S"]
    assert [dt.get_text() for dt in soup.select("dl.glossary dt")] == ["Carer", "consumer", "supervision"]
    assert soup.select_one("#supervision")
    assert [a.get_text() for a in soup.select("dl.glossary a")] == ["All about carers"]


def test_each_letter_stands_once_in_any_script_and_so_does_its_address(client):
    for word in ("ear", "Écoute", "eye", "٣ cups", "3 cups of tea", "Ωmega", "любовь", "zebra", "Letter E", "“Echo”"):
        term(word)
    response = client.get(GlossaryFactory().url)
    assert [letter for letter, _id, _of in response.context["letters"]] == ["0–9", "E", "L", "Z", "Ω", "Л"]
    soup = BeautifulSoup(response.content, "html.parser")
    words = [dt.get_text() for dt in soup.select("dl.glossary dt")]
    assert words[2:6] == ["ear", "“Echo”", "Écoute", "eye"]
    ids = [each["id"] for each in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(soup.select_one("main").find(id=link["url"][1:]) for link in response.context["letter_links"])


def test_the_page_is_found_by_its_words_as_soon_as_they_are_saved(client):
    page = GlossaryFactory(title="Words explained")
    word = term("quokka")
    assert page.title in client.get("/search/?q=quokka").content.decode()
    word.delete()
    assert page.title not in client.get("/search/?q=quokka").content.decode().split("<main")[1]


def test_one_word_is_explained_once():
    term("peer worker", other_forms="PSW")
    for change in (
        {"word": "Peer-worker"},
        {"word": "psw"},
        {"word": "helper", "other_forms": "Peer worker"},
        {"word": "!"},
    ):
        with pytest.raises(ValidationError):
            term(**change)


def test_an_editor_keeps_the_glossary_and_marks_words(client, member_of):
    client.force_login(member_of("Editors"))
    url = reverse("wagtailsnippets_pages_glossaryterm:add")
    assert client.get(url).status_code == 200
    data = {"word": "peer", "meaning": "Somebody like you.", "other_forms": "", "page": "", "is_shown": "on"}
    assert client.post(url, data).status_code == 302
    word = models.GlossaryTerm.objects.get()
    edit = reverse("wagtailsnippets_pages_glossaryterm:edit", args=[word.pk])
    assert client.post(edit, data | {"meaning": "Another like you."}).status_code == 302
    assert client.get(reverse("wagtailsnippets_pages_glossaryterm:list")).status_code == 200
    from .test_editing import form_of

    body = streamfield([("text", rich_text("<p>A <dfn>peer</dfn>.</p>", features=["explain"]))])
    form = nested_form_data({"body": body}) | {k: v for k, v in form_of("standard").items() if not k.startswith("body")}
    add = reverse("wagtailadmin_pages:add", args=("pages", "standardpage", home().pk))
    assert client.post(add, form | {"action-publish": "1"}).status_code == 302
    page = models.StandardPage.objects.get()
    assert "<dfn>peer</dfn>" in page.body.raw_data[0]["value"]
    assert "Another like you." in client.get(page.url).content.decode()


def test_forms_that_only_say_several_are_looked_up_and_not_shown(client):
    term("peer worker", other_forms="peer workers\nPSW\npeer support worker\npeer support workers")
    soup = soup_of(client, GlossaryFactory())
    assert soup.select_one(".glossary .small").text == "Also: PSW, peer support worker"
    assert "What peer worker means." in soup_of(client, article("<p>Many <dfn>peer workers</dfn>.</p>")).text
