"""Settings of the local site: ``make run``. Debug pages on, static files as they stand, sample accounts allowed."""

from .base import *  # noqa: F403
from .base import STORAGES, VAR_DIR, env
from .secrets import local_secret_key

DEBUG = True
# Whoever works on a template sees it at once; PAGE_CACHE=1 keeps pages as a real site does.
PAGE_CACHE = env.bool("PAGE_CACHE", default=False)
SERVE_MEDIA = True
SECRET_KEY = local_secret_key(VAR_DIR)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SAMPLE_SITE_ALLOWED = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# One may try the sample without a phone at hand; SECOND_FACTOR=1 asks for it as a real site does.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR", default=False)
