"""/healthz and /readyz, as those who watch over the site ask them."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.settings.base import BASE_DIR


def test_healthz_answers_without_a_database(client):
    """No ``django_db`` mark: pytest-django raises when anything here asks the database."""
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"alive\n"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_readyz_answers_when_everything_is_there(client):
    response = client.get("/readyz")
    assert response.content == b"database: ok\ncache: ok\nmigrations: ok\n"
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_readyz_tells_of_a_migration_that_was_not_applied(client):
    latest = MigrationLoader(connection).graph.leaf_nodes("core")[0]
    MigrationRecorder(connection).record_unapplied(*latest)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"to apply" in response.content


@pytest.mark.django_db
def test_readyz_tells_of_a_cache_that_does_not_answer(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError("redis://user:password@cache.example.org")

    monkeypatch.setattr(cache, "set", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"cache: does not answer" in response.content
    assert b"password" not in response.content


@pytest.mark.django_db
def test_readyz_tells_of_a_cache_that_forgets(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert b"cache: forgets" in client.get("/readyz").content


@pytest.mark.django_db
def test_readyz_tells_of_a_database_that_does_not_answer(client, monkeypatch):
    def refuse():
        raise OperationalError("could not connect to db.example.org")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"database: does not answer" in response.content
    assert b"example.org" not in response.content


@pytest.mark.redis
@pytest.mark.django_db
def test_readyz_asks_a_redis_that_is_really_there(client, settings, redis_server):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_server}}
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_tells_of_a_redis_that_is_gone(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_readyz_does_not_wait_long_for_a_redis_that_hangs(client, settings):
    """A server that takes connections and never says a word: the settings' time limit ends the wait."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.CACHES = {"default": cache_settings(address)}
        began = time.monotonic()
        response = client.get("/readyz")
        assert response.status_code == 503
        assert b"cache: does not answer" in response.content
        assert time.monotonic() - began < 2


def cache_settings(address):
    """Return CACHES["default"] as the base settings make it from CACHE_URL."""
    code = "import json, cms.settings.base as base; print(json.dumps(base.CACHES['default']))"
    environment = {"PATH": os.environ["PATH"], "CACHE_URL": address}
    return json.loads(subprocess.check_output([sys.executable, "-c", code], env=environment, cwd=BASE_DIR, text=True))


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_for_asking(client, path):
    assert client.post(path).status_code == 405
