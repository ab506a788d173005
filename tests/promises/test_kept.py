"""Promises 1 and 8: what was confirmed is kept, through a killed process; a decision and its record are one."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from directory import moderation
from directory.models import Service, Submission

ROOT = Path(__file__).resolve().parents[2]

ROUNDS = 2
# What the killed process's database is asked afterwards.
QUESTION = """
from directory.models import Service, Submission
for submission in Submission.objects.select_related("service", "sender"):
    whole = bool(submission.service and submission.sender and submission.revision_id
                 and submission.service.workflow_in_progress and submission.service.locations.exists())
    print("FOUND", submission.reference, whole)
print("SERVICES", Service.objects.count())
"""


class Site:
    """A site of its own in a process that can be killed: SQLite in ``folder``, gunicorn on a free port.

    Its database begins as a copy of the tests' own, so that migrations need not run again.
    """

    def __init__(self, folder):
        self.environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
        self.environment |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        own, copied = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(folder / "site.sqlite3")
        own.backup(copied)
        own.close()
        copied.close()
        self.manage("load_localities")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def manage(self, *words, **options):
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, **options
        ).stdout  # fmt: skip

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--log-level", "critical"],
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
            connection.request(
                method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
            )
            response = connection.getresponse()
            return response.status, response.getheader("Location") or "", response.read().decode()
        finally:
            connection.close()


@pytest.mark.sqlite_only
def test_promise_1_what_was_confirmed_is_there_after_the_process_was_killed(db, tmp_path):
    site = Site(tmp_path)
    site.start()
    confirmed = []
    try:
        for _round in range(ROUNDS):
            key = fill_in(site)
            check = f"/directory/add/{key}/check/"
            token = token_of(site.request("GET", check)[2])
            status, location, _page = site.request("POST", check, {"token": token})
            assert status == 302
            site.kill()
            site.start()
            confirmed.append(reference_of(site.request("GET", location)[2]))
        # And at any instant: the answer is cut off, so nobody was told that it is kept; it is whole or not there.
        key = fill_in(site)
        check = f"/directory/add/{key}/check/"
        token = token_of(site.request("GET", check)[2])
        cut = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        cut.request(
            "POST",
            check,
            urllib.parse.urlencode({"token": token}),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        site.kill()
        cut.close()
    finally:
        if site.process.poll() is None:
            site.kill()
    found = dict(
        line.split()[1:] for line in site.manage("shell", "-c", QUESTION).splitlines() if line.startswith("FOUND")
    )
    assert set(confirmed) <= set(found)
    assert set(found.values()) == {"True"}
    assert len(confirmed) == ROUNDS


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
            # The page was shown this very moment, and a person would take longer: so does this one.
            deadline = time.monotonic() + 20
            while (answer := site.request("POST", path, data | {"token": token}))[
                0
            ] == 400 and time.monotonic() < deadline:
                assert "faster than a person" in answer[2]
        else:
            answer = site.request("POST", path, data | {"token": token})
        assert answer[0] == 302, answer
    return key


def token_of(page):
    return page.split('name="token" value="')[1].split('"')[0]


def reference_of(page):
    return page.split('class="reference">')[1].split("<")[0]


@pytest.mark.django_db
def test_promise_8_a_decision_and_its_record_are_made_together_or_not_at_all(submitted, decide, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(moderation, "_mail", fails)
    before = ModelLogEntry.objects.count()
    with pytest.raises(RuntimeError):
        decide(submitted.service, "approve")
    submitted.refresh_from_db()
    assert submitted.decision == ""
    assert not Service.objects.listed().exists()
    assert Service.objects.get().workflow_in_progress
    assert ModelLogEntry.objects.count() == before


@pytest.mark.django_db
def test_promise_1_where_the_database_fails_the_person_keeps_their_text_and_is_told(
    client, localities, answers, walk, monkeypatch
):
    from django.db import OperationalError
    from django.urls import reverse

    from tests.directory.conftest import posted

    key = walk(answers, send=False)

    def down(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(moderation, "submit_new", down)
    response = client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-send"))
    page = response.content.decode()
    assert response.status_code == 503
    assert "was not saved" in page
    assert "Tuesday Table" in page
    monkeypatch.undo()
    assert client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-send")).status_code == 302
    assert Submission.objects.count() == 1
