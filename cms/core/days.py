"""Days: those that an editor says something happened on, and those on which the Centre works."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from . import public_holidays

SATURDAY = 5


def not_to_come(date, until=None):
    """Refuse a date (or None) that is after today in Melbourne, and after ``until``."""
    today = timezone.localdate()
    if date and date > max(until or today, today):
        raise ValidationError("This day is still to come. Check the date.", code="to_come")


def is_working_day(date):
    """Whether the Centre works on ``date``: neither a weekend nor a public holiday of Victoria."""
    return date.weekday() < SATURDAY and not public_holidays.name_of(date)


def working_days_after(date, number):
    """Return the day that is ``number`` working days after ``date``; ``date`` itself where that is none.

    The day it is counted from does not count, whatever it is: an answer within one working day to what came on
    Friday, Saturday or Sunday is due on Monday.
    """
    for _ in range(number):
        date += timedelta(days=1)
        while not is_working_day(date):
            date += timedelta(days=1)
    return date
