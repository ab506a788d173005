"""The editors' report of downloads: how often each document was, in a time that they choose, and as a file."""

from datetime import timedelta

import django_filters
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from .models import SiteDocument

NEEDED = ["add", "change", "delete"]


def downloads(**when):
    """Return the expression for how often a document was downloaded; ``when`` narrows the counts."""
    return Coalesce(Sum("download_counts__count", filter=Q(**when)), 0)


class DownloadsFilterSet(WagtailFilterSet):
    days = django_filters.DateFromToRangeFilter(
        label="Days", method="in_days", widget=DateRangePickerWidget, field_name="download_counts__day"
    )

    def in_days(self, queryset, name, value):
        when = {}
        if value.start:
            when["download_counts__day__gte"] = value.start.date()
        if value.stop:
            when["download_counts__day__lte"] = value.stop.date()
        return queryset.annotate(chosen=downloads(**when)) if when else queryset

    class Meta:
        model = SiteDocument
        fields = []


class DownloadsReportView(ReportView):
    """Every document that the person may see, the most downloaded first. What was deleted is no longer counted."""

    model = SiteDocument
    page_title = "Downloads"
    results_template_name = "media/admin/downloads_results.html"
    header_icon = "download"
    index_url_name = "downloads_report"
    index_results_url_name = "downloads_report_results"
    filterset_class = DownloadsFilterSet
    any_permission_required = NEEDED
    default_ordering = ("-chosen", "title", "pk")
    no_results_message = "There is no document yet. Once there is one, its downloads are counted here."
    list_export = ["title", "last_30_days", "last_year", "chosen"]
    export_headings = {
        "title": "Document",
        "last_30_days": "Last 30 days",
        "last_year": "Last 12 months",
        "chosen": "In all, or in the days chosen",
    }
    columns = [
        TitleColumn(
            "title", label="Document", get_url=lambda document: reverse("wagtaildocs:edit", args=[document.pk])
        ),
        NumberColumn("last_30_days", label="Last 30 days"),
        NumberColumn("last_year", label="Last 12 months"),
        NumberColumn("chosen", label="In all, or in the days chosen"),
    ]

    def get_base_queryset(self):
        today = timezone.localdate()
        documents = self.permission_policy.instances_user_has_any_permission_for(self.request.user, NEEDED)
        return documents.annotate(
            last_30_days=downloads(download_counts__day__gt=today - timedelta(days=30)),
            last_year=downloads(download_counts__day__gt=today - timedelta(days=365)),
            chosen=downloads(),
        )

    def get_filename(self):
        return f"downloads-{timezone.localdate()}"


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return policy_registry.get_by_type(SiteDocument).user_has_any_permission(request.user, NEEDED)


def report_urls():
    """The report's addresses, below the admin's."""
    return [
        path("reports/downloads/", DownloadsReportView.as_view(), name="downloads_report"),
        path(
            "reports/downloads/results/",
            DownloadsReportView.as_view(results_only=True),
            name="downloads_report_results",
        ),
    ]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem("Downloads", reverse("downloads_report"), name="downloads", icon_name="download", order=1210)
