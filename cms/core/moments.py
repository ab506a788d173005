"""Days and hours in words, in the style of this site and in Melbourne's time: “3 November 2026”, “2.15 pm”."""

from django.utils.timezone import localtime


def clock(time):
    """Return a time (or a moment that is local) as people in Australia write it: ``6.30 pm``, ``8 pm``, ``noon``, ``midnight``."""
    if (time.hour, time.minute) in ((0, 0), (12, 0)):
        return "noon" if time.hour else "midnight"
    minutes = f".{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes} {'pm' if time.hour >= 12 else 'am'}"


def date_said(date):
    """Return a date as people say it here: ``3 November 2026``."""
    return f"{date.day} {date:%B %Y}"


def day_said(moment):
    """Return the day of a moment (aware): ``3 November 2026``."""
    return date_said(localtime(moment))


def clock_said(moment):
    """Return its hour to the minute, as editors' lists and histories have it: ``2.15 pm``, ``12.00 pm``."""
    local = localtime(moment)
    return f"{local.hour % 12 or 12}.{local:%M} {'pm' if local.hour >= 12 else 'am'}"


def moment_said(moment):
    """Return both: ``3 November 2026, 2.15 pm``."""
    return f"{day_said(moment)}, {clock_said(moment)}"
