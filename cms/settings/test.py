"""Settings of the tests: quick password hashing, no real mail, a database and folders of their own.

Each process of a test run (xdist starts several) has its own scratch folder, so that any number of runs
may go on beside each other in one checkout. It is removed at the end.
"""

import atexit
import os
import shutil
import tempfile

from .base import *  # noqa: F403
from .base import DATABASE, STORAGES

DEBUG = False
# Tests undo what they write, so a page of one test would be shown to the next; those about it switch it on.
PAGE_CACHE = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SAMPLE_SITE_ALLOWED = True
# So that ``force_login`` is enough; tests/users asks for it.
SECOND_FACTOR_REQUIRED = False

_scratch = tempfile.mkdtemp(prefix="peer-support-tests-")


def _remove_scratch(made_by=os.getpid()):  # noqa: B008
    """Remove the scratch folder, in the process that made it and not in what forks from it."""
    if os.getpid() == made_by:
        shutil.rmtree(_scratch, ignore_errors=True)


atexit.register(_remove_scratch)

MEDIA_ROOT = f"{_scratch}/media"
# Empty: what somebody has collected here before takes each test's client a while to look through.
STATIC_ROOT = f"{_scratch}/static"
os.mkdir(STATIC_ROOT)
PRIVATE_ROOT = f"{_scratch}/private"
DRAWN_ROOT = f"{_scratch}/drawn"
ERROR_PAGES_ROOT = f"{_scratch}/error-pages"
MAINTENANCE_FILE = f"{_scratch}/maintenance"
EMAIL_FILE_PATH = f"{_scratch}/mail"
STORAGES = STORAGES | {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A file, since races between threads and the browser's server need one.
    DATABASE["NAME"] = f"{_scratch}/unused.sqlite3"
    DATABASE["TEST"] = {"NAME": f"{_scratch}/test.sqlite3"}
    DATABASE["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    DATABASE["CONN_MAX_AGE"] = 0

# No thread of its own may write while a test looks; tests write what was counted when they want to.
STATISTICS_EVERY = 0
