"""Two web services, a worker, one PostgreSQL and one Redis: what one does the other shows, and none of them is missed.

Production settings, gunicorn and ``manage.py db_worker``, as docs/operating.md has them; each web service stands for a
machine of its own. One set-up for all tests, which follow each other: what is killed is there again afterwards.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from psycopg2 import sql

from cms.media.models import SiteImage
from contribute.models import Contribution
from tests.contribute.filled import TOLD
from tests.servers import PATIENCE, Postgres, Redis, free_port

from .killed import FORM_DATA, ROOT, SiteOnPostgres, token_of

pytestmark = [
    pytest.mark.redis,
    pytest.mark.postgres,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="runs once, with PostgreSQL"),
]

# Seconds within which all machines show what was done at one.
SOON = 5
QUESTION = "/contribute/enquiry/"
# What is there before: entries that wait for approval, somebody who may approve, and a picture to make sizes of.
FIRST = """
import copy, json
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from cms.intake.keys import new_key
from cms.users.models import User
from contribute.models import EnquiryTopic
from directory import moderation
from tests.directory.conftest import ANSWERS
from tests.intake.deciding import ticked

call_command("load_localities", verbosity=0)
ada = User.objects.create_user("ada", "ada@example.org", "a long enough password", first_name="Ada")
ada.groups.add(Group.objects.get(name="Approvers"))
browser = Client()
browser.force_login(ada)
waiting = []
for name in ("Quokka Table", "Wombat Walk", "Bilby Choir"):
    answers = copy.deepcopy(ANSWERS)
    answers["about"]["service_name"] = name
    service = moderation.submit_new(answers, new_key()).service
    state = service.current_workflow_task_state
    waiting.append({
        "name": name,
        "shown": service.get_absolute_url(),
        "approve": reverse("wagtailsnippets_directory_service:workflow_action", args=[service.pk, "approve", state.pk]),
        "given": {"comment": "", "revision": service.latest_revision_id} | ticked(state.task.specific),
    })
topic = EnquiryTopic.objects.filter(is_offered=True).first().pk
print(json.dumps({"cookie": browser.cookies[settings.SESSION_COOKIE_NAME].value, "waiting": waiting, "topic": topic}))
"""
PICTURE = """
from io import BytesIO
from django.core.files.images import ImageFile
from PIL import Image
from cms.media.models import SiteImage
drawn = BytesIO()
Image.new("RGB", (900, 600), "teal").save(drawn, "PNG")
print(SiteImage.objects.create(title="Teal", file=ImageFile(drawn, name="teal.png")).pk)
"""
RENAMED = """
from cms.core.models import SiteSettings
settings = SiteSettings.load()
settings.site_name = "{}"
settings.save()
"""


class Machine:
    """One process of the site that can be killed: a web service, or (``port`` is None) the worker."""

    def __init__(self, site, port=None):
        self.site, self.port = site, port
        worker = [sys.executable, "manage.py", "db_worker", "--interval", "0.2", "--no-startup-delay"]
        web = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--worker-class", "gthread", "--workers", "1"]
        web += ["--threads", "2", "--no-control-socket", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
        self.command = web if port else worker
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.site.environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=self.site.log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if self.port:
            until(lambda: self.ask("/readyz")[0] == 200, PATIENCE)

    def kill(self):
        """End it and its workers at once, with no chance to finish anything."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, path, data=None, cookie=""):
        """Return (status, where it leads, text); (0, "", "") where it does not answer."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = (FORM_DATA if data else {}) | ({"Cookie": cookie, "X-CSRFToken": "a" * 32} if cookie else {})
        try:
            asked.request("POST" if data else "GET", path, urllib.parse.urlencode(data or {}), headers)
            answer = asked.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read().decode("utf-8", "replace")
        except OSError:
            return 0, "", ""
        finally:
            asked.close()


class TwoMachines(SiteOnPostgres):
    """The whole of it."""

    def __init__(self, folder, database, cache):
        self.cache = cache
        super().__init__(folder, database)
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.production", "CACHE_URL": cache.url, "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": "only-for-two-machines", "LOOPBACK_ONLY": "1", "DATABASE_PAGE_SECONDS": "1.5",
        }  # fmt: skip
        # The editors' own, ten megabytes to compress, are for screens that nobody opens here.
        self.manage("collectstatic", "--noinput", "--verbosity", "0", "--ignore", "wagtail*")
        self.made = json.loads(self.manage("shell", "-v", "0", "-c", FIRST).splitlines()[-1])
        self.log = (folder / "log").open("ab")
        self.one, self.other = Machine(self, free_port()), Machine(self, free_port())
        self.worker = Machine(self)

    @property
    def web(self):
        return [self.one, self.other]

    def approve(self, machine, entry):
        """Press *Approve* at one of the machines, as an approver does whose browser is signed in."""
        cookie = f"sessionid={self.made['cookie']}; csrftoken={'a' * 32}"
        status, where, page = machine.ask(entry["approve"], entry["given"], cookie)
        assert status == 302, (status, where, page[:2000])

    def seen(self, path, words):
        """Which of the machines show ``words`` at ``path``."""
        return [words in page and status == 200 for status, _where, page in (each.ask(path) for each in self.web)]

    def query(self, question, *values):
        """Return the first row of an answer of the database."""
        with closing(psycopg2.connect(self.server.url)) as asked, asked.cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchone()

    def kept(self):
        """How many contributions there are."""
        return self.query(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(Contribution._meta.db_table)))[0]

    def question(self, machine):
        """Return a question as somebody typed it into the form that ``machine`` showed."""
        return {
            "topic": self.made["topic"], "words": f"How do I begin? {TOLD}", "answer_by": "email", "your_name": "Quoll",
            "your_email": "quoll@example.org", "token": token_of(machine.ask(QUESTION)[2]),
        }  # fmt: skip


def until(is_so, seconds=SOON):
    """Return how long it took until ``is_so()``, asked again and again; fail after ``seconds``."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it took too long"
    return time.monotonic() - began


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), Postgres() as database, Redis() as cache:
        site = TwoMachines(tmp_path_factory.mktemp("two"), database, cache)
        try:
            for machine in (*site.web, site.worker):
                machine.start()
            yield site
        finally:
            for machine in (*site.web, site.worker):
                machine.kill()
            site.log.close()


def test_an_approval_at_one_shows_at_both_within_seconds(site):
    entry = site.made["waiting"][0]
    for path in (entry["shown"], "/directory/", "/directory/?q=quokka", "/"):
        assert site.seen(path, entry["name"]) == [False, False]
    site.approve(site.one, entry)
    for path in (entry["shown"], "/directory/", "/directory/?q=quokka"):
        until(lambda path=path: site.seen(path, entry["name"]) == [True, True])


def test_a_changed_setting_shows_at_both_within_seconds(site):
    for name in ("Peers of the First Day", "Peers of the Second Day"):
        assert site.seen("/directory/", name) == [False, False]
        site.manage("shell", "-v", "0", "-c", RENAMED.format(name))
        until(lambda name=name: site.seen("/directory/", name) == [True, True])
        assert site.seen("/", name) == [True, True]


def test_one_web_service_killed_loses_nothing_and_the_other_goes_on(site):
    before, entry = site.kept(), site.made["waiting"][1]
    confirmed, unheard = site.question(site.one), site.question(site.one)
    status, receipt, _page = site.one.ask(QUESTION, confirmed)
    assert status == 302
    # Killed while it is at it: whether it was kept nobody knows, so it is sent again, to whoever is there.
    cut = http.client.HTTPConnection("127.0.0.1", site.one.port, timeout=30)
    cut.request("POST", QUESTION, urllib.parse.urlencode(unheard), FORM_DATA)
    site.one.kill()
    cut.close()
    try:
        assert [site.other.ask(QUESTION, unheard)[0] for _press in range(2)] == [302, 302]
        assert site.kept() == before + 2
        assert site.other.ask(receipt)[0] == 200
        # The form that was filled in at the other, sent to this one: one record, and the same confirmation.
        assert site.other.ask(QUESTION, confirmed)[1].rpartition("/sent/")[0] == receipt.rpartition("/sent/")[0]
        assert site.kept() == before + 2
        site.approve(site.other, entry)
        until(lambda: site.seen(entry["shown"], entry["name"]) == [False, True])
    finally:
        site.one.start()
    assert site.seen(entry["shown"], entry["name"]) == [True, True]


def test_a_task_whose_worker_was_killed_is_done_by_the_next(site):
    tasks, sizes = DBTaskResult._meta.db_table, SiteImage.get_rendition_model()._meta.db_table
    task = (
        f"SELECT status, jsonb_array_length(worker_ids) FROM {tasks} "  # noqa: S608 - names of tables
        "WHERE args_kwargs->'args'->>0 = %s AND task_path LIKE '%%make_sizes'"
    )
    with closing(psycopg2.connect(site.server.url)) as held, held.cursor() as cursor:
        # The worker waits for this in the middle of its task.
        cursor.execute(f"LOCK TABLE {sizes} IN ACCESS EXCLUSIVE MODE")
        picture = site.manage("shell", "-v", "0", "-c", PICTURE).split()[-1]
        until(lambda: site.query(task, picture) == ("RUNNING", 1), PATIENCE)
        site.worker.kill()
        assert site.query(task, picture) == ("RUNNING", 1)
        held.rollback()
    site.worker.start()
    until(lambda: site.query(task, picture) == ("SUCCESSFUL", 2), PATIENCE)
    assert site.query(f"SELECT count(*) FROM {sizes} WHERE image_id = %s", picture)[0] > 3  # noqa: S608


def test_without_redis_both_go_on_and_nothing_is_lost(site):
    before, entry = site.kept(), site.made["waiting"][2]
    site.cache.stop()
    try:
        for machine in site.web:
            assert machine.ask("/readyz")[2].splitlines()[1] == "cache: does not answer"
            for path in ("/", "/directory/", "/search/?q=quokka", QUESTION):
                assert machine.ask(path)[0] == 200, path
            assert machine.ask(QUESTION, site.question(machine))[0] == 302
        assert site.kept() == before + 2
        site.approve(site.one, entry)
        until(lambda: site.seen(entry["shown"], entry["name"]) == [True, True])
        until(lambda: site.seen("/directory/?q=bilby", entry["name"]) == [True, True])
    finally:
        site.cache.start()
    until(lambda: [machine.ask("/readyz")[0] for machine in site.web] == [200, 200])
    assert site.seen("/directory/?q=bilby", entry["name"]) == [True, True]


def test_a_question_that_takes_too_long_is_cut_off_calmly_and_what_was_typed_is_given_back(site):
    asked, before = site.question(site.one), site.kept()
    with closing(psycopg2.connect(site.server.url)) as held, held.cursor() as cursor:
        cursor.execute("LOCK TABLE directory_service, contribute_contribution IN ACCESS EXCLUSIVE MODE")
        status, _where, page = site.one.ask("/directory/?q=quokka+table")
        assert (status, "That took too long" in page, "Traceback" in page) == (503, True, False)
        status, _where, page = site.one.ask(QUESTION, asked)
        assert (status, "It was not saved" in page, TOLD in page) == (503, True, True)
        held.rollback()
    assert site.one.ask("/directory/?q=quokka+table")[0] == 200
    assert site.one.ask(QUESTION, asked)[0] == 302
    assert site.kept() == before + 1
    # Commands take what they need.
    said = site.manage("shell", "-v", "0", "-c", "from django.db import connection as c; a = c.cursor(); a.execute('SHOW statement_timeout'); print(a.fetchone()[0])")  # fmt: skip
    assert said.split()[-1] == "0"


def test_nothing_of_what_somebody_told_stands_in_the_log(site):
    site.log.flush()
    written = Path(site.log.name).read_text("utf-8")
    assert TOLD not in written
    assert "quoll@" not in written
