"""The screen *Calendar*: a month as a table, and as a list where there is little room."""

import re
from datetime import date

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import calendar

MONTH = re.compile(r"(\d{4})-(\d{2})")
# What nobody plans, and what no date can hold.
FIRST, LAST = 2000, 2199


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """``/admin/calendar/?month=2026-11``; without a month, or with one that is none, this month."""

    template_name = "careful/calendar.html"
    page_title = "Calendar"
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def dispatch(self, request, *args, **kwargs):
        asked = request.GET.get("month", "")
        self.month = month_in(asked)
        if asked and self.month is None:
            return redirect("careful_calendar")
        self.month = self.month or timezone.localdate().replace(day=1)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        weeks, is_cut = calendar.month_of(self.request.user, self.month.year, self.month.month)
        since = calendar.overdue()
        listed = [day for week in weeks for day in week if day and day[1]]
        return super().get_context_data(**kwargs) | {
            "month": self.month, "weeks": weeks, "listed": listed, "is_cut": is_cut, "today": timezone.localdate(),
            "previous": beside(self.month, -1), "next": beside(self.month, 1), "overdue": since and calendar.at(since),
            "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        }  # fmt: skip


def month_in(text):
    """Return the first day of the month that ``text`` names, such as 2026-11; None where it names none."""
    found = MONTH.fullmatch(text)
    if not found or not FIRST <= int(found[1]) <= LAST or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def beside(month, step):
    """Return the first day of the month before (-1) or after (1) ``month``; None beyond the calendar's ends."""
    number = month.year * 12 + month.month - 1 + step
    year = number // 12
    return date(year, number % 12 + 1, 1) if FIRST <= year <= LAST else None


def calendar_menu_item():
    return MenuItem("Calendar", reverse("careful_calendar"), name="calendar", icon_name="calendar-alt", order=300)


def calendar_urls():
    return [path("calendar/", CalendarView.as_view(), name="careful_calendar")]
