"""Until when what is being made holds: whoever reads the clock while a page is made says when the answer changes.

``until(moment)`` is called wherever something public depends on the time, such as "open now" or "closes on Friday".
What is kept of the page (``page_cache``) or of a part of it (``kept``) is made anew at the earliest of these moments.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_noted = ContextVar("moments at which what is being made changes", default=None)


class Noted:
    """The earliest moment that was said; ``earliest`` is None where nothing depends on the time."""

    def __init__(self):
        self.earliest = None

    def add(self, moment):
        if self.earliest is None or moment < self.earliest:
            self.earliest = moment


def until(moment):
    """Say that what is being made holds until ``moment``, an aware datetime; None says nothing. Returns nothing."""
    noted = _noted.get()
    if moment is not None and noted is not None:
        noted.add(moment)


def until_first(now, *moments):
    """Say that what is being made holds until the first of ``moments`` that is after ``now``; None and what is past are left out."""
    for moment in moments:
        if moment is not None and moment > now:
            until(moment)


def is_asked():
    """Whether anybody wants to know until when what is being made holds."""
    return _noted.get() is not None


@contextmanager
def noting():
    """Gather in a Noted what is said inside; what stands around hears it too."""
    noted = Noted()
    reset = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(reset)
        until(noted.earliest)
