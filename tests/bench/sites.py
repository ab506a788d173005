"""The servers that are measured: hello, and the site on each database, each under gunicorn with two workers."""

import contextlib
import json
import os
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

from ..servers import ROOT, Postgres, Server, run_step
from .asking import ask, work_of

WORKERS = 2


class Gunicorn(Server):
    """``application`` under gunicorn with two sync workers; ``work()`` is what these took so far, in seconds."""

    def __init__(self, application, environment, answers_at="/"):
        super().__init__()
        self.application, self.answers_at = application, answers_at
        self.options = {"cwd": ROOT, "env": environment}

    def prepare(self):
        command = [sys.executable, "-m", "gunicorn", self.application, "--bind", f"127.0.0.1:{self.port}"]
        return [
            *command,
            "--workers",
            str(WORKERS),
            "--no-control-socket",
            "--log-level",
            "warning",
            "--timeout",
            "120",
        ]

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.answers_at}", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def work(self):
        return work_of(self.process.pid)


def hello():
    """Return the server of the bare Django view."""
    keep = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return Gunicorn("tests.bench.hello:application", keep)


class Site:
    """The sample site on one database, with files of its own; ``serve`` starts a server of it. A context manager."""

    def __init__(self, database_url=""):
        self.database_url = database_url

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="peer-support-bench-"))
        keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")}
        self.local = keep | {"VAR_DIR": str(self.folder / "var"), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        if self.database_url:
            self.local["DATABASE_URL"] = self.database_url
        self.serving = self.local | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.production", "SECRET_KEY": "only-for-measuring-and-for-nothing-else-at-all",
            "ALLOWED_HOSTS": "127.0.0.1", "LOOPBACK_ONLY": "1", "WAGTAILADMIN_BASE_URL": "http://127.0.0.1",
            "PAGE_CACHE": "0",
        }  # fmt: skip
        return self

    def __exit__(self, *_error):
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self):
        """Make the database and load the sample site into it; collect its static files."""
        run_step([sys.executable, "deploy/prepare.py"], self.local)
        # Without scripts for editors, ten megabytes to compress: nobody asks for them here.
        collect = [
            sys.executable,
            "manage.py",
            "collectstatic",
            "--noinput",
            "--verbosity",
            "0",
            "--ignore",
            "wagtail*",
        ]
        run_step(collect, self.serving)

    def inside(self, do, **given):
        """Do ``tests.bench.inside.do(**given)`` with this site's settings and data; return what it returns."""
        said = run_step([sys.executable, "-m", "tests.bench.inside"], self.serving, json.dumps({"do": do} | given))
        return json.loads(said.rstrip().rpartition("\n")[2])

    def serve(self, page_cache=False):
        """Return a server of it, to be entered; with the page cache as a real site has it, or without."""
        environment = self.serving | {"PAGE_CACHE": "1" if page_cache else "0"}
        return Gunicorn("cms.wsgi:application", environment, "/healthz")


@contextlib.contextmanager
def site_on(database):
    """Yield a Site on "sqlite", or on a "postgresql" of its own. Raises servers.MissingError where there is none."""
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(Postgres()).url if database == "postgresql" else ""
        yield stack.enter_context(Site(url))


def warm(server, paths, times=3):
    """Ask for each of ``paths`` until every worker has most likely answered it ``times``."""
    for _time in range(times):
        for path in paths:
            for _worker in range(WORKERS):
                ask(server.port, path)
