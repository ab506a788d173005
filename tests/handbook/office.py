"""A sample site of one's own for doing what the handbook says, served as ``make run`` serves it."""

import os
import re
import shutil
import sys
from email import message_from_bytes, policy

from ..browser.harness import Watch
from ..servers import ROOT, SampleSite, run_step
from .editor import HEIGHT, PATIENCE, WIDTH, Editor


class Office(SampleSite):
    """The sample site with its editors' screens, to write in: what is done here is seen nowhere else.

    ``migrated``: as for SampleSite.
    """

    @property
    def var(self):
        return self.folder / "var"

    def prepare(self):
        keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")}
        local = keep | {
            "VAR_DIR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "tests.handbook.office_settings",
            "WAGTAILADMIN_BASE_URL": self.url,
        }
        self.options = {"cwd": ROOT, "env": local}
        if self.migrated:
            self.var.mkdir()
            shutil.copyfile(self.migrated, self.var / "site.sqlite3")
        run_step([sys.executable, "deploy/prepare.py"], local)
        return [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]

    def password_of(self, name):
        """Return the password of a sample account, as ``make run`` writes it down."""
        lines = (self.var / "sample-accounts.txt").read_text().splitlines()
        return next(line.split()[1] for line in lines if line.split()[:1] == [name])

    def mailed(self, begins):
        """Let the site send what waits; return the address that begins so in the newest email."""
        run_step([sys.executable, "manage.py", "send_outbox"], self.options["env"])
        newest = max((self.var / "mail").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        text = message_from_bytes(newest.read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
        return re.search(rf"https?://[^/\s]+({begins}\S+)", text)[1]


class Staff:
    """The sample's editors in one browser: ``staff.member("approver")`` is an Editor who is signed in. Close it at the end.

    Each signs in once and keeps their own window's store of scripts and styles: so a screen costs what it costs at work.
    """

    def __init__(self, browser, office):
        self.browser, self.office = browser, office
        self.desks, self.guests, self.watches = {}, [], []

    def member(self, name):
        """Return an Editor with a page of its own, signed in as the sample account ``name``."""
        self.go_home()
        if name not in self.desks:
            context = self.context()
            sign_in(context.new_page(), name, self.office.password_of(name))
            # From here on it is theirs.
            self.desks[name] = self.guests.pop()
        page = next(iter(self.desks[name].pages), None) or self.desks[name].new_page()
        return Editor(page, self)

    def visitor(self):
        """Return an Editor who is not signed in."""
        self.go_home()
        return Editor(self.context().new_page(), self)

    def context(self, **more):
        context = self.browser.new_context(
            base_url=self.office.url,
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="en-AU",
            timezone_id="Australia/Melbourne",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        self.guests.append(context)
        self.watches.append(Watch(context, self.office.url))
        return context

    def go_home(self):
        """Close every page; who signed in stays signed in."""
        while self.guests:
            self.guests.pop().close()
        for desk in self.desks.values():
            for page in desk.pages:
                if page.url.startswith(self.office.url):
                    # What is open beside a form stays open for the next one, and each task begins with none.
                    page.evaluate("localStorage.clear()")
                page.close()

    def close(self):
        self.go_home()
        while self.desks:
            self.desks.popitem()[1].close()

    def problems(self):
        """Return what went wrong in any window, as lines."""
        return [line for watch in self.watches for line in watch.problems()]


def sign_in(page, name, password):
    """Sign in by the page that everybody signs in by."""
    page.goto("/admin/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
