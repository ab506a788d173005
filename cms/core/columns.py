"""Columns of editors' lists that say things as people do."""

from datetime import datetime

from django.utils import timezone
from wagtail.admin.ui.tables import Column


class DayColumn(Column):
    """A day in words, such as 3 May 2026; of a moment, its day in Melbourne. Wagtail's own says “Just now” of days to come.

    Where there is none it says ``without``.
    """

    def __init__(self, *args, without="", **kwargs):
        super().__init__(*args, **kwargs)
        self.without = without

    def get_value(self, instance):
        day = super().get_value(instance)
        day = timezone.localdate(day) if isinstance(day, datetime) else day
        return f"{day:%-d %B %Y}" if day else self.without


class YesColumn(Column):
    """“Yes”, or nothing."""

    def get_value(self, instance):
        return "Yes" if super().get_value(instance) else ""
