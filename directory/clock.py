"""Reading times of day as people write them."""

import datetime
import re

TIME = re.compile(r"^(\d{1,2})(?:[.:h]?([0-5]\d))?\s*(am|pm|a\.m\.|p\.m\.)?$", re.IGNORECASE)
WORDS = {"noon": datetime.time(12), "midday": datetime.time(12), "midnight": datetime.time(0)}


def read_time(text):
    """Return the time of day in ``text``: ``6.30 pm``, ``6:30pm``, ``1830``, ``18:30``, ``noon``. ValueError otherwise.

    A bare hour without am or pm is refused below 13, since nobody can know which half of the day is meant.
    """
    text = " ".join(str(text).lower().split())
    if text in WORDS:
        return WORDS[text]
    found = TIME.match(text)
    if not found:
        raise ValueError(f"not a time: {text!r}")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"not an hour before am or pm: {hour}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif hour > 23 or (found[2] is None and hour < 13) or (hour and len(found[1]) == 1):
        raise ValueError(f"am or pm is missing: {text!r}")
    return datetime.time(hour, minute)
