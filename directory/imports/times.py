"""Times of a place as people write them in one cell of a spreadsheet, there and back.

One time a line: ``Tuesdays, 6.30 pm to 8 pm``; ``Every second Friday from 27/11/2026, 10 am to noon``;
``First and third Saturday of the month, 2 pm (not in January)``.
"""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from cms.core.moments import clock

from ..clock import read_time
from ..models import Schedule
from ..models.parts import likely_date

DATE = "%d/%m/%Y"
DATE_FORMATS = (DATE, "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")
_TIME = r"(?:\d{1,2}(?:[.:h]?\d\d)?(?:\s*(?:am|pm|a\.m\.|p\.m\.))?|noon|midday|midnight)"
_WHOLE = re.compile(
    rf"^(?P<days>.*?[^\s,])[\s,]+(?P<starts>{_TIME})(?:\s*(?:to|until|till|-|–|—)\s*(?P<ends>{_TIME}))?$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?P<time>.*?\S)\s*\((?P<note>.*)\)$", re.DOTALL)
_FROM = re.compile(r"^(?P<days>.*?)[\s,]+(?:from|starting|beginning)\s+(?P<date>.+)$", re.IGNORECASE)
_SECOND = re.compile(r"^(?:every (?:second|other)|fortnightly|each second)(?: on)?\s+(?P<days>.+)$", re.IGNORECASE)
_OF_MONTH = re.compile(r"\s+(?:of|in) (?:the|each|every) month$|,?\s+monthly$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)

WEEKS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1,
}  # fmt: skip
DAYS = {label.lower(): value for value, label in Schedule.Weekday.choices}
_SHORT = {name[:3]: value for name, value in DAYS.items()} | {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}
SEVERAL = {
    "every day": range(7), "daily": range(7), "weekdays": range(5), "every weekday": range(5), "weekends": (5, 6),
}  # fmt: skip
EXAMPLE = "Write it like this: Tuesdays, 6.30 pm to 8 pm"


@dataclass(frozen=True)
class Time:
    """One time as read: what a Schedule keeps of it."""

    weekday: int
    starts: datetime.time
    ends: datetime.time | None = None
    frequency: str = "weekly"
    week_of_month: int | None = None
    from_date: datetime.date | None = None
    note: str = ""

    @classmethod
    def of(cls, schedule):
        """Return what ``schedule`` says, to compare."""
        return cls(
            schedule.weekday, schedule.starts, schedule.ends, schedule.frequency, schedule.week_of_month,
            schedule.from_date, schedule.note,
        )  # fmt: skip


def times_as_text(schedules):
    """Return schedules as one cell, a line each; '' for none."""
    return "\n".join(_time_as_text(schedule) for schedule in schedules)


def _time_as_text(schedule):
    days = schedule.day_in_words
    if schedule.frequency == Schedule.Frequency.FORTNIGHTLY and schedule.from_date:
        days = f"{days} from {schedule.from_date:{DATE}}"
    hours = clock(schedule.starts) + (f" to {clock(schedule.ends)}" if schedule.ends else "")
    note = " ".join(schedule.note.split())
    return f"{days}, {hours}" + (f" ({note})" if note else "")


def read_times(text):
    """Return the Times that a cell says: a list. ValueError, with words for the editor, where one cannot be read."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        pieces = [piece.strip() for piece in line.split(";") if piece.strip()]
        try:
            found += [time for piece in pieces for time in _read_line(piece)]
        except ValueError:
            if len(pieces) < 2:
                raise
            # A semicolon may stand in what is said of one time.
            found += _read_line(line.strip())
    return found


def _read_line(line):
    line, note = " ".join(line.split()), ""
    if found := _NOTE.match(line):
        line, note = found["time"].rstrip(" ,"), found["note"].strip()
        if len(note) > Schedule._meta.get_field("note").max_length:
            raise ValueError(f"What stands in brackets is too long: {note[:40]}…")
    whole = _WHOLE.match(line)
    if not whole:
        raise ValueError(f"We can’t read the time “{line[:60]}”. {EXAMPLE}")
    starts, ends = _clock(whole["starts"]), _clock(whole["ends"])
    if ends == starts:
        raise ValueError(f"“{line[:60]}” ends when it starts")
    return [
        Time(weekday, starts, ends, frequency, week, date, note)
        for weekday, frequency, week, date in _read_days(whole["days"].strip(" ,"))
    ]


def _clock(text):
    if text is None:
        return None
    try:
        return read_time(re.sub(r"\s+(?=[ap]\.?m)", " ", text))
    except ValueError as error:
        raise ValueError(f"Say am or pm for the time “{text}”") from error


def _read_days(text):
    """Yield (weekday, frequency, week of the month, a date) for what stands before the hours."""
    date = None
    if found := _FROM.match(text):
        text, date = found["days"], read_date(found["date"])
    if found := _SECOND.match(text):
        if date is None:
            raise ValueError(f"Say a date on which it happens: Every second {found['days'][:20]} from 24/11/2026")
        days = _weekdays(found["days"])
        if date.weekday() not in days:
            raise ValueError(f"{date:{DATE}} is not on that day of the week")
        return [(day, "fortnightly", None, date) for day in days]
    lowered = text.lower()
    of_month = _OF_MONTH.sub("", lowered)
    words = [word for word in _BETWEEN.split(of_month.removeprefix("every ").removeprefix("the ")) if word]
    if words and words[-1].split()[0] in WEEKS:
        *weeks, last = words
        last_week, _space, day = last.partition(" ")
        weeks = [*weeks, last_week]
        if all(week in WEEKS for week in weeks):
            return [(one, "monthly", WEEKS[week], None) for week in weeks for one in _weekdays(day)]
    return [(day, "weekly", None, None) for day in _weekdays(lowered)]


def _weekdays(text):
    """Return the days that a text names, as numbers from Monday, 0."""
    text = " ".join(text.lower().split()).strip(" .")
    if text in SEVERAL:
        return list(SEVERAL[text])
    days = []
    for word in _BETWEEN.split(text):
        word = word.removeprefix("every ").removeprefix("on ").strip(" .")
        for name in (word, word.removesuffix("s")):
            if name in DAYS or name in _SHORT:
                days.append(DAYS.get(name, _SHORT.get(name)))
                break
        else:
            raise ValueError(f"“{word[:30] or text[:30]}” is not a day of the week. {EXAMPLE}")
    return list(dict.fromkeys(days))


def read_date(text):
    """Return the date that ``text`` says, day first; ValueError with words for the editor otherwise."""
    for pattern in DATE_FORMATS:
        try:
            date = datetime.datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
        try:
            likely_date(date)
        except ValidationError as error:
            raise ValueError(f"“{text[:30]}”: {error.messages[0].rstrip('.')}") from error
        return date
    raise ValueError(f"“{text[:30]}” is not a date. Write it like this: 24/11/2026")
