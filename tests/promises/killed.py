"""A site of its own that is killed, the last press of its main forms, and a process that dies at a chosen moment."""

import http.client
import itertools
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from base64 import urlsafe_b64decode
from pathlib import Path

from django.db import connection, connections

from cms.intake.forms import QUICKEST
from tests.servers import find_postgres

ROOT = Path(__file__).resolve().parents[2]
FORM_DATA = {"Content-Type": "application/x-www-form-urlencoded"}
# What no migration makes: towns, and a place for stories.
FIRST = """
from django.core.management import call_command
from pages.models import StoryIndexPage
from tests.pages.factories import index

call_command("load_localities")
index(StoryIndexPage)
"""


class Site:
    """A site of its own in a process that can be killed: SQLite in ``folder``, gunicorn on a free port.

    Its database begins as a copy of the tests' own, so that migrations need not run again.
    """

    first = FIRST
    threads = 4

    def __init__(self, folder):
        self.environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
        self.environment |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        self.copy_database(folder)
        if self.first:
            self.manage("shell", "-c", self.first)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def copy_database(self, folder):
        own, copied = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(folder / "site.sqlite3")
        own.backup(copied)
        own.close()
        copied.close()

    def manage(self, *words, **options):
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, **options
        ).stdout  # fmt: skip

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", str(self.threads), "--log-level", "critical"],
            cwd=ROOT, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.request("GET", "/directory/add/")[0] == 200:
                    return
            except OSError:
                pass
        raise AssertionError("the site did not start")

    def kill(self):
        """End the server and its workers at once, with no chance to finish anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def request(self, method, path, data=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = urllib.parse.urlencode(data, doseq=True) if data else None
            connection.request(method, path, body, FORM_DATA if data else {})
            response = connection.getresponse()
            return response.status, response.getheader("Location") or "", response.read().decode()
        finally:
            connection.close()

    def cut_off(self, path, data):
        """Post ``data`` and be killed while it is at it: nobody hears what became of it."""
        cut = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cut.request("POST", path, urllib.parse.urlencode(data), FORM_DATA)
        self.kill()
        cut.close()

    def token(self, path):
        """Return the token of the form at ``path``."""
        return token_of(self.request("GET", path)[2])


class SiteOnPostgres(Site):
    """Such a site on the PostgreSQL ``server`` of its own, which may be stopped and started under it.

    One thread answers all, so that each request finds the connection of the one before.
    """

    first = ""
    threads = 1

    def __init__(self, folder, server):
        self.server = server
        super().__init__(folder)

    def copy_database(self, folder):
        self.environment["DATABASE_URL"] = self.server.url
        own, binaries, copied = connection.settings_dict, find_postgres(), folder / "copied.sql"
        url = f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        for command in (
            [binaries / "pg_dump", "--no-owner", "--file", copied, url],
            [binaries / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", copied, self.server.url],
        ):
            subprocess.run(command, check=True, capture_output=True)


def presses(site, rounds):
    """Fill in a question, a story and an entry of the directory, ``rounds`` times each, up to the last press.

    Return a list for each of them: what to post where. The pages with a time trap are opened first, so that each was
    open for as long as a person types by the time that it is sent.
    """
    from tests.contribute.filled import enquiry
    from tests.contribute.telling import ANSWERS, posted

    question, story = "/contribute/enquiry/", "/contribute/story/"
    asked = [(question, enquiry() | {"token": site.token(question)}) for _round in range(rounds)]
    keys = [site.request("POST", story, {"token": site.token(story)})[1].split("/")[3] for _round in range(rounds)]
    words = {key: site.token(f"{story}{key}/words/") for key in keys}
    shown = time.monotonic()
    entered, told = [], []
    for _round in range(rounds):
        path = f"/directory/add/{fill_in(site)}/check/"
        entered.append((path, {"token": site.token(path)}))
    while time.monotonic() < shown + QUICKEST + 1:
        site.request("GET", "/healthz")
    for key in keys:
        for step, values in ANSWERS.items():
            path = f"{story}{key}/{step}/"
            status, _location, page = site.request("GET", path)
            if status == 404 and step == "notes":
                continue  # there are none to choose from
            data = posted(values) | {"token": words[key] if step == "words" else token_of(page)}
            assert site.request("POST", path, data)[0] == 302
        path = f"{story}{key}/check/"
        told.append((path, {"token": site.token(path)}))
    return [asked, told, entered]


def fill_in(site):
    """Fill the form in up to *Check your answers*; return the draft's key."""
    from tests.directory.conftest import ANSWERS, place_data

    token = token_of(site.request("GET", "/directory/add/")[2])
    key = site.request("POST", "/directory/add/", {"token": token})[1].split("/")[3]
    for step, values in ANSWERS.items():
        path = f"/directory/add/{key}/{step}/"
        if step == "places":
            place = f"{path}1/"
            token = token_of(site.request("GET", place)[2])
            assert site.request("POST", place, place_data(values["list"][0]) | {"token": token})[0] == 302
            values = {}
        token = token_of(site.request("GET", path)[2])
        data = {name: ("on" if value is True else value) for name, value in values.items() if value is not None}
        if step == "about":
            # The page was shown this very moment, and a person would take longer: so it asks for the button once more.
            status, _location, page = site.request("POST", path, data | {"token": token})
            assert (status, "faster than a person" in page) == (400, True)
            token = token_of(page)
        answer = site.request("POST", path, data | {"token": token})
        assert answer[0] == 302, answer
    return key


def token_of(page):
    return page.split('name="token" value="')[1].split('"')[0]


def confirmed(location):
    """Return the reference in the address of a confirmation: it is signed, and no secret."""
    payload = location.rstrip("/").rpartition("/")[2].partition(":")[0]
    return json.loads(urlsafe_b64decode(payload + "=="))


def dies_at(statement, work):
    """Do ``work()`` in a process of its own that is killed before the database hears its ``statement``-th question.

    Return whether it came to that: False where the work was done before. For tests whose database commits.
    """
    connections.close_all()
    child = os.fork()
    if not child:
        asked = itertools.count(1)

        def ask(execute, sql, params, many, context):
            if next(asked) == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(ask):
                work()
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
