"""Promise 1 with a PostgreSQL that is really gone: kept or given back, and kept once when it is there again."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from lxml import html
from psycopg2 import sql

from contribute.models import Contribution
from tests.contribute.filled import TOLD, enquiry
from tests.servers import Postgres

from .killed import SiteOnPostgres

QUESTION = "/contribute/enquiry/"


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
