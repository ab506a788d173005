"""What stands on every page and hardly ever changes, kept in this process until it does: settings, menus, help lines, terms.

Kept values carry the version of what readers may see (``content_version``), that every request reads once. Whatever
readers may see moves it when it is written, in the same transaction: so the next request, in any process, reads it anew.
A value that says until when it holds (``expiry``) is made anew then. Values are kept
within a reader's request alone (``KeptMiddleware``): editors' screens, commands and tests of single functions always ask
the database. What is kept is shared by requests and must only be read.
"""

import time
from contextvars import ContextVar

from django.utils import timezone

from . import content_version, expiry

# Seconds. Whoever changes rows past this process's database connection (by hand) sees it after this.
LONGEST = 60
_current = ContextVar("kept values of this request", default=None)
_store = {"token": None, "values": {}, "since": 0.0}


class _Request:
    """The kept values of one request; the version is read when the first of them is asked for."""

    values = None

    def get(self, name, make):
        if self.values is None:
            # Words of days, such as “today”, are not right for long after midnight.
            self.values = _values_of((content_version.current(), timezone.localdate()))
        # What makes a value may change the version itself: then it belongs to nobody's version, and is only given back.
        values = self.values
        value, until = values.get(name, (None, None))
        if name not in values or (until is not None and until <= timezone.now()):
            with expiry.noting() as noted:
                value = make()
            values[name] = value, noted.earliest
        else:
            expiry.until(until)
        return value


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


def _moved():
    """Have this request read the version anew: what it is about to show may be what it has just changed."""
    request = _current.get()
    if request is not None:
        request.values = None


content_version.listen(_moved)


def forget():
    """Drop all that is kept in this process."""
    global _store
    _store = {"token": None, "values": {}, "since": 0.0}


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
