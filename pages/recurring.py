"""Times that come again: on which days, at what moments, and how people say it.

Clock times are Melbourne's: what begins at 6 pm begins at 6 pm when the clocks change. A rule has an end, so that no
list is without one: what editors say, or a year.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from cms.core.typed import YEARS

from .dates import MELBOURNE, clock, later, plain_day

# Every week for two years is 105 times.
MOST_TIMES = 110
USUAL, LONGEST = relativedelta(years=1), relativedelta(years=2)
LAST = -1
WAYS = [
    ("weekly", "Every week"),
    ("fortnightly", "Every second week"),
    ("monthly", "Every month, such as each second Tuesday"),
    ("monthly_last", "Every month, such as each last Tuesday"),
]
IN_WORDS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
WRITTEN = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Repeat:
    """One time and how it comes again. ``way`` is a key of WAYS; ``starts`` and ``ends`` (or None) are aware moments;
    ``until`` is the last day that counts, or None for a year; on the days in ``skipped`` it is not on."""

    way: str
    starts: datetime
    ends: datetime | None = None
    until: date | None = None
    skipped: frozenset = field(default_factory=frozenset)

    @property
    def first(self):
        return self.starts.astimezone(MELBOURNE).date()

    @property
    def last_day(self):
        """The last day that counts: what was said, never more than two years from the first."""
        return min(self.until or after(self.first, USUAL), self.last_possible)

    @property
    def last_possible(self):
        """The last day that editors may choose as its last."""
        return after(self.first, LONGEST)

    @property
    def week(self):
        """Which one of its weekday in a month the first is, 1 to 4, or LAST; a fifth one is the last."""
        number = (self.first.day - 1) // 7 + 1
        return LAST if self.way == "monthly_last" or number > 4 else number

    @property
    def rule(self):
        """The rule as iCalendar writes it (RFC 5545): a dict, without an end."""
        day = DAYS[self.first.weekday()]
        if self.way.startswith("monthly"):
            return {"freq": "MONTHLY", "byday": f"{self.week}{day}"}
        return {"freq": "WEEKLY", "interval": 2 if self.way == "fortnightly" else 1, "byday": day, "wkst": "MO"}

    def all_days(self):
        """Return the days it falls on by its rule, those that are skipped among them: a list."""
        start, end = (datetime.combine(day, datetime.min.time()) for day in (self.first, self.last_day))
        if self.way.startswith("monthly"):
            days = rrule(MONTHLY, dtstart=start, until=end, byweekday=weekday(self.first.weekday(), self.week))
        else:
            days = rrule(WEEKLY, dtstart=start, until=end, interval=2 if self.way == "fortnightly" else 1)
        return [moment.date() for moment in islice(days, MOST_TIMES)]

    def times(self):
        """Return ``(starts, ends)`` of each time it is on, in order: aware, in Melbourne's zone; ``ends`` may be None."""
        local, over = self.starts.astimezone(MELBOURNE), self.ends and self.ends.astimezone(MELBOURNE)
        found = []
        for day in self.all_days():
            if day not in self.skipped:
                ends = at(later(day, (over.date() - local.date()).days), over.time()) if over else None
                found.append((at(day, local.time()), ends))
        return found

    @property
    def days_in_words(self):
        """``Every second Tuesday``, ``On the last Friday of each month``."""
        name = f"{self.first:%A}"
        if self.way.startswith("monthly"):
            return f"On the {IN_WORDS[self.week]} {name} of each month"
        return f"Every second {name}" if self.way == "fortnightly" else f"Every {name}"

    @property
    def in_words(self):
        """The whole in one line: days, clock times, and from when until when."""
        hours = clock(self.starts) + (f" to {clock(self.ends)}" if self.ends else "")
        until = f" until {plain_day(self.until)}" if self.until else ""
        return f"{self.days_in_words}, {hours}, from {plain_day(self.first)}{until}"


def after(day, gap):
    """Return the date that is the relativedelta ``gap`` after ``day``, at most the last that there is."""
    try:
        return day + gap
    except (OverflowError, ValueError):
        return date.max


def at(day, time):
    """Return the moment when Melbourne's clocks show ``time`` on ``day``; a time that they skip is when they have jumped."""
    return datetime.combine(day, time, tzinfo=MELBOURNE).astimezone(UTC).astimezone(MELBOURNE)


def read_days(text):
    """Return ``(days, unread)`` of days that somebody wrote, one a line or between commas: a set, and a list of strings."""
    days, unread = set(), []
    for part in re.split(r"[\n,;]+", text):
        words = re.sub(r"^[A-Za-z]+day\s+", "", " ".join(part.split()))
        if words:
            day = read_day(words)
            unread.append(words) if day is None else days.add(day)
    return days, unread


def read_day(words):
    """Return the date that ``words`` say (``25/12/2026``, ``25 December 2026``), or None."""
    for form in WRITTEN:
        try:
            day = datetime.strptime(words, form).date()
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None
