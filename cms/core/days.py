"""Days that an editor says something happened on."""

from django.core.exceptions import ValidationError
from django.utils import timezone


def not_to_come(date, until=None):
    """Refuse a date (or None) that is after today in Melbourne, and after ``until``."""
    today = timezone.localdate()
    if date and date > max(until or today, today):
        raise ValidationError("This day is still to come. Check the date.", code="to_come")
