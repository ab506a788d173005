"""What stands on every page and hardly ever changes, kept in this process until it does: settings, menus, help lines, terms.

Kept values carry a version, one row of the database, that every request reads once. Whatever is kept changes the version
when it is saved (``watch``), in the same transaction: so the next request, in any process, reads it anew. Values are kept
within a reader's request alone (``KeptMiddleware``): editors' screens, commands and tests of single functions always ask
the database. What is kept is shared by requests and must only be read.
"""

import time
import uuid
from contextvars import ContextVar

from django.db.models.signals import post_delete, post_save

# Seconds. Whoever changes rows past the signals (by hand, by ``update()``) sees it after this.
LONGEST = 60
_current = ContextVar("kept values of this request", default=None)
_store = {"token": None, "values": {}, "since": 0.0}


class _Request:
    """The kept values of one request; the version is read when the first of them is asked for."""

    values = None

    def get(self, name, make):
        if self.values is None:
            self.values = _values_of(_token())
        # What makes a value may change the version itself: then it belongs to nobody's version, and is only given back.
        values = self.values
        if name not in values:
            values[name] = make()
        return values[name]


def _token():
    from .models import ContentVersion

    return ContentVersion.objects.values_list("token", flat=True).first() or ""


def _values_of(token):
    """Return the values of this process for a version: empty where it has another one, or had them for long."""
    global _store
    store = _store
    if store["token"] != token or time.monotonic() - store["since"] > LONGEST:
        # A new store, not an emptied one: a request that goes on keeps what belongs to its version.
        store = _store = {"token": token, "values": {}, "since": time.monotonic()}
    return store["values"]


def get(name, make):
    """Return the kept value of that name; ``make()`` gives it where nothing is kept, or nothing may be."""
    request = _current.get()
    return make() if request is None else request.get(name, make)


def is_reading():
    """Whether this is a reader's request, in which what is kept is used and nothing need be made."""
    return _current.get() is not None


def changed(**signal):
    """Say that something kept is different now. Also a receiver of signals."""
    from .models import ContentVersion

    ContentVersion.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})
    request = _current.get()
    if request is not None:
        request.values = None


def forget():
    """Drop all that is kept in this process."""
    global _store
    _store = {"token": None, "values": {}, "since": 0.0}


def watch(*models):
    """Let saving and deleting rows of these models change the version."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"kept {signal is post_save} {model._meta.label}")


class KeptMiddleware:
    """Let a reader's request use what is kept. Editors' screens and previews do not."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_read = request.method in {"GET", "HEAD"} and not request.path_info.startswith("/admin/")
        is_preview = getattr(request, "is_dummy", False)
        # None hides what the request around a preview keeps.
        before = _current.set(_Request() if is_read and not is_preview else None)
        try:
            return self.get_response(request)
        finally:
            _current.reset(before)
