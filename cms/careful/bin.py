"""The bin: what editors delete stays there for 30 days, seen by nobody but those who may delete it, and can be restored.

Each app keeps its own things and registers a Source. What somebody asked us to delete is never put here.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from cms.intake.review import DecisionRefused

DAYS = 30
LIFE = timedelta(days=DAYS)
# As many of each kind as the screen shows; what is older goes first, so the rest comes up by itself.
MOST = 200

_sources = {}


class NotInTheBin(DecisionRefused):
    """Somebody restored it, or it was deleted for good, after the screen was opened."""

    message = "It is not in the bin any more: a colleague restored it, or it was deleted for good. Nothing was changed."


@dataclass(frozen=True)
class Item:
    """One thing in the bin. ``title`` says no more than lists of editors do; ``who`` put it there, in words."""

    pk: int
    title: str
    kind: str
    who: str
    at: datetime
    until: date

    @property
    def days_left(self):
        """How many days it can still be restored: 0 on its last day."""
        return max(0, (self.until - timezone.localdate()).days)


class Source(ABC):
    """Where one app keeps what is in the bin. ``key`` names it in addresses."""

    key = ""

    @abstractmethod
    def may_see(self, user):
        """Whether ``user`` may restore and delete at least some of these."""

    @abstractmethod
    def items(self, user):
        """Return those that ``user`` may restore and delete: a list of at most MOST Items, a fixed number of queries."""

    @abstractmethod
    def restore(self, pk, user):
        """Restore it with everything; return the words that say so. Raises DecisionRefused where that cannot be."""

    @abstractmethod
    def delete(self, pk, user):
        """Delete it for good; return the words that say so. Raises DecisionRefused where that cannot be."""


def register(source):
    """Let an app show what it keeps in the bin: a Source."""
    _sources[source.key] = source


def sources_for(user):
    """Return the sources of which ``user`` may see anything, by key."""
    return {key: source for key, source in _sources.items() if source.may_see(user)}


def items_for(user):
    """Return what is in the bin for ``user``: pairs (key, Item), first what goes first."""
    found = [(key, item) for key, source in sources_for(user).items() for item in source.items(user)]
    return sorted(found, key=lambda pair: (pair[1].until, pair[1].at))


def last_day(at):
    """Return the last day on which what was put into the bin at the moment ``at`` can be restored."""
    return timezone.localdate(at) + LIFE


def is_over(at):
    """Return whether the days of what was put into the bin at ``at`` are over."""
    return last_day(at) < timezone.localdate()
