"""Days and clock times as people say them, in Melbourne time: ``Saturday 5 December 2026``, ``9.30 am``, ``noon``."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MELBOURNE = ZoneInfo("Australia/Melbourne")


def day(moment):
    """Return the day of ``moment`` (aware): ``Saturday 5 December 2026``."""
    return weekday_and_day(moment.astimezone(MELBOURNE))


def weekday_and_day(date):
    """Return a date as people say it: ``Saturday 5 December 2026``."""
    return f"{date:%A} {date.day} {date:%B %Y}"


def plain_day(date):
    """Return a date without its weekday: ``5 December 2026``."""
    return f"{date.day} {date:%B %Y}"


def midnight(moment, days=0):
    """Return the moment at which the day of ``moment`` (aware) began in Melbourne, or that of ``days`` later."""
    return datetime.combine(moment.astimezone(MELBOURNE).date() + timedelta(days=days), time(), tzinfo=MELBOURNE)


def is_whole_day(moment):
    """Whether ``moment`` stands for its day alone: an editor gave no clock time."""
    return moment.astimezone(MELBOURNE).time() == time()


def date_words(moment):
    """Return the date of ``moment`` (aware): ``5 December 2026``."""
    local = moment.astimezone(MELBOURNE)
    return f"{local.day} {local:%B %Y}"


def clock(moment):
    """Return the clock time of ``moment`` (aware): ``9.30 am``, ``5 pm``, ``noon``, ``midnight``."""
    local = moment.astimezone(MELBOURNE)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "noon" if local.hour else "midnight"
    minutes = f".{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes} {'pm' if local.hour >= 12 else 'am'}"


def day_and_clock(moment):
    """Return both: ``Saturday 5 December 2026, 9.30 am``."""
    return f"{day(moment)}, {clock(moment)}"


def span(starts, ends):
    """Return from when to when: on one day ``Saturday 5 December 2026, 9.30 am to 4 pm``, else both days in full."""
    if ends is None:
        return day_and_clock(starts)
    if day(starts) == day(ends):
        return f"{day_and_clock(starts)} to {clock(ends)}"
    return f"{day_and_clock(starts)}, to {day_and_clock(ends)}"
