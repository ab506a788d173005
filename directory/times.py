"""When a recurring time comes next.

Times are the wall clock's of their own zone: a group at 6.30 pm stays at 6.30 pm when the clocks change. A time that
the clocks skip happens when they have jumped; one that comes twice happens the first time.
"""

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKLY, FORTNIGHTLY, MONTHLY = "weekly", "fortnightly", "monthly"
LAST = -1
WEEK = datetime.timedelta(days=7)
DAY = datetime.timedelta(days=1)
DEFAULT_ZONE = "Australia/Melbourne"


@dataclass(frozen=True)
class Occurrence:
    """One time that something happens. ``starts`` and ``ends`` are aware and in the schedule's zone; ``ends`` may be
    None. ``schedule`` is what it comes from."""

    starts: datetime.datetime
    ends: datetime.datetime | None
    schedule: object

    def is_on(self, now):
        """Whether it has begun and is not over at ``now`` (aware); False where nobody said when it ends."""
        return self.ends is not None and self.starts <= now < self.ends


def zone_of(schedule):
    """Return the ZoneInfo of a schedule: Melbourne's where the name it holds is not known here."""
    try:
        return ZoneInfo(schedule.timezone or DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(DEFAULT_ZONE)


def at(date, time, zone):
    """Return the moment when the clocks of ``zone`` show ``time`` on ``date``."""
    moment = datetime.datetime.combine(date, time, tzinfo=zone)
    # There and back through UTC: a wall time that the clocks skip becomes the one they show instead.
    return moment.astimezone(datetime.UTC).astimezone(zone)


def weekday_on_or_after(date, weekday):
    """Return the first date from ``date`` on that is ``weekday`` (Monday is 0)."""
    return date + DAY * ((weekday - date.weekday()) % 7)


def weekday_of_month(year, month, weekday, week):
    """Return the ``week``-th (1 to 4, or LAST) ``weekday`` of a month."""
    if week == LAST:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return weekday_on_or_after(following - WEEK, weekday)
    return weekday_on_or_after(datetime.date(year, month, 1), weekday) + WEEK * (week - 1)


def dates(schedule, first) -> Iterator[datetime.date]:
    """Yield, in order and without end, the dates from ``first`` on that ``schedule`` falls on.

    Nothing is yielded where that cannot be known: every second week without one date that it happens on,
    once a month without the week.
    """
    if schedule.frequency == MONTHLY:
        yield from _monthly(schedule, first)
        return
    step, date = WEEK, weekday_on_or_after(first, schedule.weekday)
    if schedule.frequency == FORTNIGHTLY:
        known = known_day(schedule)
        if known is None:
            return
        step = WEEK * 2
        if (date.toordinal() - known) % 14:
            date += WEEK
    while True:
        yield date
        date += step


def known_day(schedule):
    """Return one day on which a schedule of every second week falls, as a number of days (``date.toordinal``); None where
    nobody said. A number, since the last days that a calendar has may be past its end."""
    if schedule.from_date is None:
        return None
    # A known date on another weekday still says which week: weeks begin on Monday.
    return schedule.from_date.toordinal() + schedule.weekday - schedule.from_date.weekday()


def _monthly(schedule, first):
    if not schedule.week_of_month:
        return
    year, month = first.year, first.month
    while True:
        date = weekday_of_month(year, month, schedule.weekday, schedule.week_of_month)
        if date >= first:
            yield date
        year, month = year + month // 12, month % 12 + 1


def occurrences(schedule, now) -> Iterator[Occurrence]:
    """Yield the Occurrences of one schedule that are not over at ``now`` (aware), in order and without end."""
    zone = zone_of(schedule)
    # The day before, too: what began then may go on past midnight.
    for date in dates(schedule, now.astimezone(zone).date() - DAY):
        starts, ends = at(date, schedule.starts, zone), None
        if schedule.ends:
            past_midnight = schedule.ends <= schedule.starts
            ends = at(date + DAY if past_midnight else date, schedule.ends, zone)
        if (ends or starts) > now or starts == now:
            yield Occurrence(starts, ends, schedule)


def next_times(schedules, now, count=1):
    """Return the next ``count`` Occurrences of several schedules together, soonest first: a list, maybe shorter."""
    streams = (islice(occurrences(schedule, now), count) for schedule in schedules)
    return list(islice(heapq.merge(*streams, key=lambda one: one.starts), count))
