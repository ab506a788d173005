"""A cache that is dead, slow or answers with rubbish is as if nothing were kept, and costs no more than a moment."""

import contextlib
import logging
import socket
import threading
import time

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from wagtail.models import Site

from cms.core import cache_backends
from cms.core.cache_backends import PAUSE, PatientRedisCache
from cms.intake import guard, proof

BACKEND = "cms.core.cache_backends.PatientRedisCache"


@pytest.fixture(autouse=True)
def _nobody_was_away(monkeypatch):
    monkeypatch.setattr(cache_backends, "OUTAGES", {})


@contextlib.contextmanager
def answering(words, *, delay=0):
    """A server that answers whatever is said with ``words``, or with nothing at all; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    connection = server.accept()[0]
                    threading.Thread(target=talk, args=[connection], daemon=True).start()

        def talk(connection):
            with contextlib.suppress(OSError):
                while connection.recv(4096):
                    if words:
                        over.wait(delay)
                        connection.sendall(words)

        over = threading.Event()
        threading.Thread(target=serve, daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        over.set()
        server.shutdown(socket.SHUT_RDWR)


def ask_everything(kept):
    """Ask ``kept`` in every way that Django knows, as of a cache in which nothing is."""
    assert kept.get("a") is None
    assert kept.get("a", "else") == "else"
    assert kept.add("a", 1) is True
    kept.set("a", "text")
    assert kept.get("a") is None
    assert kept.get_or_set("a", "made") == "made"
    assert kept.get_or_set("a", lambda: "made by asking") == "made by asking"
    assert kept.get_many(["a", "b"]) == {}
    assert kept.set_many({"a": 1, "b": 2}) == []
    assert not kept.touch("a")
    assert not kept.delete("a")
    kept.delete_many(["a", "b"])
    assert "a" not in kept
    assert kept.has_key("a") is False
    for count in (kept.incr, kept.decr):
        with pytest.raises(ValueError, match="not found"):
            count("a")
    kept.clear()


@pytest.mark.parametrize(
    ("words", "delay"),
    [
        (b"", 0),
        (b"+OK\r\n", 0.3),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", 0),
        (b"$-7\r\n", 0),
        (b"*3\r\n:1\r\n", 0),
        (b":\xff\xfe\r\n", 0),
        (b"-NOAUTH Authentication required.\r\n", 0),
        (b"-LOADING Redis is loading the dataset in memory\r\n", 0),
    ],
    ids=[
        "silent",
        "slow",
        "a web server",
        "a strange length",
        "half an answer",
        "no number",
        "a lock",
        "still loading",
    ],
)
def test_what_answers_wrongly_late_or_not_at_all_keeps_nothing_and_holds_nobody_up(words, delay):
    with answering(words, delay=delay) as address:
        kept = PatientRedisCache(address, {})
        began = time.monotonic()
        ask_everything(kept)
        ask_everything(kept)
        # One twentieth of a second is waited, and once more for each pause that is over: not for each of 40 questions.
        assert time.monotonic() - began < 1


def test_a_dead_one_keeps_nothing():
    kept = PatientRedisCache("redis://127.0.0.1:1/0", {})
    ask_everything(kept)
    assert kept.is_away


def test_all_threads_know_at_once_and_one_finds_out_when_it_is_back(monkeypatch):
    now = 0.0
    monkeypatch.setattr(cache_backends.time, "monotonic", lambda: now)
    asked = []
    monkeypatch.setattr(
        cache_backends.RedisCacheClient, "get", lambda *words: asked.append(1) or (_ for _ in ()).throw(OSError())
    )
    ours, theirs = (PatientRedisCache("redis://127.0.0.1:1/0", {}) for _ in range(2))
    ours.get("a")
    for kept in (ours, theirs, theirs):
        assert kept.get("a") is None
    assert len(asked) == 1
    now = PAUSE + 0.01
    theirs.get("a")
    ours.get("a")
    assert len(asked) == 2
    assert ours.is_away
    now = 3 * PAUSE
    # While one waits for the answer, the others do not.
    assert [ours._cache.outage.may_ask(), theirs._cache.outage.may_ask()] == [True, False]


def test_the_log_says_once_that_it_went_and_nothing_of_where_it_is(caplog):
    kept = PatientRedisCache("redis://:secret@127.0.0.1:1/0", {})
    with caplog.at_level(logging.DEBUG):
        ask_everything(kept)
    assert caplog.text.count("does not answer") == 1
    assert "secret" not in caplog.text


@pytest.mark.redis
def test_it_keeps_what_a_redis_keeps(redis_server):
    kept, plain = PatientRedisCache(redis_server, {}), RedisCache(redis_server, {})
    kept.clear()
    kept.set("words", {"a": ["list", 1, None]})
    assert plain.get("words") == kept.get("words") == {"a": ["list", 1, None]}
    assert kept.add("words", 1) is False
    assert kept.add("number", 5, timeout=60) is True
    assert kept.incr("number", 2) == 7
    assert kept.decr("number") == 6
    assert kept.get_many(["number", "words", "none"]) == {"number": 6, "words": {"a": ["list", 1, None]}}
    kept.set("nothing", None)
    assert kept.get("nothing", "else") is None
    kept.set("gone", 1, timeout=0)
    assert "gone" not in kept
    assert kept.touch("number", 30)
    kept.set_many({"x": 1, "y": 2})
    assert kept.delete("x")
    kept.delete_many(["y", "words"])
    assert kept.get_many(["x", "y", "words"]) == {}
    with pytest.raises(ValueError, match="not found"):
        kept.incr("x")
    # What was not there to count up has not begun without an end: it would keep somebody out for good.
    assert "x" not in kept
    assert not kept.is_away


@pytest.mark.redis
def test_what_cannot_be_read_is_as_if_it_were_not_there_and_makes_room(redis_server):
    kept = PatientRedisCache(redis_server, {})
    kept.clear()
    raw = kept._cache.get_client(write=True)
    for rubbish in (b"", b"\x80\x05garbage", b"\x80\x05cno_such_module\nNoSuchThing\n.", b"\xff" * 9):
        raw.set(kept.make_key("a"), rubbish)
        assert kept.get("a", "else") == "else"
        assert kept.add("a", "new") is True
        raw.set(kept.make_key("a"), rubbish)
        kept.set("b", "right")
        assert kept.get_many(["a", "b"]) == {"b": "right"}
        assert raw.get(kept.make_key("a")) is None
    raw.set(kept.make_key("a"), "no number")
    with pytest.raises(ValueError, match="not found"):
        kept.incr("a")
    assert not kept.is_away


@pytest.mark.redis
def test_what_was_changed_while_it_was_away_is_not_answered_with_the_old(redis_server, monkeypatch):
    """A moment in which one process could not reach it must not leave what that process meant to delete."""
    kept, others = PatientRedisCache(redis_server, {}), RedisCache(redis_server, {})
    others.clear()
    others.set_many({"deleted": "old", "replaced": "old", "left": "as it was"})
    kept._cache.outage.begin(OSError())
    kept.delete("deleted")
    kept.set("replaced", "new")
    monkeypatch.setattr(kept._cache.outage, "ask_again", 0.0)
    assert kept.get("left") == "as it was"
    assert others.get_many(["deleted", "replaced", "left"]) == {"left": "as it was"}

    kept._cache.outage.begin(OSError())
    kept.delete_many([f"many-{number}" for number in range(cache_backends.MOST_OWED + 1)])
    monkeypatch.setattr(kept._cache.outage, "ask_again", 0.0)
    assert kept.get("left") is None
    assert others.get("left") is None


@pytest.mark.django_db
def test_wagtail_knows_its_sites_and_limits_let_people_pass_without_it(settings, rf):
    settings.CACHES = {"default": {"BACKEND": BACKEND, "LOCATION": "redis://127.0.0.1:1/0"}}
    assert [path.root_url for path in Site.get_site_root_paths()] == ["http://localhost"]
    request = rf.post("/contribute/")
    assert all(guard.within_rate(request, "form", most=1, seconds=60) for _times in range(5))
    assert all(proof.is_first_use("signature") for _times in range(2))
    assert cache.is_away
