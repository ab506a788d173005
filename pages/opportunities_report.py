"""The report of opportunities that are over or close soon."""

from datetime import timedelta

import django_filters
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.columns import DayColumn
from cms.core.times_said import in_words
from cms.upkeep.reports import ReportMenuItem, WorkReport

from .models import OpportunityPage

SOON = timedelta(days=14)


def mine(user):
    """Return the opportunities on the site that ``user`` may change."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return OpportunityPage.objects.live().filter(alias_of=None, pk__in=pages.order_by().values("pk"))


def closing(pages, now=None):
    """Return those of ``pages`` that are open and will not be in a fortnight."""
    now = now or timezone.now()
    still = pages.open(now + SOON).order_by().values("pk")
    return pages.open(now).exclude(pk__in=still)


def closing_for(user):
    """Return the opportunities that close within a fortnight and that ``user`` may change, for the dashboard."""
    return closing(mine(user))


def over(pages, now=None):
    """Return those of ``pages`` that are in no list any more."""
    return pages.exclude(pk__in=pages.open(now or timezone.now()).order_by().values("pk"))


class OpportunitiesFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label="That", method="later", empty_label=f"close or end within {in_words(SOON)}",
        choices=[("over", "are over"), ("no-end", "have no last day"), ("all", "are on the site")],
    )  # fmt: skip
    opportunity_type = django_filters.ChoiceFilter(label="Type", choices=OpportunityPage.Type.choices)

    def filter_queryset(self, queryset):
        return super().filter_queryset(narrowed(queryset, self.form.cleaned_data.get("when")))

    def later(self, queryset, name, value):
        """Narrowed already: also where nothing is chosen."""
        return queryset

    class Meta:
        model = OpportunityPage
        fields = []


def narrowed(pages, when):
    """Return the opportunities of ``pages`` that the choice ``when`` names; '' or None: what closes soon."""
    if when == "over":
        return over(pages)
    if when == "no-end":
        return pages.open().filter(closes_at=None, last_moment=None)
    return pages if when == "all" else closing(pages)


class OpportunitiesReport(WorkReport):
    """Opportunities that close soon, and by choice what is over: those that the person may change."""

    model = OpportunityPage
    page_title = "Opportunities that end"
    header_icon = "date"
    index_url_name = "opportunities_that_end"
    index_results_url_name = "opportunities_that_end_results"
    filterset_class = OpportunitiesFilterSet
    default_ordering = ("closes_at", "starts_at", "title", "pk")
    to_do = (
        "They leave the lists by themselves. Is there a new date, or is it longer open? Change it before it goes. Of what is "
        "over, add slides and notes, or unpublish it."
    )
    nothing = f"Nothing ends within {in_words(SOON)}."
    file_name = "opportunities"
    list_export = ["title", "type_words", "organisation_name", "closes_at", "over_words", "full_url"]
    export_headings = {
        "title": "Opportunity", "type_words": "Type", "organisation_name": "Who offers it", "closes_at": "Closes",
        "over_words": "Last time", "full_url": "Address",
    }  # fmt: skip
    columns = [
        TitleColumn(
            "title",
            label="Opportunity",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            sort_key="title",
        ),
        Column("type_words", label="Type"),
        Column("organisation_name", label="Who offers it", sort_key="organisation_name"),
        DayColumn("closes_at", label="Closes", sort_key="closes_at"),
        DayColumn("over_words", label="Last time"),
        Column("state", label="In the lists"),
    ]

    @staticmethod
    def may(user):
        return policy_registry.get_by_type(Page).user_has_any_permission(user, ["add", "change"])

    def get_base_queryset(self):
        return mine(self.request.user).defer_streamfields()

    def filter_queryset(self, queryset):
        if self.filters and not self.filters.is_valid():
            return narrowed(queryset, "")
        return super().filter_queryset(queryset)

    def decorate_paginated_queryset(self, object_list):
        for page in object_list:
            page.type_words = page.get_opportunity_type_display()
            page.over_words = page.over_at or page.ends_at or page.starts_at
            page.state = "Yes" if page.is_open else "No: it is over"
        return object_list


def report_urls():
    """The report's addresses, below the admin's."""
    return [
        path("reports/opportunities/", OpportunitiesReport.as_view(), name="opportunities_that_end"),
        path(
            "reports/opportunities/results/",
            OpportunitiesReport.as_view(results_only=True),
            name="opportunities_that_end_results",
        ),
    ]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem(
        "Opportunities that end", reverse("opportunities_that_end"), name="opportunities-that-end", icon_name="date", order=150,
        may=OpportunitiesReport.may,
    )  # fmt: skip
