"""How long things are kept, on one page: apps say what they keep, for how long, and where that is changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path

from cms.core import setting_overview

from .models.drafts import SAVED_LIFE, SHORT_LIFE

LABEL = "How long we keep things"
# Of the whole database and its files: docs/operating.md says so to who runs the site.
BACKUPS = timedelta(days=30)
_registered = []


@dataclass(frozen=True)
class Kept:
    """``what`` is kept for ``days`` after ``since``.

    ``bounds``: the least and the most that an editor may set, ``url`` where, and ``words`` what people are told of it. What
    has no bounds is set in code.
    """

    what: str
    days: int
    since: str
    bounds: tuple = ()
    url: str = ""
    words: str = ""

    @property
    def for_long(self):
        """The time in words."""
        years, rest = divmod(self.days, 365)
        if years and not rest:
            return "a year" if years == 1 else f"{years} years"
        return f"{self.days} day{'' if self.days == 1 else 's'}"


def register(find: Callable):
    """Let ``find(user)`` give Kept rows; those whose days ``user`` may change have an address."""
    _registered.append(find)


def ours(user):
    """What every public form keeps."""
    return [
        Kept("What somebody typed in a long form and did not keep", SHORT_LIFE.days, "they stopped"),
        Kept("What somebody typed in a long form and kept for later", SAVED_LIFE.days, "they kept it"),
        Kept("Emails that were sent", 30, "they were sent"),
        Kept("Copies of everything for safety", BACKUPS.days, "they were made"),
    ]


register(ours)


def page(request):
    """The page, for whoever may change any setting."""
    if not setting_overview.has_any(request.user):
        raise PermissionDenied
    rows = [row for find in _registered for row in find(request.user)]
    return render(
        request,
        "intake/admin/keeping.html",
        {"changed": [row for row in rows if row.bounds], "fixed": [row for row in rows if not row.bounds]},
    )


def addresses():
    return [path("settings/keeping/", page, name="intake_keeping")]
