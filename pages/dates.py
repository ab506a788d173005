"""Days and clock times as people say them, in Melbourne time: ``Saturday 5 December 2026``, ``9.30 am``, ``noon``."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.core.moments import clock as time_said
from cms.core.moments import date_said

MELBOURNE = ZoneInfo("Australia/Melbourne")


def later(first, days):
    """Return the date ``days`` after the date ``first``, at most the last that there is."""
    return first + timedelta(days=min(days, (date.max - first).days))


def day(moment):
    """Return the day of ``moment`` (aware): ``Saturday 5 December 2026``."""
    return weekday_and_day(moment.astimezone(MELBOURNE))


def weekday_and_day(date):
    """Return a date as people say it: ``Saturday 5 December 2026``."""
    return f"{date:%A} {date_said(date)}"


def plain_day(date):
    """Return a date without its weekday: ``5 December 2026``."""
    return date_said(date)


def midnight(moment, days=0):
    """Return the moment at which the day of ``moment`` (aware) began in Melbourne, or that of ``days`` later."""
    return datetime.combine(later(moment.astimezone(MELBOURNE).date(), days), time(), tzinfo=MELBOURNE)


def is_whole_day(moment):
    """Whether ``moment`` stands for its day alone: an editor gave no clock time."""
    return moment.astimezone(MELBOURNE).time() == time()


def date_words(moment):
    """Return the date of ``moment`` (aware): ``5 December 2026``."""
    return date_said(moment.astimezone(MELBOURNE))


def clock(moment):
    """Return the clock time of ``moment`` (aware): ``9.30 am``, ``5 pm``, ``noon``, ``midnight``."""
    return time_said(moment.astimezone(MELBOURNE))


def day_and_clock(moment):
    """Return both: ``Saturday 5 December 2026, 9.30 am``."""
    return f"{day(moment)}, {clock(moment)}"


def without_this_year(words):
    """Return ``words`` about dates without the year that it is in Melbourne now: in a list it goes without saying."""
    return words.replace(f" {timezone.now().astimezone(MELBOURNE).year}", "")


def once(words, starts, ends):
    """Return ``words`` about ``starts`` without its year where ``ends`` is in the same: it follows there."""
    year = starts.astimezone(MELBOURNE).year
    return words.replace(f" {year}", "") if year == ends.astimezone(MELBOURNE).year else words


def days(starts, ends):
    """Return the days in words: ``Friday 2 to Saturday 3 October 2026``, months and years where they differ."""
    first, last = day(starts), day(ends)
    if first == last:
        return first
    if plain_day(starts.astimezone(MELBOURNE)).split()[1:] == plain_day(ends.astimezone(MELBOURNE)).split()[1:]:
        first = " ".join(first.split()[:2])
    return f"{once(first, starts, ends)} to {last}"


def span(starts, ends):
    """Return from when to when: ``Saturday 5 December 2026, 9.30 am to 4 pm``, or both days where there are two."""
    if ends is None:
        return day_and_clock(starts)
    if day(starts) == day(ends):
        return f"{day_and_clock(starts)} to {clock(ends)}"
    return f"{once(day_and_clock(starts), starts, ends)}, to {day_and_clock(ends)}"
