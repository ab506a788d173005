"""PostgreSQL behind PgBouncer, and questions of pages that take too long."""

import json
import os
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import psycopg2
import pytest
from django.conf import settings
from django.db import OperationalError

from cms.core import databases
from tests.servers import PgBouncer, Postgres

POSTGRES = "django.db.backends.postgresql"


@pytest.fixture
def options(monkeypatch):
    """Return the options with which a web process connects whose DATABASE_URL brings some already."""

    def connecting(given=None, *, engine=POSTGRES, pooler=False, seconds=10):
        database = {"ENGINE": engine, "OPTIONS": dict(given or {})}
        chosen = {"DATABASES": {"default": database}, "DATABASE_POOLER": pooler, "DATABASE_PAGE_SECONDS": seconds}
        monkeypatch.setattr(databases, "settings", SimpleNamespace(**chosen))
        databases.limit_questions()
        return database["OPTIONS"]

    return connecting


def test_a_web_process_lets_its_questions_be_cut_off_and_what_the_operator_says_comes_last(options):
    assert options() == {"options": "-c statement_timeout=10000"}
    assert options(seconds=0.5) == {"options": "-c statement_timeout=500"}
    given = {"options": "-c statement_timeout=3000", "sslmode": "require"}
    assert options(given) == given | {"options": "-c statement_timeout=10000 -c statement_timeout=3000"}
    for nothing in ({"seconds": 0}, {"pooler": True}, {"engine": "django.db.backends.sqlite3"}):
        assert options(**nothing) == {}


def test_only_a_question_that_was_cut_off_took_too_long():
    class Canceled(Exception):
        pgcode = "57014"

    assert not databases.was_cut_off(OperationalError("away"))
    with pytest.raises(OperationalError) as raised:
        raise OperationalError from Canceled()
    assert databases.was_cut_off(raised.value)


ASKED = """
import json, sys
import django
django.setup()
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
if "--as-web" in sys.argv:
    import cms.wsgi
asked = connection.cursor()
said = {}
for name in ("statement_timeout", "TimeZone"):
    asked.execute(f"SHOW {name}")
    said[name] = asked.fetchone()[0]
asked.execute("CREATE TABLE IF NOT EXISTS numbers AS SELECT generate_series(1, 5000) AS id")
# Read in parts, while another transaction of the same process comes between.
from django.db import models
class Number(models.Model):
    class Meta:
        app_label, db_table, managed = "core", "numbers", False
read = 0
for number in Number.objects.order_by("id").iterator(chunk_size=1000):
    if number.id % 1000 == 1:
        with transaction.atomic():
            asked.execute("SELECT 1")
    read += 1
asked.execute("SELECT count(*) FROM pg_cursors")
said |= {"read": read, "cursors": asked.fetchone()[0]}
print(json.dumps(said))
"""


def ask(folder, url, *words, **environment):
    """Return what a process with production settings says of the database at ``url``."""
    site = {"DATABASE_URL": url, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings.production"}
    site |= {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "www.example.org"} | environment
    said = subprocess.run(
        [sys.executable, "-c", ASKED, *words],
        cwd=settings.BASE_DIR, env=os.environ | site, timeout=120, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr[-3000:]
    return json.loads(said.stdout)


@pytest.mark.postgres
@pytest.mark.pgbouncer
def test_pgbouncer_in_transaction_mode_serves_pages_with_a_limit_and_the_worker_without(tmp_path):
    with Postgres() as server, PgBouncer(server.url) as pooler:
        pooled = {"DATABASE_POOLER": "1"}
        well = {"TimeZone": "UTC", "read": 5000, "cursors": 0}
        assert ask(tmp_path, pooler.url("site_web"), "--as-web", **pooled) == well | {"statement_timeout": "10s"}
        assert ask(tmp_path, pooler.url(), **pooled) == well | {"statement_timeout": "0"}
        # Without one in between, the web process says it by itself, and nobody else.
        web = ask(tmp_path, server.url, "--as-web", DATABASE_PAGE_SECONDS="2.5")
        assert web["statement_timeout"] == "2500ms"
        assert ask(tmp_path, server.url)["statement_timeout"] == "0"
        with closing(psycopg2.connect(pooler.url("site_web"))) as page, page.cursor() as cursor:
            cursor.execute("SET statement_timeout TO 100")
            with pytest.raises(psycopg2.errors.QueryCanceled):
                cursor.execute("SELECT pg_sleep(5)")
