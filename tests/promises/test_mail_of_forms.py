"""Promise 9 for everything that the public sends in: the page does not wait for a mail server, and no mail is lost."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from cms.intake import forms as intake_forms
from cms.intake.mail import WAITS, send_due
from cms.intake.models import OutboxMessage
from tests.contribute.ways import MAILED, press

from .test_mail import queue

PATIENCE = 30  # seconds


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)


@pytest.fixture
def rung(monkeypatch):
    """The addresses that this thread's own code opened a connection to."""
    found, real = [], socket.socket.connect
    here = threading.get_ident()

    def connect(self, address):
        if threading.get_ident() == here:
            found.append(address)
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return found


@contextmanager
def worker():
    """The outbox's worker, at work in a thread of its own; after it the list holds how many it sent."""
    sent = []

    def work():
        try:
            sent.append(send_due())
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield sent
    finally:
        thread.join(PATIENCE)
    assert not thread.is_alive()


def send_each(client, rung):
    """Send each form to its confirmation while no mail can go out."""
    for way in MAILED:
        answer = press(way).by(client)
        assert answer.status_code == 302, way
        assert client.get(answer.url).status_code == 200, way
        row = OutboxMessage.objects.get(recipients=[f"{way}@example.org"])
        assert (row.attempts, row.sent_at, row.last_error) == (0, None, ""), way
        assert rung == [], way


def assert_each_got_one(postbox):
    for way in MAILED:
        assert len(postbox.to(f"{way}@example.org")) == 1, way


@pytest.mark.django_db(transaction=True)
def test_promise_9_every_form_is_confirmed_while_the_mail_server_keeps_the_worker_waiting(client, postbox, rung):
    queue()
    postbox.paused.add("someone@example.org")
    with worker() as sent:
        deadline = time.monotonic() + PATIENCE
        while not postbox.asked and time.monotonic() < deadline:
            time.sleep(0.005)
        assert postbox.asked == ["someone@example.org"]
        send_each(client, rung)
        # All of it was taken while that one message was still in the worker's hand.
        assert (postbox.letters, postbox.asked, sent) == ([], ["someone@example.org"], [])
        postbox.paused.clear()
    send_due()
    assert_each_got_one(postbox)
    assert (rung, send_due()) == ([], 0)


@pytest.mark.django_db
def test_promise_9_every_form_is_confirmed_while_the_mail_server_refuses_and_each_mail_goes_once_when_it_is_back(
    client, postbox, rung, settings
):
    settings.EMAIL_PORT = 1
    send_each(client, rung)
    assert send_due() == 0
    assert (settings.EMAIL_HOST, 1) in rung
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}
    settings.EMAIL_PORT = postbox.port
    OutboxMessage.objects.update(due_at=timezone.now())
    assert send_due() == len(MAILED)
    assert_each_got_one(postbox)
    OutboxMessage.objects.update(due_at=timezone.now())
    assert send_due() == 0
    assert len(postbox.letters) == len(MAILED)


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_promise_9_the_waits_between_attempts_grow_and_nothing_is_tried_before_its_time(postbox, monkeypatch):
    assert sorted(set(WAITS)) == WAITS
    queue()
    began, minutes = timezone.now(), 0
    clock = [began]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    postbox.answers["someone@example.org"] = "451 4.7.1 Try again later"
    assert (send_due(), len(postbox.asked)) == (0, 1)
    for attempt, wait in enumerate(WAITS, 1):
        minutes += wait
        clock[0] = began + timedelta(minutes=minutes, seconds=-1)
        assert (send_due(), len(postbox.asked)) == (0, attempt), wait
        clock[0] = began + timedelta(minutes=minutes)
        if attempt == len(WAITS):
            postbox.answers.clear()
        send_due()
        assert len(postbox.asked) == attempt + 1, wait
    assert len(postbox.letters) == 1
    clock[0] += timedelta(days=3)
    assert (send_due(), len(postbox.letters)) == (0, 1)


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_a_form_is_confirmed_though_a_cache_that_counts_its_mails_is_away(client, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    for name in ("add", "incr", "get", "set"):
        monkeypatch.setattr(cache, name, away)
    for way in MAILED:
        assert press(way).by(client).status_code == 302, way
        assert OutboxMessage.objects.filter(recipients=[f"{way}@example.org"]).count() == 1, way
