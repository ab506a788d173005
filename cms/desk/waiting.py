"""The registry of what may wait for somebody who works on this site: the first thing the dashboard shows.

Each app registers its own in ``apps.ready``, as with ``cms.core.tools``. What is counted is what the way in lists, for the
very person who looks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery


class Urgency(IntEnum):
    """Where a line stands in the list. Numbers between these are free."""

    DANGER = 0  # somebody may be in danger, or an entry harms
    PEOPLE = 100  # somebody of the public waits for an answer
    REVIEW = 200  # a colleague's or a sender's words wait for a decision
    DATES = 300  # a day comes near
    UPKEEP = 400  # what ages quietly
    SORTING = 500  # what may be a robot's, and other things that need no day


@dataclass(frozen=True)
class Part:
    """Some of what a line counts, such as "2 late", with its own way in. ``is_alarm`` shows it in red."""

    number: int
    label: str
    url: str = ""
    is_alarm: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the list. ``number`` rows stand behind ``url``; ``label`` fits that number."""

    key: str
    number: int
    label: str
    url: str
    order: int = Urgency.UPKEEP
    icon: str = "tasks"
    hint: str = ""
    parts: tuple = field(default=())

    @property
    def is_alarm(self):
        """Whether it is read before all else."""
        return self.order < Urgency.PEOPLE - 50


class HowMany(Subquery):
    """The number of rows of a queryset, whatever it joins or filters."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, queryset):
        # The order costs, and says nothing of the number; what is cut off needs it to know where.
        super().__init__((queryset if queryset.query.is_sliced else queryset.order_by()).values("pk"))


@dataclass(frozen=True)
class _One:
    key: str
    label: str
    one: str
    count: Callable
    url: str | Callable
    order: int
    icon: str
    hint: str

    def line(self, user, number):
        url = self.url(user) if callable(self.url) else str(self.url)
        label = self.one if number == 1 and self.one else self.label
        return Line(self.key, number, label, url, self.order, self.icon, self.hint)


_ones, _many = {}, {}


def register(key, label, count, url, *, order=Urgency.UPKEEP, icon="tasks", one="", hint=""):
    """Let the dashboard show ``label`` with a number and a way in. Registering ``key`` again replaces.

    ``label``: in plain words, for several, such as "services to check"; it is read after the number. ``one``: for just one.
    ``count(user)``: a queryset of the rows (all these are counted in a single query of the database, so give one wherever
    you can), or a number; None or 0 where nothing waits or where ``user`` may not act on it, which it checks itself.
    ``url``: the address that lists just those: a string (``reverse_lazy``), or a function of the user.
    ``order``: an ``Urgency``, or a number near one. ``hint``: a short sentence that says what to do, where it is not plain.
    """
    _ones[key] = _One(key, label, one, count, url, order, icon, hint)


def register_lines(key, lines):
    """Let ``lines(user)`` give several Lines at once: for what is counted together. Registering ``key`` again replaces.

    Those without a number are not shown; it checks what ``user`` may do itself, and asks the database once at most.
    """
    _many[key] = lines


def for_user(user):
    """Return what waits for ``user``: Lines with a number, the most urgent first."""
    numbers, asked = {}, {}
    for one in _ones.values():
        found = one.count(user)
        if isinstance(found, QuerySet):
            asked[one.key] = found
        else:
            numbers[one.key] = found or 0
    numbers |= counted(user, asked)
    lines = [one.line(user, numbers[one.key]) for one in _ones.values() if numbers[one.key]]
    for several in _many.values():
        lines += [line for line in several(user) if line.number]
    lines = [replace(line, parts=tuple(part for part in line.parts if part.number)) for line in lines]
    return sorted(lines, key=lambda line: (line.order, line.label))


def counted(user, querysets):
    """Return how many rows each of ``querysets`` (a dict) has, by the same keys: one query for all."""
    if not querysets:
        return {}
    names = {f"number_{place}": key for place, key in enumerate(querysets)}
    row = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .annotate(**{name: HowMany(querysets[key]) for name, key in names.items()})
        .values(*names)
        .get()
    )
    # A queryset that the database need not be asked for, as of none(), has no number.
    return {key: row[name] or 0 for name, key in names.items()}
