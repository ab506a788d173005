"""Whatever is typed into any field, and whatever becomes of a link: an answer that says what to do, and never a 500."""

import re
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from html import unescape
from unittest import mock

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import models
from django.urls import reverse

from cms.intake import guard
from cms.intake.models import AccessLink, Draft, OutboxMessage, Sender
from cms.intake.receipts import seal
from contribute.models import Contribution, Message, PageOpinion, StoryPrompt
from contribute.newsletter.links import key_of
from contribute.newsletter.models import Subscriber
from contribute.receiving import ANSWER
from contribute.stories.asking import ask_teller
from contribute.stories.sending import take_story
from contribute.stories.steps import FORM, STEPS
from pages.models import StoryIndexPage
from tests.pages.factories import index

from . import telling
from .newsletter.making import reader
from .ways import WAYS, Press, press

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

UNWANTED = {"\x00", "\u202e"}
# A NUL, a turn of the direction of writing, an emoji, Arabic, what would be a header, what would be a program.
STRANGE = "\x00\u202eKind\r\nBcc: all@example.org\r\n\r\n😀 مرحبا <script>x()</script> =1+1\x00"
LONG = "é" * 100_000
NUMBER = "9" * 30


def letters_of(value):
    """Every letter of a text, or of the texts in what JSON can hold."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return set().union(*map(letters_of, value)) if isinstance(value, list) else set(str(value))


def assert_clean(rows):
    """Nothing that is kept holds what nobody types: PostgreSQL would not take it."""
    for row in rows:
        for one in row._meta.get_fields():
            if isinstance(one, models.CharField | models.TextField | models.JSONField):
                assert not UNWANTED & letters_of(getattr(row, one.name)), one.name


def assert_mailed_to_one_each():
    for row in OutboxMessage.objects.all():
        message = message_from_bytes(bytes(row.content), policy=policy.default)
        assert message["Bcc"] is None
        assert message["Cc"] is None
        assert [address.addr_spec for address in message["To"].addresses] == row.recipients
        assert len(row.recipients) == 1


def everything_kept():
    kinds = [contribution.own for contribution in Contribution.objects.all()]
    return [*kinds, *Sender.objects.all(), *Draft.objects.all(), *PageOpinion.objects.all(), *Message.objects.all()]


def put_into_each_field(client, make, *, but=("website_address",)):
    """Post strange and endless text into one field after the other of the form that ``make()`` fills in.

    Return how often it was taken. The fields are those of the form itself: a new one is tried without a word here.
    """
    page = client.get(make().url)
    names = [name for name in page.context["form"].fields if name not in but]
    assert names
    taken = 0
    for name in names:
        for text in (STRANGE, LONG, NUMBER):
            cache.clear()
            answer = make().by(client, **{name: text})
            taken += answer.status_code == 302
            assert answer.status_code in {200, 302, 400}, (name, text[:9])
            content = unescape(answer.content.decode())
            assert "<script>x()" not in answer.content.decode(), name
            if answer.status_code == 400:
                assert "There is a problem" in content, name
    assert_clean(everything_kept())
    assert_mailed_to_one_each()
    return taken


@pytest.mark.parametrize("way", [way for way in WAYS if way != "story"])
def test_strange_and_endless_text_in_any_field_is_kept_clean_or_refused_in_words(client, way):
    assert put_into_each_field(client, lambda: press(way))


@pytest.fixture
def stories():
    return index(StoryIndexPage)


def a_draft():
    """Return a draft of a story of which all is answered, with a question that is written to; and its key."""
    prompt = StoryPrompt.objects.first().words
    words = {"parts": [{"prompt": prompt, "words": "First"}], "story": "And more"}
    return Draft.start(FORM, answers=telling.answers(begin={"prompts": [prompt]}, words=words))


@pytest.mark.parametrize("then", ["", "later"])
def test_strange_and_endless_text_in_any_field_of_a_story_is_kept_clean_or_refused_in_words(client, stories, then):
    telling.a_note()
    for slug in STEPS:
        draft, key = a_draft()
        address = telling.step(key, slug)
        page = client.get(address)
        values = page.context["form"].initial
        given = {name: value for name, value in values.items() if isinstance(value, str) and value}
        given |= {name: "on" for name, value in values.items() if value is True}
        made = Press(address, telling.posted(given) | {"then": then}, FORM)
        put_into_each_field(client, lambda made=made: made)
        assert client.get(address).status_code == 200
        draft.delete()


def test_a_story_of_which_every_word_is_strange_is_mailed_to_its_teller_alone_and_shown_clean(client, stories):
    answers = telling.answers()
    answers["words"] = {"story": STRANGE}
    answers["name"] = {"name_shown": "full", "teller_name": STRANGE[:60]}
    answers["services"] = {"services_named": STRANGE}
    answers["reach"] |= {"your_name": STRANGE[:60]}
    telling.send(client, telling.walk(client, answers))
    sent = Contribution.objects.get().own
    version = sent.page.get_latest_revision_as_object()
    version.title = "Tea\r\nBcc: all@example.org"
    version.save_revision(clean=False)
    ask_teller(sent, None)
    assert OutboxMessage.objects.count() == 2
    assert_mailed_to_one_each()
    page = client.get(asked_at())
    assert page.status_code == 200
    assert "<script>x()" not in page.content.decode()
    assert not UNWANTED & letters_of([list(version.body.raw_data), version.teller_name])


def asked_at():
    """The address in the mail that asks a teller."""
    text = "".join(bytes(mail.content).decode() for mail in OutboxMessage.objects.filter(key__contains=":ask:"))
    return re.search(r"/contribute/story/answer/[^/\s]+/", text.replace("=\n", ""))[0]


def test_what_is_typed_on_pages_that_a_link_opens_is_kept_clean_or_refused_in_words(client, sent, stories):
    enquiry = sent("enquiry")
    story = take_story(telling.answers(), "one story")
    ask_teller(story, None)
    _draft, key = a_draft()
    reader_key = key_of(reader("someone@example.org"))
    places = {
        reverse("contribute:answer", args=[seal(ANSWER, enquiry.reference)]): ("contribute-answer", {"words": "Hello"}),
        asked_at(): ("contribute-story-answer", {"answer": "nonsense"}),
        reverse("contribute:story_save", args=[key]): ("contribute-story-save", {"email": "a@example.org"}),
        f"/newsletter/yours/{reader_key}/": ("newsletter-choices", {"person": "Sam", "lists": ["1"]}),
    }
    for address, (form, values) in places.items():
        put_into_each_field(client, lambda a=address, f=form, v=values: Press(a, telling.posted(v, f), f))
    assert not UNWANTED & set("".join(Sender.objects.values_list("name", flat=True)))


# --- Too many at once -----------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_who_sends_too_often_is_told_when_to_come_back_and_keeps_what_they_typed(client, way, monkeypatch):
    one = press(way, with_files=True)
    monkeypatch.setattr(guard, "within_rate", lambda *args, **options: False)
    page = one.by(client)
    assert page.status_code == 429
    assert page["Retry-After"] == "600"
    assert "no-store" in page["Cache-Control"]
    content = unescape(page.content.decode())
    assert "Try again in 10 minutes" in content
    for name, value in one.data.items():
        assert f'name="{name}"' in content
        assert all(line in content for line in str(value).splitlines()), name
    for name in one.files:
        assert re.search(rf'<input[^>]*type="file"[^>]*name="{name}"|name="{name}"[^>]*type="file"', content)
    assert not Contribution.objects.exists()
    monkeypatch.undo()
    assert one.by(client).status_code in {302, 400}


# --- Links that are over, altered or used ---------------------------------------------------------


@contextmanager
def long_ago(days):
    """Sign addresses as they were signed some days ago."""
    with mock.patch.object(signing.time, "time", return_value=time.time() - days * 24 * 60 * 60):
        yield


def other_end(address):
    """The address with another last letter."""
    return f"{address[:-2]}{'A' if address[-2] != 'A' else 'B'}/"


@pytest.mark.parametrize("way", [way for way in WAYS if way != "newsletter"])
def test_the_page_that_confirms_closes_after_a_day_and_says_that_nothing_is_lost(client, way):
    with mock.patch.object(guard, "within_rate", return_value=True):
        with long_ago(1.1):
            address = press(way).by(client).url
        page = client.get(address)
        assert page.status_code == 410
        assert "This page has closed" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert client.get(other_end(address)).status_code == 404
        address = press(way).by(client).url
        for _look in range(2):
            assert client.get(address).status_code == 200
        assert client.post(address).status_code in {200, 405}


def test_a_storys_saved_link_opens_it_until_it_is_sent_or_over_and_then_says_what_may_be(client, stories):
    draft, key = a_draft()
    form = "contribute-story-save"
    client.post(reverse("contribute:story_save", args=[key]), telling.posted({"email": telling.EMAIL}, form))
    text = bytes(OutboxMessage.objects.get().content).decode().replace("=\n", "")
    path = re.search(r"/contribute/story/[^/\s]+/return/", text)[0]
    button = telling.posted({}, "contribute-story-return")
    first, second = client.post(path, button), client.post(path, button)
    assert first.status_code == second.status_code == 302
    assert (client.get(first.url).status_code, client.get(second.url).status_code) == (410, 200)
    altered = path.replace("/return/", "x/return/")
    for method in (client.get, client.post):
        assert method(altered).status_code == 410
    telling.send(client, second.url.split("/")[3])
    for method in (client.get, client.post):
        page = method(path)
        assert page.status_code == 410
        assert "What it opened was sent, deleted, or its time was over" in page.content.decode()
    draft, _key = a_draft()
    token = draft.save_for_later()
    Draft.objects.update(expires_at=draft.created_at)
    assert client.get(reverse("contribute:story_return", args=[token])).status_code == 410


def test_a_link_to_write_again_or_to_confirm_works_for_its_time_and_its_thing(client, sent):
    contribution = sent("enquiry")
    with long_ago(3660):
        over = reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)])
    right = reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)])
    answer = telling.posted({"words": "Ballarat"}, "contribute-answer")
    assert [client.get(address).status_code for address in (right, over, other_end(right))] == [200, 410, 404]
    assert client.post(over, answer).status_code == 410
    for _press in range(3):
        answered = client.post(right, answer)
        assert answered.status_code == 302
    assert contribution.messages.count() == 1
    assert client.get(other_end(answered.url)).status_code == 404
    press("newsletter").by(client)
    text = bytes(OutboxMessage.objects.filter(key__contains=":confirm:").get().content).decode().replace("=\n", "")
    confirm = re.search(r"/newsletter/confirm/[^/\s]+/", text)[0]
    assert client.get(other_end(confirm)).status_code == 404
    AccessLink.objects.update(expires_at=contribution.received_at)
    for method in (client.get, client.post):
        assert method(confirm).status_code == 410
    assert not Subscriber.objects.confirmed().exists()
