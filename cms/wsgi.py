"""The WSGI entry point; production settings unless the environment names others."""

import os

from django.core.wsgi import get_wsgi_application

from cms.core.databases import limit_questions

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

# Somebody waits for what a page asks; for commands and the worker nobody does, and they may take what they need.
limit_questions()
application = get_wsgi_application()
