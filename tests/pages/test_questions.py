"""Questions are found by their words and by who asks, in the address alone."""

import pytest
from bs4 import BeautifulSoup
from wagtail.rich_text import RichText

from pages import models

from .factories import QuestionsFactory

pytestmark = pytest.mark.django_db


def group(audience, *pairs):
    questions = [{"question": question, "answer": RichText(f"<p>{answer}</p>")} for question, answer in pairs]
    return ("group", {"audience": audience, "questions": questions})


@pytest.fixture
def page():
    return QuestionsFactory(
        groups=[
            group(
                "If you look for support",
                ("What does it cost?", "Mostly nothing."),
                ("Do I have to talk?", "No. Listening is taking part, and it costs you nothing."),
                ("Can I bring a friend?", "Often."),
            ),
            group(
                "If you run a group",
                ("How do we get listed?", "Use the form. It costs nothing."),
                ("Who checks it?", "An editor of the Café."),
                ("How long?", "A week."),
            ),
        ]
    )


def asked(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return [summary.get_text(strip=True) for summary in soup.select("main .expander > summary")], soup


def test_words_find_questions_by_their_stems_and_those_that_ask_it_come_first(client, page):
    titles, soup = asked(client, page, "?q=COSTS")
    assert titles == ["What does it cost?", "Do I have to talk?", "How do we get listed?"]
    assert "3 questions" in soup.get_text()
    assert asked(client, page, "?q=cafe")[0] == ["Who checks it?"]


def test_all_words_must_be_there_and_a_few_answers_stand_open(client, page):
    titles, soup = asked(client, page, "?q=costs+listening")
    assert titles == ["Do I have to talk?"]
    assert soup.select_one("main .expander").has_attr("open")
    assert not asked(client, page)[1].select_one("main .expander").has_attr("open")


def test_questions_are_narrowed_by_who_asks_and_both_go_together(client, page):
    assert len(asked(client, page, "?for=if-you-run-a-group")[0]) == 3
    assert asked(client, page, "?for=if-you-run-a-group&q=costs")[0] == ["How do we get listed?"]


def test_what_was_asked_stays_in_the_form_and_in_no_search_engine(client, page):
    _titles, soup = asked(client, page, "?q=%3Cb%3Ecost&for=if-you-run-a-group")
    assert soup.select_one("#questions-q")["value"] == "<b>cost"
    assert soup.select_one("#questions-for option[selected]")["value"] == "if-you-run-a-group"
    assert soup.select_one('meta[name="robots"]')["content"] == "noindex"
    assert not asked(client, page)[1].select_one('meta[name="robots"]')


def test_nothing_found_says_so_and_leads_back(client, page):
    titles, soup = asked(client, page, "?q=zebra")
    assert titles == []
    assert soup.select_one(".empty a")["href"] == page.url


@pytest.mark.parametrize("query", ["?q=", "?q=%00", "?q=!!!", "?for=nobody", "?for=%00", "?q=" + "+" * 900, "?q"])
def test_what_asks_for_nothing_shows_all(client, page, query):
    assert len(asked(client, page, query)[0]) == 6


def test_an_address_of_a_question_leads_to_the_same_one_whatever_is_shown(client, page):
    anchors = {item.get("id") for item in asked(client, page)[1].select(".expander .rich")}
    assert {item.get("id") for item in asked(client, page, "?q=costs")[1].select(".expander .rich")} <= anchors


def test_few_questions_need_no_search(client):
    _titles, soup = asked(client, QuestionsFactory(groups=[group("All", ("Why?", "Because."))]))
    assert not soup.select("main form[role=search]")


def test_a_preview_shows_all_questions(page, rf):
    response = page.make_preview_request(rf.get("/"))
    assert response.status_code == 200
    assert models.QuestionsPage.objects.count() == 1
