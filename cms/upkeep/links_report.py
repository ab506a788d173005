"""The report of links that lead nowhere, with the way to mend each."""

import re

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.columns import DayColumn

from .links import sources
from .models import Link, LinkPlace
from .reports import ReportMenuItem, WorkReport
from .review_report import sections

Result = Link.Result


def places_for(user):
    """Return the places of links that ``user`` may mend: in pages that they may change, and in what else they may."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    models = [source.model for source in sources().values() if user.has_perm(source.permission)]
    types = [one.pk for one in ContentType.objects.get_for_models(*models).values()] if models else []
    return LinkPlace.objects.filter(Q(page__in=pages.order_by().values("pk")) | Q(content_type__in=types))


def broken_for(user):
    """Return the places of broken links that ``user`` may mend, for the dashboard."""
    return places_for(user).filter(link__result=Result.BROKEN)


def may_see(user):
    may_change = policy_registry.get_by_type(Page).user_has_any_permission(user, ["add", "change"])
    return may_change or any(user.has_perm(source.permission) for source in sources().values())


class LinksFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="Links that", method="in_state", empty_label="are broken",
        choices=[
            (Result.UNKNOWN, "could not be checked: look yourself"),
            (Result.FAILED, "failed once, and are tried again"),
            (Result.NEW, "were not checked yet"),
            ("all", "all links"),
        ],
    )  # fmt: skip
    leads = django_filters.ChoiceFilter(
        label="Lead to", method="leads_to", choices=[("own", "this site"), ("outside", "another site")]
    )
    section = django_filters.ModelChoiceFilter(label="In section", queryset=sections, method="in_section")

    def filter_queryset(self, queryset):
        # A filter that is not chosen is not asked.
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(link__result=Result.BROKEN)
        return super().filter_queryset(queryset)

    def in_state(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(link__result=value)

    def leads_to(self, queryset, name, value):
        outside = Q(link__kind=Link.Kind.OUTSIDE)
        return queryset.filter(outside if value == "outside" else ~outside)

    def in_section(self, queryset, name, value):
        return queryset.filter(page__path__startswith=value.path)

    class Meta:
        model = LinkPlace
        fields = []


class LinksReport(WorkReport):
    """Places whose link is broken: those that the person may mend."""

    model = LinkPlace
    page_title = "Broken links"
    header_icon = "link"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    filterset_class = LinksFilterSet
    default_ordering = ("link__broken_since", "title", "where", "pk")
    to_do = (
        "Open what each link stands in, and change the link or take it out; it leaves this list when you publish. Links to "
        "this site are looked at all the time. Those to other sites are looked at about once a week, and are broken when "
        "they failed on two days."
    )
    nothing = "No link is broken."
    may = staticmethod(may_see)
    file_name = "broken-links"
    list_export = ["title", "holder", "where", "words", "leads_to", "reason", "link.broken_since", "link.checked_at"]
    export_headings = {
        "title": "In", "holder": "What it is", "where": "Where", "words": "Words of the link", "leads_to": "Leads to",
        "reason": "What is wrong", "link.broken_since": "Broken since", "link.checked_at": "Last looked at",
    }  # fmt: skip
    columns = [
        TitleColumn("title", label="In", get_url=lambda place: place.edit_url, sort_key="title", width="28%"),
        Column("where", label="Where", accessor=lambda place: f"{place.holder}: {place.where}"),
        Column("leads_to", label="Link", accessor=lambda place: link_cell(place)),
        Column("reason", label="What is wrong"),
        DayColumn("broken_since", label="Since", accessor="link.broken_since", sort_key="link__broken_since"),
    ]

    def get_base_queryset(self):
        return places_for(self.request.user).select_related("link", "page__content_type", "content_type")

    def filter_queryset(self, queryset):
        if self.filters and not self.filters.is_valid():
            return queryset.filter(link__result=Result.BROKEN)
        return super().filter_queryset(queryset)

    def decorate_paginated_queryset(self, object_list):
        """Give each row what its columns show: two questions for the names of what was chosen, however many rows."""
        rows = list(object_list)
        names = self.names(rows)
        known = {ContentType.objects.get_for_model(source.model).pk: source for source in sources().values()}
        for row in rows:
            link = row.link
            row.leads_to = names.get((link.target_type_id, link.target), "") or shown(link)
            row.reason = link.reason
            if row.page_id:
                row.holder = getattr(row.page.content_type.model_class(), "kind_label", "Page")
                row.edit_url = reverse("wagtailadmin_pages:edit", args=[row.page_id])
            else:
                source = known.get(row.content_type_id)
                row.holder = source.label if source else ""
                row.edit_url = source.edit_url(row.object_id) if source else ""
        return rows

    @staticmethod
    def names(rows):
        """Return the titles of chosen pages and files by (content type, number), as far as they still are."""
        found = {}
        for model in (Page, get_document_model()):
            key = ContentType.objects.get_for_model(model).pk
            numbers = [row.link.target for row in rows if row.link.target_type_id == key]
            for pk, title in model.objects.filter(pk__in=numbers).values_list("pk", "title") if numbers else ():
                found[key, pk] = f"“{title}”"
        return found


def link_cell(place):
    """Return the words of a link and where it leads, as HTML that may break anywhere in an address."""
    parts = re.split(r"(?<=[/.?&=-])", place.leads_to)
    address = format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))
    if place.words and place.words != place.leads_to:
        return format_html("“{}”<br>{}", place.words, address)
    return address


def shown(link):
    """Return the address of a link for people; of what was chosen and is gone, what it was."""
    if link.kind != Link.Kind.THING:
        return link.address
    model = ContentType.objects.get_for_id(link.target_type_id).model_class()
    return f"{model._meta.verbose_name.capitalize()} number {link.target}" if model else link.address


def report_urls():
    """The report's addresses, below the admin's."""
    return [
        path("reports/broken-links/", LinksReport.as_view(), name="broken_links"),
        path("reports/broken-links/results/", LinksReport.as_view(results_only=True), name="broken_links_results"),
    ]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem(
        "Broken links", reverse("broken_links"), name="broken-links", icon_name="link", order=110, may=may_see
    )
