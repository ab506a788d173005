"""Who may go where: every address of the admin is tried by every role, to look at it and to send something to it.

``matrix.txt`` is the answer, to be read by people: a line for each address and thing, with the letters of the roles that
get in. A new address, or a right that changes, makes these tests fail until somebody wrote the line anew and looked at it:
``WRITE_MATRIX=1 make test ARGS="tests/roles -n 0"``.
"""

import copy
import os
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse

from cms.handbook import book, screens
from cms.users.roles import ADMINISTRATORS, APPROVERS, CONTRIBUTORS, EDITORS, INBOX_STAFF, ROLES

from . import world
from .addresses import everywhere, fill_in
from .cases import cases_of

# Rights are no matter of the database; each role costs some seconds.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

MATRIX = Path(__file__).with_name("matrix.txt")
LETTERS = {CONTRIBUTORS: "C", EDITORS: "E", APPROVERS: "A", INBOX_STAFF: "I", ADMINISTRATORS: "D"}
HEAD = """\
# Who gets in where, to look (GET) and to send (POST): C contributors, E editors, A approvers, I inbox staff, D administrators.
# Made by tests/roles/test_matrix.py; read what changed before you commit it.
"""
# What a superuser does not find: each sees their own imports alone, addresses of pictures for other sites are off,
# only pages are found by where they stand, and a card needs the sealed name of what it shows.
NOT_THERE = {
    "directory_import_preview",
    "wagtailadmin_api:documents:find",
    "wagtailadmin_api:images:find",
    "wagtailimages:url_generator",
    "wagtailimages:url_generator_output",
    "writing_card",
}
# As Django draws a screen, before the tests leave that out.
DRAWN = SimpleTemplateResponse.rendered_content.fget


@pytest.fixture
def site(member_of, media_folder, settings, tmp_path, monkeypatch):
    """The world, with a person for each role; what screens would say is left out, since only who sees them matters."""
    people = {role: member_of(role) for role in ROLES}
    world.build(people[EDITORS], people[CONTRIBUTORS])
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    return people


def walk(client, method):
    """Yield ``(line, response, what was written)`` for each address and thing; nothing that a request did outlasts it."""
    jar = copy.deepcopy(client.cookies)
    client.raise_request_exception = False
    for address in everywhere():
        for label, values in cases_of(address):
            before = transaction.savepoint()
            written = Writes()
            with connection.execute_wrapper(written):
                response = getattr(client, method)(fill_in(address, values))
                for _hop in range(3):
                    # Some addresses only send on to the screen that asks for rights.
                    if method == "get" and response.status_code == 302 and not turned_away(response):
                        response = client.get(response.url)
            # An empty form is more than some of Wagtail's are made for; what counts is who came as far.
            assert response.status_code != 500 or method == "post", address
            client.cookies = copy.deepcopy(jar)
            yield f"{address.name}{f' [{label}]' if label else ''}", response, written.any
            transaction.savepoint_rollback(before)


class Writes:
    """Sees whether anything was written but the session, which keeps what somebody is told."""

    def __init__(self):
        self.any = False

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.any = True
        return execute(sql, params, many, context)


def turned_away(response):
    """Whether somebody was told that this is not for them, or was led to where one signs in."""
    told = [message for message in get_messages(response.wsgi_request) if "do not have permission" in str(message)]
    return bool(told) or "/account/" in response.headers.get("Location", "")


def gets_in(response, wrote):
    """Whether somebody got in: they see a screen, or something of theirs was done.

    Refused is also who is led somewhere else without a change, as by a button that works on nothing that is theirs.
    """
    if response.status_code in {400, 403, 404, 405} or turned_away(response):
        return False
    return response.status_code != 302 or wrote


def told():
    """Return what matrix.txt says: ``{line: (letters to look, letters to send)}``."""
    rows = (line.rsplit(maxsplit=2) for line in MATRIX.read_text().splitlines() if line[0] != "#")
    return {name: (looks, sends) for name, looks, sends in rows}


def write(role, looks, sends):
    """Put what ``role`` met into matrix.txt."""
    rows = told() if MATRIX.exists() else {}
    letter, order = LETTERS[role], "".join(LETTERS.values())

    def kept(letters, is_in):
        found = set(letters) - {letter, "-"} | ({letter} if is_in else set())
        return "".join(each for each in order if each in found) or "-"

    rows = {line: rows.get(line, ("", "")) for line in looks}
    rows = {line: (kept(old[0], looks[line]), kept(old[1], sends[line])) for line, old in rows.items()}
    width = max(map(len, rows))
    MATRIX.write_text(HEAD + "".join(f"{line:<{width}}  {got[0]:<5}  {got[1]}\n" for line, got in sorted(rows.items())))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_the_matrix_says_and_nowhere_else(client, site, role):
    client.force_login(site[role])
    looks = {line: gets_in(*rest) for line, *rest in walk(client, "get")}
    sends = {line: gets_in(*rest) for line, *rest in walk(client, "post")}
    if os.environ.get("WRITE_MATRIX"):
        write(role, looks, sends)
    rows, letter = told(), LETTERS[role]
    assert set(looks) == set(rows)
    wrong = [line for line, may in looks.items() if may != (letter in rows[line][0])]
    wrong += [f"{line} (sent)" for line, may in sends.items() if may != (letter in rows[line][1])]
    assert not wrong


def test_every_address_is_there_for_who_may_do_everything_and_leads_to_the_page_of_its_task(
    client, site, member_of, monkeypatch
):
    drawn = set()

    def draw_once(self):
        """Draw what no other screen was drawn with: the way to the handbook stands in a template, not in a view."""
        names = self.template_name if isinstance(self.template_name, list | tuple) else [self.template_name]
        if tuple(map(str, names)) in drawn:
            return ""
        drawn.add(tuple(map(str, names)))
        return DRAWN(self)

    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(draw_once))
    client.force_login(member_of(None))
    lost, helpless = [], []
    for line, response, _wrote in walk(client, "get"):
        if response.status_code in {400, 403, 404}:
            lost.append(line)
        elif is_screen(response) and not leads_to_its_task(response):
            helpless.append(line)
    assert {line.split(" ")[0] for line in lost} == NOT_THERE
    assert not helpless, "\n".join(helpless)
    # Of as many kinds of screens as there are templates, and more that views draw themselves.
    assert len(drawn) > 50


def is_screen(response):
    """Whether a whole screen of the admin was drawn, and the table does not say why it stands alone."""
    if (
        not response.headers.get("Content-Type", "").startswith("text/html")
        or b'id="wagtail-sidebar"' not in response.content
    ):
        return False
    name = response.wsgi_request.resolver_match.view_name
    return not any(fnmatchcase(name, pattern) for pattern in screens.table()["alone"])


def leads_to_its_task(response):
    """Whether "Help with this" stands on a screen once, and leads to the page of the handbook that the table names for it."""
    request = response.wsgi_request
    found = re.findall(r'class="handbook-link"\s+href="([^"]+)"', response.content.decode())
    match, topic = request.resolver_match, getattr(request, "handbook_topic", "")
    entry = book.find(screens.task_for(match.view_name, match.kwargs, topic))
    return entry is not None and found == [entry.url]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_in_without_signing_in(client, site, method):
    inside = {line for line, *rest in walk(client, method) if gets_in(*rest)}
    assert not inside
