"""A story that is sent, answered or taken back many times at once: one of each."""

import copy
from threading import Event

import pytest
from django.db import connection
from wagtail.models import Page

from cms.intake.keys import hashed, new_key
from cms.intake.models import AccessLink, Consent, OutboxMessage, Sender
from contribute import desk
from contribute.models import StoryAsk, StorySent
from contribute.stories.asking import ask_teller, take_answer
from contribute.stories.sending import take_story
from pages.models import StoryConsent, StoryIndexPage, StoryPage
from pages.models.telling import Telling
from pages.story_stops import stop
from tests.contribute.telling import ANSWERS
from tests.pages.factories import StoryFactory, consented, index

from .racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories():
    return index(StoryIndexPage)


def test_twenty_sendings_of_one_story_make_one_page_one_consent_and_one_message(stories):
    key = new_key()
    results = at_once(20, lambda _number: take_story(copy.deepcopy(ANSWERS), key))
    assert {getattr(result, "pk", result) for result in results} == {StorySent.objects.get().pk}
    assert StoryPage.objects.count() == StoryConsent.objects.count() == Sender.objects.count() == 1
    assert Consent.objects.count() == 1
    assert OutboxMessage.objects.filter(key__endswith=":received").count() == 1
    assert StorySent.objects.get().token_hash == hashed(key)
    assert Page.find_problems() == ([], [], [], [], [])


def test_stories_that_come_at_once_each_have_their_own_page(stories):
    results = at_once(6, lambda _number: take_story(copy.deepcopy(ANSWERS), new_key()))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(set(StoryPage.objects.values_list("slug", flat=True))) == 6
    assert Page.find_problems() == ([], [], [], [], [])


def test_of_many_answers_by_one_link_one_counts(stories):
    sent = take_story(copy.deepcopy(ANSWERS), new_key())
    ask = ask_teller(sent, None)
    link = AccessLink.objects.get(subject=ask.uuid)
    results = at_once(8, lambda number: take_answer(link, ask, "yes" if number % 2 else "change", "Words"))
    assert sorted(results) == [False] * 7 + [True]
    assert StoryAsk.objects.get().answer in {"yes", "change"}


def test_taking_back_many_times_at_once_takes_back_once(stories):
    sent = take_story(copy.deepcopy(ANSWERS), new_key())
    results = at_once(6, lambda _number: desk.take_back(StorySent.objects.get(pk=sent.pk)))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert results.count(True) == 1
    assert not StoryPage.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_a_story_that_is_stopped_while_it_is_published_is_off_the_site(stories, monkeypatch):
    draft = StoryFactory(live=False)
    consented(draft)
    revision = draft.save_revision()
    asked, stopped, ask = Event(), Event(), Telling._refuse_unless_agreed

    def ask_and_dawdle(self, adding):
        ask(self, adding)
        asked.set()
        # Whoever stops it now waits for the one who publishes, or this is all the time that there is.
        stopped.wait(1)

    monkeypatch.setattr(Telling, "_refuse_unless_agreed", ask_and_dawdle)

    def one_of_two(number):
        if number:
            revision.publish()
        else:
            assert asked.wait(30)
            stop(draft, "By phone", None)
            stopped.set()

    results = at_once(2, one_of_two)
    assert [result for result in results if isinstance(result, AssertionError)] == []
    assert not Page.objects.get(pk=draft.pk).live
