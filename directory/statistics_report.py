"""The editors' report of how the directory is used: charts with their numbers beneath, and the numbers as a file."""

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from cms.core.typed import DayField

from .export_views import csv_bytes, xlsx_file
from .facets import all_facets
from .models import ContactRequest, DailyCount, Report, SearchPhrase, Service, Submission
from .statistics import checked_now

NEEDED = "directory.change_service"
USUAL = datetime.timedelta(weeks=12) - datetime.timedelta(days=1)
LONGEST = datetime.timedelta(days=366 * 2)
# Up to here a bar is a day, beyond a week.
MOST_DAYS = 31
MOST_ROWS = 50
WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 720, 200, 56, 28, 16
MOST_LABELS = 8
# Half of a letter of a label, in the largest letters and in the usual ones (static/css/admin/desk.css).
LARGE, SMALL = 6.5, 3.2
DAY = datetime.timedelta(days=1)
Kind = DailyCount.Kind


class PeriodForm(forms.Form):
    """From and until, both included. What cannot be read gives the last twelve weeks, and says so."""

    start = DayField(label="From", required=False, help_text="Empty: twelve weeks before the last day.")
    end = DayField(label="Until", required=False, help_text="This day too. Empty: today.")

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error("end", "This day must not be before the first")
        elif start and start > timezone.localdate():
            self.add_error("start", "This day is still to come")
        elif start and (end or timezone.localdate()) - start > LONGEST:
            self.add_error("start", "Choose at most two years")
        elif end and end.year < 2000:
            self.add_error("end", "Choose a later day")
        return cleaned

    def period(self):
        """Return the first and the last day to show."""
        today = timezone.localdate()
        if not self.is_valid():
            return today - USUAL, today
        end = min(self.cleaned_data.get("end") or today, today)
        return self.cleaned_data.get("start") or end - USUAL, end


@dataclass
class Chart:
    """Bars with a name: ``rows`` are (label, number or None), ``unit`` what the numbers are of."""

    key: str
    title: str
    rows: list
    unit: str
    note: str = ""
    label_heading: str = "Week of"
    other: tuple = ()

    @property
    def numbers(self):
        return [number for _label, number in self.rows if number is not None]

    @property
    def is_empty(self):
        return not any(self.numbers)

    @property
    def top(self):
        """The number at the upper edge: a round one."""
        most = max([2, *self.numbers])
        size = 10 ** math.floor(math.log10(most))
        return next(step * size for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * size >= most)

    @property
    def description(self):
        """The chart in a sentence, for who does not see it."""
        if self.is_empty:
            return "There is nothing to show in this time."
        label, number = max((row for row in self.rows if row[1] is not None), key=lambda row: row[1])
        return f"{len(self.rows)} bars. The highest is {label}, with {number:g} {self.unit}. The numbers are in the table below."

    @property
    def view_box(self):
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def bars(self):
        """The bars as dicts for SVG. No label reaches over the edge: the last may end there."""
        room = HEIGHT - BELOW - ABOVE
        step = (WIDTH - LEFT) / max(1, len(self.rows))
        every = math.ceil(len(self.rows) / MOST_LABELS)
        bars, year = [], None
        for place, (label, number) in enumerate(self.rows):
            height = room * (number or 0) / self.top
            middle = round(LEFT + place * step + step / 2, 1)
            day, _space, its_year = label.rpartition(" ")
            # The year stands where it begins, so that labels are short enough for a phone.
            shown, year = (day if its_year == year else label, its_year) if place % every == 0 else ("", year)
            bars.append(
                {
                    "x": round(LEFT + place * step + step * 0.1, 1),
                    "width": round(step * 0.8, 1),
                    "y": round(ABOVE + room - height, 1),
                    "height": round(height, 1),
                    "label": shown,
                    # On small screens every second one is shown.
                    "is_second": place // every % 2 == 1,
                    **placed(middle, len(shown)),
                }
            )
        return bars

    @property
    def lines(self):
        """Two lines to measure by: the highest number and half of it."""
        room = HEIGHT - BELOW - ABOVE
        return [
            {"y": ABOVE, "label": f"{self.top:g}"},
            {"y": ABOVE + room / 2, "label": f"{self.top / 2:g}"},
            {"y": ABOVE + room, "label": "0"},
        ]

    left, width, label_y = LEFT, WIDTH, HEIGHT - 6


def placed(middle, letters):
    """Return where a label of so many ``letters`` stands: below its bar, and at an edge so that none of it is cut off."""
    large, small = letters * LARGE, letters * SMALL
    if middle - large < 0:
        return {"anchor": "start", "at": round(max(0, middle - small), 1)}
    if middle + large > WIDTH:
        return {"anchor": "end", "at": round(min(WIDTH, middle + small), 1)}
    return {"anchor": "middle", "at": middle}


class UseOfTheDirectory:
    """All numbers from ``start`` to ``end``, both included, in a fixed number of queries."""

    def __init__(self, start, end):
        self.start, self.end = start, end
        self.by_week = (end - start).days + 1 > MOST_DAYS
        self.counts = DailyCount.objects.filter(day__range=(start, end))
        self.totals = defaultdict(lambda: defaultdict(int))
        for kind, day, number in self.counts.values_list("kind", "day").annotate(number=Sum("count")).order_by():
            self.totals[kind][day] = number

    def bucket(self, day):
        return day - DAY * day.weekday() if self.by_week else day

    @property
    def buckets(self):
        step = DAY * 7 if self.by_week else DAY
        first, days = self.bucket(self.start), []
        while first <= self.end:
            days.append(first)
            first += step
        return days

    def series(self, kind):
        """Return (label, number) of each week or day for one kind of count."""
        found = defaultdict(int)
        for day, number in self.totals[kind].items():
            found[self.bucket(day)] += number
        return [(in_short(day), found[day]) for day in self.buckets]

    def total(self, kind):
        return sum(self.totals[kind].values())

    def charts(self):
        heading = "Week of" if self.by_week else "Day"
        each = "each week" if self.by_week else "each day"
        charts = [
            Chart("views", f"Entries looked at, {each}", self.series(Kind.VIEW), "views"),
            Chart("searches", f"Searches, {each}", self.series(Kind.SEARCH), "searches"),
            Chart("empty", f"Searches without a result, {each}", self.series(Kind.EMPTY), "searches"),
            *self.queue_charts(),
            self.checked_chart(),
        ]
        for chart in charts:
            chart.label_heading = heading
        return charts

    def queue_charts(self):
        """How long what was sent in waited for its decision: the median and the longest, in days."""
        waits = defaultdict(list)
        decided_then = {"decided_at__gte": midnight(self.start), "decided_at__lt": midnight(self.end + DAY)}
        for model in (Submission, Report, ContactRequest):
            for received, decided in model.objects.filter(**decided_then).values_list("received_at", "decided_at"):
                days = max(0, (decided - received).total_seconds() / 86_400)
                waits[self.bucket(timezone.localdate(decided))].append(days)
        note = (
            "New services, updates, reports and changes of contact: from the day they came to the day of the decision, with "
            "the time that a sender took to answer. By when they were decided; empty where nothing was."
        )
        middle = [(in_short(day), round(median(waits[day]), 1) if waits[day] else None) for day in self.buckets]
        longest = [(in_short(day), round(max(waits[day]), 1) if waits[day] else None) for day in self.buckets]
        return [
            Chart("median", "Days until a decision: half took no longer", middle, "days", note),
            Chart("longest", "Days until a decision: the longest", longest, "days"),
        ]

    def checked_chart(self):
        """The share of listed entries that somebody checked within 12 months, as kept each night."""
        shares = {}
        for day in sorted(self.totals[Kind.LISTED]):
            listed = self.totals[Kind.LISTED][day]
            shares[self.bucket(day)] = round(100 * self.totals[Kind.CHECKED][day] / listed, 1) if listed else None
        listed, checked = checked_now()
        now = f"Today it is {checked} of {listed}."
        rows = [(in_short(day), shares.get(day)) for day in self.buckets]
        return Chart("checked", "Entries checked within 12 months, in per cent", rows, "per cent", now)

    def most_viewed(self):
        """Return [(Service or None, number)] of the entries looked at most."""
        rows = list(
            self.counts.filter(kind=Kind.VIEW).values_list("key").annotate(number=Sum("count")).order_by("-number", "key")[:MOST_ROWS]
        )  # fmt: skip
        services = {one.uuid.hex: one for one in Service.objects.filter(uuid__in=[key for key, _number in rows])}
        return [(services.get(key), number) for key, number in rows]

    def choices_made(self):
        """Return [(facet, choice, number)] of the choices made most."""
        rows = list(
            self.counts.filter(kind=Kind.FACET).values_list("key").annotate(number=Sum("count")).order_by("-number", "key")[:MOST_ROWS]
        )  # fmt: skip
        labels = {
            f"{facet.parameter}:{choice.value}": (facet.label, choice.label)
            for facet in all_facets(QueryDict(""))
            for choice in facet.choices
        }
        return [(*labels.get(key, ("No longer here", key.partition(":")[2])), number) for key, number in rows]

    def phrases(self):
        """Return the phrases that may be kept, those that found nothing most often first."""
        return list(SearchPhrase.objects.exclude(phrase="").order_by("-empty", "-count", "phrase")[:MOST_ROWS])

    def rows(self):
        """All numbers as rows of a file, the headings first."""
        yield ["what", "of what", "when", "number"]
        for chart in self.charts():
            yield from (
                [chart.title, "", label, "" if number is None else f"{number:g}"] for label, number in chart.rows
            )
        for service, number in self.most_viewed():
            yield ["Entry looked at", service.name if service else "No longer here", "", str(number)]
        for facet, choice, number in self.choices_made():
            yield ["Choice made", f"{facet}: {choice}", "", str(number)]
        for one in self.phrases():
            yield ["Searched for", one.phrase, "", str(one.count)]
            yield ["Searched for, nothing found", one.phrase, "", str(one.empty)]


def in_short(day):
    return f"{day.day} {day:%b %Y}"


def midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class StatisticsView(WagtailAdminTemplateMixin, TemplateView):
    """The report, and with ``?export=csv`` or ``xlsx`` its numbers as a file."""

    template_name = "directory/admin/statistics.html"
    page_title = "Use of the directory"
    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.form = PeriodForm(request.GET)
        self.report = UseOfTheDirectory(*self.form.period())
        if self.form.is_valid():
            # What is shown stands in the fields, also where nothing was asked for.
            self.form = PeriodForm(initial={"start": self.report.start, "end": self.report.end})
        name = f"directory-use-{self.report.start}-to-{self.report.end}"
        if request.GET.get("export") == "csv":
            response = StreamingHttpResponse(csv_bytes(self.report.rows()), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            return response
        if request.GET.get("export") == "xlsx":
            return FileResponse(xlsx_file(self.report.rows(), "Use"), as_attachment=True, filename=f"{name}.xlsx")
        return super().get(request, *args, **kwargs)

    @property
    def header_more_buttons(self):
        query = f"start={self.report.start}&end={self.report.end}"
        return [
            Button(f"Download {kind.upper()}", url=f"?{query}&export={kind}", icon_name="download", priority=number)
            for number, kind in enumerate(("xlsx", "csv"))
        ]

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=self.form, report=self.report, charts=self.report.charts(), viewed=self.report.most_viewed(),
            choices=self.report.choices_made(), phrases=self.report.phrases(), media=self.form.media,
            breadcrumbs_items=self.get_breadcrumbs_items(), **kwargs,
        )  # fmt: skip


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(NEEDED)


def report_urls():
    """The report's address, below the admin's."""
    return [path("reports/directory/", StatisticsView.as_view(), name="directory_statistics")]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem(
        "Use of the directory",
        reverse("directory_statistics"),
        name="directory-statistics",
        icon_name="view",
        order=1200,
    )
