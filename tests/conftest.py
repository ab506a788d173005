"""Fixtures that every test may use: one place for databases, people and servers.

The browser's are in tests/browser/conftest.py.
"""

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, connections
from django.test import SimpleTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from cms.core import kept, page_cache

from . import migrated
from .browser.harness import BROWSER_FLAGS
from .mailserver import MailServer
from .servers import (
    MissingError,
    Redis,
    end_shared_site,
    find_chromium,
    find_java,
    find_nginx,
    find_pgbouncer,
    find_postgres,
    find_redis,
)
from .snapshot import Snapshot

# A slow machine is no failure; and a failure that is found is found again by the next run.
hypothesis_settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("house")


# The folder in which this run's workers leave notes for each other; the process that started them removes it.
SHARED = pytest.StashKey()
# The process that makes the site which they share.
MAKER = pytest.StashKey()
# The process that makes the database of which they take copies.
MIGRATOR = pytest.StashKey()


def pytest_configure(config):
    """Give the whole run one folder."""
    given = getattr(config, "workerinput", {}).get("shared_folder")
    config.stash[SHARED] = Path(given or tempfile.mkdtemp(prefix="peer-support-shared-"))
    if not given:
        # Ended from outside, as by a limit of time: end in order, as after Ctrl-C, so that nothing stays behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if config.getoption("numprocesses", None) and not config.option.collectonly:
            config.stash[MIGRATOR] = migrated.begin(config.stash[SHARED])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell a worker of pytest-xdist where the folder is."""
    node.workerinput["shared_folder"] = str(node.config.stash[SHARED])


def pytest_unconfigure(config):
    """End what the workers shared, when they all are done."""
    if MAKER in config.stash:
        config.stash[MAKER].wait()
    if MIGRATOR in config.stash:
        if config.stash[MIGRATOR]:
            config.stash[MIGRATOR].wait()
        if not on_sqlite():
            migrated.drop(config.stash[SHARED], os.environ["DATABASE_URL"])
    if not hasattr(config, "workerinput"):
        end_shared_site(config.stash[SHARED])


# What a test needs, by its mark.
PROGRAMS = {
    "redis": find_redis,
    "browser": find_chromium,
    "java": find_java,
    "nginx": find_nginx,
    "pgbouncer": find_pgbouncer,
    "postgres": find_postgres,
}


def on_sqlite():
    """Return whether this run's database is SQLite."""
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def is_transactional(item):
    """Return whether a test commits for good, so that the database is emptied after it."""
    mark = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures


def uses_database(item):
    """Return whether a test may touch the database: without leave it cannot."""
    fixtures = set(getattr(item, "fixturenames", ()))
    is_case = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, SimpleTestCase)
    return bool(item.get_closest_marker("django_db") or is_case or fixtures & {"db", "transactional_db", "live_server"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Keep what migrations made through transactional tests; leave out what this run cannot or need not do."""
    chosen, left_out = [], []
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if is_transactional(item):
            # Else groups, workflows, the site and its home page are gone after the first of these tests.
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
        elsewhere = (
            item.get_closest_marker("sqlite_only")
            or (item.get_closest_marker("browser") and not item.get_closest_marker("both_databases"))
            or not uses_database(item)
        )
        (left_out if elsewhere and not on_sqlite() else chosen).append(item)
        for marker, find in PROGRAMS.items():
            if item.get_closest_marker(marker):
                skip_unless_installed(item, find)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(chosen, key=turn)


def asks_for_the_site(item):
    """Return whether a test reads the sample site that all workers share."""
    return "atlas" in getattr(item, "fixturenames", ())


def turn(item):
    """Return when a test's turn is.

    First what needs no database, while that is made; then what drives a browser, at its end what looks at the shared
    site, which is made meanwhile.
    """
    if not uses_database(item) and not asks_for_the_site(item):
        return -1
    if item.get_closest_marker("browser"):
        return 1 if asks_for_the_site(item) else 0
    return 2


def pytest_collection_finish(session):
    """Begin to make the shared site, in a process of its own, so that nobody has to wait for it when its turn comes."""
    # What is in memory by now stays to the end. Looking through it for rubbish all the time is a seventh of the work.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    is_first = getattr(session.config, "workerinput", {}).get("workerid", "gw0") == "gw0"
    if is_first and not session.config.option.collectonly and any(map(asks_for_the_site, session.items)):
        folder = session.config.stash[SHARED]
        session.config.stash[MAKER] = subprocess.Popen([sys.executable, "-m", "tests.browser.served.make", str(folder)])


def skip_unless_installed(item, find):
    """Skip the test where a program is missing; where CI=true says that nothing may be, let it run and fail."""
    try:
        find()
    except MissingError as error:
        if os.environ.get("CI", "").lower() not in {"1", "true", "yes"}:
            item.add_marker(pytest.mark.skip(reason=f"not installed: {error}"))


@pytest.fixture(scope="session")
def shared_folder(request):
    """The folder that all workers of this run share."""
    return request.config.stash[SHARED]


@pytest.fixture(scope="session")
def migrated_database(request):
    """What the database is called that was migrated for all processes of this run; None where each has to do it."""
    config = request.config
    if not hasattr(config, "workerinput"):
        config.stash[MIGRATOR] = migrated.begin(config.stash[SHARED])
    return migrated.wait_for(config.stash[SHARED])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated_database):
    """Let this worker's database begin as a copy of the one that is migrated already."""
    if migrated_database:
        ours = settings.DATABASES["default"]["TEST"]
        if on_sqlite():
            shutil.copyfile(migrated_database, ours["NAME"])
        else:
            ours["TEMPLATE"] = migrated_database


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, migrated_database):
    """Say that a file that was copied is to be used as it is; it lies in a folder that goes at the end."""
    return django_db_keepdb or bool(migrated_database and on_sqlite())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let what migrations made be put back quickly after tests that commit."""
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string = Snapshot(connection).put_back


@pytest.fixture(autouse=True)
def _empty_cache():
    """Start each test with an empty cache: rate limits and cached menus must not leak between tests."""
    from directory import kept_census

    cache.clear()
    kept.forget()
    page_cache.forget()
    kept_census.forget()
    yield
    cache.clear()
    kept.forget()
    page_cache.forget()


@pytest.fixture(autouse=True)
def _outbox(settings):
    """Use the site's own outbox: the test runner would put Django's in its place, and mail is part of promises."""
    settings.EMAIL_BACKEND = "cms.intake.mail.OutboxBackend"


@pytest.fixture(scope="session")
def redis_server():
    """The address of a Redis that these tests alone use. Mark the test with ``redis``."""
    with Redis() as server:
        yield server.url


@pytest.fixture(scope="session")
def browser():
    """The browser that is installed on this machine: $CHROMIUM or the first in PATH."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, from which Django would refuse to use the database …
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    known = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        # … and where it finds one it keeps its connections elsewhere: new ones, which know nothing of the test's
        # transaction nor of what the migrations made. So the old ones are put there too.
        for alias, connection in known.items():
            connections[alias] = connection
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def postbox(settings):
    """A mail server on this machine to which the outbox's worker really sends; see tests/mailserver.py."""
    with MailServer() as postbox:
        settings.OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = postbox.host, postbox.port
        yield postbox


@pytest.fixture
def media_folder(settings, tmp_path):
    """An empty folder in which the pictures, documents and recordings of this test lie."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def member_of(db, django_user_model):
    """Make a member of staff: ``member_of("Editors")`` gives a user of that group, ``member_of(None)`` a superuser."""

    def make(group_name, **fields):
        number = django_user_model.objects.count() + 1
        fields = {"username": f"person-{number}", "email": f"person-{number}@example.org"} | fields
        user = django_user_model.objects.create_user(password="a long enough password", **fields)
        if group_name is None:
            user.is_superuser = True
            user.save()
        else:
            user.groups.add(Group.objects.get(name=group_name))
        return user

    return make
