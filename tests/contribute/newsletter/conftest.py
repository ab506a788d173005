"""What the newsletter's tests share."""

import re
from email import message_from_bytes, policy

import pytest

from cms.intake import forms as intake_forms
from cms.intake.models import OutboxMessage
from contribute.newsletter.forms import ButtonForm, ChoicesForm, SubscribeForm
from contribute.newsletter.models import NewsletterWords

from .making import a_list


@pytest.fixture(autouse=True)
def _no_time_trap(monkeypatch):
    # Tests type faster than people; the trap itself has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)


@pytest.fixture
def subscribe(client):
    """Post the form as a browser does: ``subscribe("a@example.org", lists=[…], **more)``; returns the answer."""

    def post(email="reader@example.org", lists=(), **more):
        return client.post("/newsletter/", typed(email=email, lists=[one.pk for one in lists], **more))

    return post


def typed(**fields):
    """What the form posts: the fields given, and the rest as somebody fills them in."""
    form = SubscribeForm(words=NewsletterWords(), lists=[a_list()])
    return {"email": "reader@example.org", "person": "", "agrees": "on", "token": form.token()} | fields


def button():
    """What a page with one button posts."""
    return {"token": ButtonForm().token()}


def choices(lists, **more):
    """What the page of choices posts."""
    return {"token": ChoicesForm(lists=[]).token(), "person": "", "lists": [one.pk for one in lists]} | more


def words_of(message):
    """The plain text of a message of the outbox, as its recipient reads it."""
    parsed = message_from_bytes(bytes(message.content), policy=policy.default)
    return parsed.get_body(("plain",)).get_content()


def link_in(message, begins):
    """The path of the first address in ``message`` that begins so."""
    return re.search(rf"https?://[^/\s]+({begins}\S+)", words_of(message))[1]


def newest(kind="confirm"):
    """The newest message of a kind."""
    return OutboxMessage.objects.filter(key__contains=f":{kind}:").latest("pk")
