"""Settings of the tests: quick password hashing, no real mail, a database and folders of their own."""

import tempfile

from .base import *  # noqa: F403
from .base import DATABASE, STORAGES, VAR_DIR

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SAMPLE_SITE_ALLOWED = True

_scratch = tempfile.mkdtemp(prefix="peer-support-tests-")
MEDIA_ROOT = f"{_scratch}/media"
PRIVATE_ROOT = f"{_scratch}/private"
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
    DATABASE["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASE["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
