"""Promise 1 with a PostgreSQL that is really gone: kept or given back, and kept once when it is there again."""

import os
import socket
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from lxml import html
from psycopg2 import sql

from contribute.models import Contribution
from tests.contribute.filled import TOLD, enquiry
from tests.servers import Postgres

from .killed import ROOT, SiteOnPostgres

QUESTION = "/contribute/enquiry/"
# Posts some words with the settings of another site, and says what came of it.
ASKED = """
import sys

import django

django.setup()

from django.test import Client

answer = Client(raise_request_exception=False).post(sys.argv[1], {"words": sys.argv[2]})
print(answer.status_code, sys.argv[2] in answer.text)
"""


def kept(server):
    """How many contributions the server holds."""
    table = sql.Identifier(Contribution._meta.db_table)
    with closing(psycopg2.connect(server.url)) as asked, asked.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(table))
        return cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to restart")
def test_promise_1_a_question_is_kept_through_a_restart_of_the_database_and_given_back_while_it_is_gone(db, tmp_path):
    with Postgres() as server:
        site = SiteOnPostgres(tmp_path, server)
        site.start()
        try:
            first, second = ({**enquiry(), "token": site.token(QUESTION)} for _form in range(2))
            server.stop()
            server.start()
            # The connection that the form was shown with is dead, and nobody notices.
            assert site.request("POST", QUESTION, first)[0] == 302
            server.stop()
            status, _location, page = site.request("POST", QUESTION, second)
            assert (status, "It was not saved" in page) == (503, True)
            [form] = html.fromstring(page).xpath("//form")
            given_back = dict(form.form_values())
            assert TOLD in given_back["words"]
            server.start()
            assert kept(server) == 1
            # The button of that page, pressed twice.
            assert [site.request("POST", QUESTION, given_back)[0] for _press in range(2)] == [302, 302]
        finally:
            site.kill()
        assert kept(server) == 2


@pytest.mark.sqlite_only
def test_a_database_that_takes_the_call_and_says_nothing_is_given_up_while_its_asker_still_waits(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgres://tests@127.0.0.1:{silent.getsockname()[1]}/site"
        site = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        # Patience for a slow machine; without a limit it would be for ever.
        said = subprocess.run(
            [sys.executable, "-c", ASKED, QUESTION, TOLD],
            cwd=ROOT, env=os.environ | site, timeout=60, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    assert said.split() == ["503", "True"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no line that could be cut")
def test_a_line_to_the_database_that_was_cut_is_given_up_within_seconds(db):
    connection.ensure_connection()
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
        limit = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert 0 < limit <= 10_000
