"""A database that does not answer: whatever the form, it is said, and what was typed is given back."""

from html import unescape

import pytest
from django.db import DatabaseError
from django.urls import reverse

from cms.intake.keys import form_token
from cms.intake.models import Draft
from cms.intake.receipts import seal
from contribute.newsletter.models import MailingList
from contribute.receiving import ANSWER, TAKE_BACK

from .filled import TOLD

pytestmark = pytest.mark.django_db


def away(*args, **kwargs):
    raise DatabaseError("words that may hold what somebody typed")


def assert_given_back(page, words):
    content = unescape(page.content.decode())
    assert page.status_code == 503
    assert "was not saved" in content
    assert words in content
    assert "no-store" in page["Cache-Control"]


def test_a_step_of_a_story_is_given_back(client, monkeypatch):
    _draft, key = Draft.start("contribute-story", answers={"begin": {"prompts": []}})
    address = reverse("contribute:story_step", args=[key, "words"])
    page = client.get(address)
    assert page.status_code == 200
    monkeypatch.setattr(Draft, "keep", away)
    field = next(field.html_name for field in page.context["form"].asked())
    token = page.context["form"].token()
    assert_given_back(client.post(address, {"token": token, field: TOLD}), TOLD)


def test_an_address_for_the_newsletter_is_given_back(client, monkeypatch):
    monkeypatch.setattr("contribute.newsletter.views.ask", away)
    page = client.get("/newsletter/")
    given = {"token": page.context["form"].token(), "email": "kookaburra@example.org", "agrees": "on"}
    if MailingList.objects.count() > 1:
        given["lists"] = [MailingList.objects.first().pk]
    assert_given_back(client.post("/newsletter/", given), "kookaburra@example.org")


@pytest.mark.parametrize(
    ("name", "purpose", "does"), [("take_back", TAKE_BACK, "take_back"), ("answer", ANSWER, "answered_again")]
)
def test_taking_back_and_writing_again_say_that_nothing_was_saved(client, sent, monkeypatch, name, purpose, does):
    contribution = sent("enquiry")
    monkeypatch.setattr(f"contribute.desk.{does}", away)
    address = reverse(f"contribute:{name}", args=[seal(purpose, contribution.reference)])
    form = "contribute-take-back" if name == "take_back" else "contribute-answer"
    page = client.post(address, {"token": form_token(form), "words": TOLD})
    assert page.status_code == 503
    assert "It was not saved" in page.content.decode()


def test_a_page_that_is_only_read_is_no_form_that_was_lost(client, monkeypatch):
    monkeypatch.setattr("contribute.views.forms.channel_of", away)
    client.raise_request_exception = False
    assert client.get("/contribute/enquiry/").status_code == 500
