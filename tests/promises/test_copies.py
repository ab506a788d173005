"""The last printed copies are promised once, however many people ask at the same moment."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage, Sender
from contribute.models import CopyItem, CopyRequest
from contribute.posting import AlreadyPosted, post
from contribute.receiving import receive

from .racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = {"name": "Quoll", "email": "quoll@example.org", "postal_address": "7 Wattlebird Lane\nBallarat VIC 3350"}


@pytest.fixture
def last(transactional_db):
    """An item of which two are left."""
    return CopyItem.objects.create(name="Finding your feet", stock=2)


def ask(item, key, quantity=2):
    return receive(CopyRequest, key, sender=PERSON, lines=[(item, quantity)])


def test_of_many_who_ask_for_the_last_at_once_one_gets_it_and_the_others_are_told(last):
    results = at_once(6, lambda _number: ask(last, new_key()))
    won = [result for result in results if isinstance(result, tuple)]
    lost = [result for result in results if isinstance(result, ValidationError)]
    assert (len(won), len(lost)) == (1, 5), results
    assert all("is all gone now" in str(error) for error in lost)
    assert CopyRequest.objects.count() == Sender.objects.count() == OutboxMessage.objects.count() == 1
    assert CopyItem.objects.with_promised().get().left == 0


def test_one_form_that_asks_for_the_last_is_kept_however_often_it_is_sent(last):
    key = new_key()
    results = at_once(6, lambda _number: ask(last, key))
    assert {result[0].pk for result in results} == {CopyRequest.objects.get().pk}, results
    assert [is_new for _row, is_new in results].count(True) == 1


def test_a_request_that_two_colleagues_post_at_once_leaves_the_shelf_once(last, member_of):
    request, _new = ask(last, new_key(), 1)
    users = [member_of("Inbox staff") for _number in range(3)]
    results = at_once(3, lambda number: post(request, user=users[number]))
    assert len([result for result in results if isinstance(result, AlreadyPosted)]) == 2, results
    assert CopyItem.objects.get().stock == 1
    assert OutboxMessage.objects.filter(key__endswith=":posted").count() == 1


def test_different_requests_posted_at_once_are_all_taken_from_the_shelf(last, member_of):
    poster = CopyItem.objects.create(name="Poster", stock=10)
    requests = [
        receive(CopyRequest, new_key(), sender=PERSON, lines=lines)[0]
        for lines in ([(last, 1), (poster, 2)], [(poster, 3), (last, 1)])
    ]
    user = member_of("Inbox staff")
    results = at_once(2, lambda number: post(requests[number], user=user))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert dict(CopyItem.objects.values_list("name", "stock")) == {"Finding your feet": 0, "Poster": 5}


def test_a_correction_of_the_shelf_and_a_posting_at_once_never_lose_one_another(last, member_of):
    """An editor saves what they opened before, in the moment in which a colleague posts: twice over, each is kept or refused."""
    request, _new = ask(last, new_key(), 1)
    user = member_of("Inbox staff")
    client = Client()
    client.force_login(user)
    url = reverse("wagtailsnippets_contribute_copyitem:edit", args=[last.pk])
    words = {"name": "Finding your feet", "description": "24 pages", "page": "", "most": "5", "sort_order": "0"}
    data = words | {"stock": "2", "stock_seen": "2"}
    results = at_once(2, lambda number: post(request, user=user) if number else client.post(url, data).status_code)
    assert results[0] == 302, results
    assert not isinstance(results[1], Exception), results
    assert CopyItem.objects.values_list("description", "stock").get() == ("24 pages", 1)
