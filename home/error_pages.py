"""Making the pages of cms.core.broken: at each deployment, and whenever a help line or the site's settings change."""

import logging
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from cms.core import broken
from cms.core.models import SiteSettings

from .models import HelpLine, ScreenWords

logger = logging.getLogger(__name__)


def pages(words=None):
    """Return the pages as they should be now: a dict of texts by name. Three queries. ``words``: a ScreenWords to try."""
    shown = [
        line
        for line in HelpLine.objects.shown().prefetch_related(None)
        if line.shows_in_slim or line.is_emergency or line.is_interpreter
    ]
    site = SiteSettings.objects.first() or SiteSettings()
    context = {
        "lines": [line for line in shown if not line.is_interpreter],
        "interpreter": next((line for line in shown if line.is_interpreter), None),
        "site_name": site.site_name,
        "exit_url": site.exit_url,
        "phone": site.phone,
    }
    words = words or ScreenWords.objects.first() or ScreenWords()
    leads = {"400": "unreadable", "500": "broken", "503": "working", "not-saved": "not_saved"}
    said = {name: {"lead": words.said[lead]} for name, lead in leads.items()}
    return {name: broken.html(name, **context, **said.get(name, {})) for name in broken.PAGES}


def write():
    """Write the pages that are not as they should be; return the names of those. Nobody ever reads half a page."""
    root = Path(settings.ERROR_PAGES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages().items():
        path = broken.file_of(name)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        handle, beside = tempfile.mkstemp(dir=root, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
        written.append(name)
    return written


def write_quietly():
    """Write them; where the disk or the database says no, log it: an editor's save must not fail by this."""
    try:
        write()
    except (OSError, DatabaseError):
        logger.exception("The error pages could not be written: run manage.py write_error_pages")


def something_changed(**kwargs):
    """Receive the signals of a help line or of the site's settings, saved or deleted: write once that is committed."""
    transaction.on_commit(write_quietly)


def migrated(**kwargs):
    """Receive ``post_migrate``: a site that has its tables has its error pages."""
    write_quietly()
