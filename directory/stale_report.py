"""The report of entries that nobody checked for long, and that of searches of the directory that found nothing."""

import datetime

import django_filters
from dateutil.relativedelta import relativedelta
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn

from cms.core.columns import DayColumn
from cms.core.times_said import in_words
from cms.upkeep.reports import ReportMenuItem, WorkReport

from .currency import AGAIN_AFTER, ASK_AFTER, ASKED, ASKED_AGAIN, TASK, UNLIST, UNLIST_AFTER
from .models import SearchPhrase, Service
from .statistics import KEEP_PHRASES

STEPS = {
    0: "Nobody yet",
    ASKED: "Asked by email",
    ASKED_AGAIN: "Asked twice",
    TASK: "An editor is to ring",
    UNLIST: "To be unlisted",
}
# The report begins where people are asked, and ends where an entry is to be unlisted.
AGES = (ASK_AFTER, relativedelta(months=12), UNLIST_AFTER)


def may_see(user):
    return user.has_perm("directory.change_service")


def stale(age, today=None):
    """Return listed services whose last check, or else first listing (as for the reminders), is ``age`` (a relativedelta) ago.

    Each has ``counted_from``, that day.
    """
    rows = Service.objects.listed().annotate(
        counted_from=Coalesce("assured_at", TruncDate(Coalesce("first_published_at", "created_at")))
    )
    return rows.filter(counted_from__lte=(today or timezone.localdate()) - age)


def months_of(age):
    return age.years * 12 + age.months


class StaleFilterSet(WagtailFilterSet):
    months = django_filters.ChoiceFilter(
        label="Not checked for", method="for_months", empty_label=in_words(AGES[0]),
        choices=[(months_of(age), f"{months_of(age)} months") for age in AGES[1:]],
    )  # fmt: skip
    step = django_filters.ChoiceFilter(label="Who was asked", choices=list(STEPS.items()), field_name="reminder_step")
    status = django_filters.ChoiceFilter(
        label="Status", choices=[choice for choice in Service.Status.choices if choice[0] != Service.Status.CLOSED]
    )

    def for_months(self, queryset, name, value):
        return queryset.filter(counted_from__lte=timezone.localdate() - relativedelta(months=int(value)))

    class Meta:
        model = Service
        fields = []


class StaleReport(WorkReport):
    """Listed entries that were not checked for long, the oldest first."""

    model = Service
    page_title = "Services to check"
    header_icon = "group"
    index_url_name = "stale_services"
    index_results_url_name = "stale_services_results"
    filterset_class = StaleFilterSet
    may = staticmethod(may_see)
    permission_policy = None
    default_ordering = ("counted_from", "name", "pk")
    to_do = (
        f"Their people are asked by email after {in_words(ASK_AFTER)} and again {in_words(AGAIN_AFTER)} later. Where nobody "
        "answers, ring them. Then record the check under “Status and check”."
    )
    nothing = f"Every service in the directory was checked within {in_words(ASK_AFTER)}."
    file_name = "services-to-check"
    list_export = ["name", "provider", "state_words", "assured_at", "listed_words", "asked"]
    export_headings = {
        "name": "Service", "provider": "Provider", "state_words": "Status", "assured_at": "Last checked",
        "listed_words": "Age counted from", "asked": "Who was asked",
    }  # fmt: skip

    @property
    def columns(self):
        may = self.request.user.has_perm("directory.publish_service")
        name = "directory_service_status" if may else "wagtailsnippets_directory_service:edit"
        return [
            TitleColumn(
                "name", label="Service", get_url=lambda service: reverse(name, args=[service.pk]), sort_key="name"
            ),
            Column("provider", label="Provider"),
            Column("state_words", label="Status", sort_key="status"),
            DayColumn("assured_at", label="Last checked", sort_key="assured_at"),
            DayColumn("counted_from", label="Age counted from", sort_key="counted_from"),
            Column("asked", label="Who was asked", sort_key="reminder_step"),
        ]

    def get_base_queryset(self):
        return stale(AGES[0]).select_related("organisation")

    def decorate_paginated_queryset(self, object_list):
        for service in object_list:
            service.state_words = service.get_status_display()
            service.asked = STEPS.get(service.reminder_step, "")
            service.listed_words = service.counted_from
        return object_list


class SearchesFilterSet(WagtailFilterSet):
    found = django_filters.ChoiceFilter(
        label="That found", method="by_found", empty_label="nothing at least once",
        choices=[("never", "nothing each time"), ("all", "nothing or something")],
    )  # fmt: skip
    since = django_filters.ChoiceFilter(
        label="Searched for",
        method="in_days",
        empty_label=f"within {in_words(KEEP_PHRASES)}",
        choices=[(30, "within 30 days"), (7, "within 7 days")],
    )

    def filter_queryset(self, queryset):
        # A filter that is not chosen is not asked.
        if not self.form.cleaned_data.get("found"):
            queryset = queryset.filter(empty__gt=0)
        return super().filter_queryset(queryset)

    def by_found(self, queryset, name, value):
        return queryset.filter(empty__gte=F("count")) if value == "never" else queryset

    def in_days(self, queryset, name, value):
        return queryset.filter(last_day__gte=timezone.localdate() - datetime.timedelta(days=int(value)))

    class Meta:
        model = SearchPhrase
        fields = []


class SearchesReport(WorkReport):
    """Words that people searched the directory for and found nothing, as far as they may be kept."""

    model = SearchPhrase
    page_title = "Searches that found nothing"
    header_icon = "search"
    index_url_name = "empty_searches"
    index_results_url_name = "empty_searches_results"
    filterset_class = SearchesFilterSet
    may = staticmethod(may_see)
    permission_policy = None
    default_ordering = ("-empty", "-count", "phrase", "pk")
    to_do = (
        "What do people call things that we call otherwise, and what is missing? Use their words in entries and terms, or look "
        "for such a service. Only words are kept that came on five different days, without digits, at most 40 characters "
        f"long, for {in_words(KEEP_PHRASES)}. What people type into the search of the whole site is never written down, so it is not here."
    )
    nothing = "No such search is kept."
    file_name = "searches-without-result"
    list_export = ["phrase", "empty", "count", "last_day"]
    export_headings = {
        "phrase": "Words", "empty": "Found nothing, times", "count": "Searched for, times", "last_day": "Last on",
    }  # fmt: skip
    columns = [
        TitleColumn(
            "phrase", label="Words", sort_key="phrase",
            get_url=lambda row: f"{reverse('directory:list')}?{urlencode({'q': row.phrase})}",
        ),
        NumberColumn("empty", label="Found nothing, times", sort_key="empty"),
        NumberColumn("count", label="Searched for, times", sort_key="count"),
        DayColumn("last_day", label="Last on", sort_key="last_day"),
    ]  # fmt: skip

    def get_base_queryset(self):
        return SearchPhrase.objects.exclude(phrase="")

    def filter_queryset(self, queryset):
        if self.filters and not self.filters.is_valid():
            return queryset.filter(empty__gt=0)
        return super().filter_queryset(queryset)


def report_urls():
    """The reports' addresses, below the admin's."""
    return [
        path("reports/services-to-check/", StaleReport.as_view(), name="stale_services"),
        path(
            "reports/services-to-check/results/", StaleReport.as_view(results_only=True), name="stale_services_results"
        ),
        path("reports/searches/", SearchesReport.as_view(), name="empty_searches"),
        path("reports/searches/results/", SearchesReport.as_view(results_only=True), name="empty_searches_results"),
    ]


def stale_menu_item():
    """The entry of the menu *Reports* for services."""
    return ReportMenuItem(
        "Services to check",
        reverse("stale_services"),
        name="services-to-check",
        icon_name="group",
        order=140,
        may=may_see,
    )


def searches_menu_item():
    """The entry of the menu *Reports* for searches."""
    return ReportMenuItem(
        "Searches that found nothing",
        reverse("empty_searches"),
        name="empty-searches",
        icon_name="search",
        order=1205,
        may=may_see,
    )
