"""What a program seems to have written is held, and it learns nothing; a person whom a trap caught loses nothing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.intake import forms as intake_forms
from cms.intake.keys import form_token, read_token
from cms.intake.models import AccessLink, OutboxMessage
from cms.intake.purge import purge
from cms.intake.receipts import seal
from contribute.models import Contribution, PageOpinion, StorySent
from contribute.newsletter.models import Subscriber
from contribute.receiving import ANSWER, TAKE_BACK
from contribute.stories.asking import ask_teller
from contribute.stories.sending import take_story
from pages.models import StoryIndexPage
from tests.pages.factories import StandardFactory, index

from . import telling
from .filled import TOLD
from .newsletter.conftest import typed as subscribing

pytestmark = pytest.mark.django_db

FILLED_IN = "https://manager.example.org"
# What each page says of the one who is looked at, and of no other.
OWN = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}|/contribute/take-back/[^/\"]+/")


def shown(client, response):
    """Return the page that confirms what was sent, without its reference and its links."""
    assert response.status_code == 302, response.content.decode()
    page = client.get(response.url)
    assert page.status_code == 200
    return OWN.sub("", page.content.decode())


# --- The short forms ------------------------------------------------------------------------------


def test_what_came_faster_than_a_person_types_is_held_and_its_sender_told_just_the_same(
    client, filled, url_of, kind, monkeypatch
):
    person = shown(client, client.post(url_of(kind), filled(kind)))
    OutboxMessage.objects.all().delete()
    monkeypatch.setattr(intake_forms, "QUICKEST", 60)
    quick = client.post(url_of(kind), filled(kind))
    robot = client.post(url_of(kind), filled(kind, website_address=FILLED_IN))
    assert shown(client, quick) == shown(client, robot) == person
    held = Contribution.objects.filter(status="junk").order_by("pk")
    assert [row.held for row in held] == ["quick", "robot"]
    assert TOLD in held[0].words
    assert not OutboxMessage.objects.exists()


def test_who_puts_a_mistake_right_is_not_too_quick_for_it(client, filled, url_of, monkeypatch, kind):
    """The page that is shown once more has the token of the first showing: the time since then counts."""
    missing = {"hard-copies": "suburb", "suggestion": "about", "endorsement": "agrees", "work": "agrees"}
    data = filled(kind)
    page = client.post(url_of(kind), data | {missing.get(kind, "words"): ""})
    assert page.status_code == 400
    assert page.context["form"].token() == data["token"]
    assert client.post(url_of(kind), data).status_code == 302
    assert Contribution.objects.get().status == "new"


# --- A story --------------------------------------------------------------------------------------


@pytest.fixture
def stories():
    return index(StoryIndexPage)


def test_a_story_of_which_a_program_filled_in_a_step_is_held_whole_and_its_page_says_the_same(client, stories):
    person = shown(client, telling.send(client, telling.walk(client)))
    OutboxMessage.objects.all().delete()
    for trapped in ("words", "reach", "check"):
        key = telling.begin(client)
        for name, values in telling.answers().items():
            if name == "notes":
                continue
            more = {"website_address": FILLED_IN} if name == trapped else {}
            assert client.post(telling.step(key, name), telling.posted(values) | more).status_code == 302
        more = {"website_address": FILLED_IN} if trapped == "check" else {}
        check = reverse("contribute:story_check", args=[key])
        response = client.post(check, telling.posted({}, "contribute-story-send") | more)
        assert shown(client, response) == person
        sent = StorySent.objects.latest("pk")
        assert (sent.status, sent.held) == ("junk", "robot"), trapped
        assert telling.TOLD in str(sent.page.get_latest_revision_as_object().body[0].value)
        assert sent.page.current_workflow_state is None
    assert not OutboxMessage.objects.exists()


def test_a_story_that_was_pasted_faster_than_anybody_reads_is_held_and_looking_at_it_again_is_not_quick(
    client, stories, monkeypatch
):
    key = telling.walk(client)
    monkeypatch.setattr(intake_forms, "QUICKEST", 60)
    telling.send(client, telling.walk(client))
    assert StorySent.objects.get().held == "quick"
    again = telling.posted(telling.ANSWERS["words"])
    assert client.post(telling.step(key, "words"), again).status_code == 302
    telling.send(client, key)
    assert StorySent.objects.latest("pk").status == "new"


# --- The newsletter -------------------------------------------------------------------------------


def test_who_asks_for_the_newsletter_like_a_program_is_held_and_reads_what_everybody_reads(client, monkeypatch):
    person = shown(client, client.post("/newsletter/", subscribing()))
    OutboxMessage.objects.all().delete()
    robot = client.post("/newsletter/", subscribing(email="a@example.org", website_address=FILLED_IN))
    monkeypatch.setattr(intake_forms, "QUICKEST", 60)
    quick = client.post("/newsletter/", subscribing(email="b@example.org"))
    assert shown(client, robot) == shown(client, quick) == person
    assert Subscriber.objects.filter(is_held=True).count() == 2
    assert not OutboxMessage.objects.exists()


# --- “Was this page useful?” ----------------------------------------------------------------------


def useful(client, page, answer="yes", **values):
    data = {"token": form_token("contribute-useful"), "website_address": "", "comment": ""} | values
    return client.post(reverse("contribute:useful", args=[page.pk, answer]), data)


def test_an_opinion_that_a_program_seems_to_have_written_is_thanked_for_as_any_other(client):
    page = StandardFactory(title="Making tea", slug="making-tea")
    person = shown(client, useful(client, page, comment="Good tea"))
    assert shown(client, useful(client, page, comment=TOLD, website_address=FILLED_IN)) == person
    assert PageOpinion.objects.get(is_held=True).comment == TOLD


def test_a_comment_that_a_program_wrote_to_a_press_that_was_counted_takes_it_along(client):
    page = StandardFactory()
    token = form_token("contribute-useful")
    useful(client, page, token=token)
    useful(client, page, token=token, comment=TOLD, website_address=FILLED_IN)
    assert [(row.comment, row.is_held) for row in PageOpinion.objects.all()] == [(TOLD, True)]


def test_an_opinion_that_stays_held_goes_after_a_month_and_no_other_does(client):
    page = StandardFactory()
    for values in ({"website_address": FILLED_IN}, {}):
        useful(client, page, comment=TOLD, **values)
    PageOpinion.objects.update(day=timezone.localdate() - timedelta(days=30))
    purge()
    assert PageOpinion.objects.count() == 2
    PageOpinion.objects.update(day=timezone.localdate() - timedelta(days=31))
    purge()
    assert [row.is_held for row in PageOpinion.objects.all()] == [False]


# --- What is only opened by a link that somebody was given ----------------------------------------


def test_whoever_has_a_link_of_ours_gets_through_at_the_second_press_whatever_fills_the_hidden_field(
    client, sent, stories
):
    contribution = sent("enquiry")
    story = take_story(telling.answers(), "one story")
    ask_teller(story, None)
    path = re.search(r"/contribute/story/answer/[^/]+/", unescaped_mail())[0]
    places = {
        reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)]): {"words": TOLD},
        path: {"answer": "change", "words": TOLD},
        reverse("contribute:take_back", args=[seal(TAKE_BACK, contribution.reference)]): {},
    }
    for address, values in places.items():
        form = client.get(address).context["form"]
        data = values | {"token": form.token(), "website_address": FILLED_IN}
        first = client.post(address, data)
        assert first.status_code == 400, address
        assert all(value in first.content.decode() for value in values.values() if value == TOLD)
        second = client.post(address, data | {"token": first.context["form"].token()})
        assert second.status_code in {200, 302}, address
    assert Contribution.objects.get(pk=contribution.pk).status == "taken-back"
    assert AccessLink.objects.get().state == "used"


def test_the_token_of_a_page_that_asks_once_more_is_for_that_form_alone(client):
    token = form_token("contribute-answer", is_asked_again=True)
    assert read_token(token, "contribute-answer")[1] is True
    page = client.post("/contribute/feedback/", {"token": token, "words": TOLD, "about": "hard"})
    assert page.status_code == 400
    assert not Contribution.objects.exists()


def unescaped_mail():
    return "".join(bytes(mail.content).decode() for mail in OutboxMessage.objects.all()).replace("=\n", "")
