"""Promise 2 for everything that the public sends in: one form makes one record, whatever is posted of it how often."""

import time
from collections import Counter
from html import unescape
from pathlib import Path
from unittest import mock

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.intake import forms as intake_forms
from cms.intake.keys import FORM_TOKEN_SALT, form_token
from cms.intake.models import Consent, OutboxMessage, Sender, Upload
from cms.intake.models.uploads import private_storage
from contribute.models import Contribution, PageOpinion
from contribute.newsletter.models import Subscriber
from tests.contribute.ways import WAYS, press

from .racing import at_once

MANY = 20


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)


def kept():
    """How many there are of what a form can make."""
    models = [Contribution, Sender, Consent, OutboxMessage, Upload, PageOpinion, Subscriber]
    return Counter({model.__name__: model.objects.count() for model in models})


def files():
    """The private files that lie on the disk."""
    return {path for path in Path(private_storage().location).rglob("*") if path.is_file()}


def leads_to(answer):
    """What a redirect confirms, without the time at which its address was signed."""
    return answer.url.rstrip("/").rpartition("/")[2].partition(":")[0]


@pytest.mark.django_db(transaction=True)
def test_promise_2_any_form_sent_twenty_times_at_once_is_one_record_and_one_mail():
    there = files()
    for way in WAYS:
        one, before = press(way, with_files=True), kept()
        # Each from a line of its own: how many one line may send is counted elsewhere.
        answers = at_once(MANY, lambda number, one=one: one.by(Client(REMOTE_ADDR=f"203.0.113.{number}")))
        assert [answer for answer in answers if isinstance(answer, Exception)] == [], way
        assert {answer.status_code for answer in answers} == {302}, way
        assert len({leads_to(answer) for answer in answers}) == 1, way
        made = kept() - before
        assert max(made.values()) == 1, (way, made)
        assert made["OutboxMessage"] == (way != "useful"), way
        assert made["Upload"] == len(one.files), way
    assert len(files() - there) == Upload.objects.count() == 2


def of_yesterday(form):
    """A token of a page that was open for too long."""
    with mock.patch.object(signing.time, "time", return_value=time.time() - 25 * 60 * 60):
        return form_token(form)


def altered(token, place, letter):
    """The token with another letter at one place."""
    place %= len(token)
    return token[:place] + (letter if token[place] != letter else "_") + token[place + 1 :]


LETTERS = st.sampled_from("abcXYZ019-_:.=")
NOT_OURS = st.one_of(
    st.builds(lambda place, letter: lambda form: altered(form_token(form), place, letter), st.integers(0), LETTERS),
    st.text(max_size=300).map(lambda text: lambda form: text),
    st.just(lambda form: form_token("contribute-take-back")),
    st.just(lambda form: form_token(form.upper())),
    st.just(of_yesterday),
    st.just(lambda form: signing.dumps({"form": form, "once": "x"}, salt="cms.intake.other")),
    st.just(lambda form: signing.dumps({"form": form, "once": "x"}, salt=FORM_TOKEN_SALT, key="another key")),
    st.just(lambda form: "x" * 100_000),
)
# Which page's token is sent: of one that was shown first, of one that was shown after it, or something that is no token.
POSTS = st.lists(st.one_of(st.sampled_from([0, 0, 1]), NOT_OURS), min_size=1, max_size=5)


@pytest.mark.sqlite_only
@pytest.mark.django_db
@settings(max_examples=40)
@given(way=st.sampled_from(WAYS), posts=POSTS)
def test_promise_2_whatever_tokens_are_posted_each_of_ours_makes_one_record_and_no_other_makes_any(client, way, posts):
    cache.clear()
    one, before = press(way), kept()
    ours, used = [one.data["token"], form_token(one.form)], set()
    for which in posts:
        is_ours = which in (0, 1)
        answer = one.by(client, token=ours[which] if is_ours else which(one.form))
        if is_ours:
            used.add(which)
        # The draft of a story that was sent is gone, and its second press leads to where the first did.
        was_sent = way == "story" and used
        assert answer.status_code == (302 if is_ours or was_sent else 400), way
        if answer.status_code == 400:
            content = unescape(answer.content.decode())
            assert "press the button once more" in content
            assert all(value in content for name, value in one.data.items() if name in {"your_email", "email"})
    made = kept() - before
    # A story's key is its draft's; one address is one reader.
    records = len(used) and (1 if way in {"story", "newsletter"} else len(used))
    assert made["Contribution"] + made["PageOpinion"] + made["Subscriber"] == records
    assert made["OutboxMessage"] == (0 if way == "useful" else 1 if way == "story" and used else len(used))
