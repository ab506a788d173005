"""Lists of all pages of one kind, wherever they stand: Wagtail's own view of them, with the columns the work needs.

Apps join with ``join(viewset, ...)``: the list stands in the menu *Content*, and its columns hold in the explorer below the
page that collects them, too.
"""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.permissions import policy_registry

from cms.core.columns import DayColumn
from cms.intake.quick_decisions import ReadFirstPages

from . import adding
from .menu import CONTENT_HOOK
from .naming import name_pages

YEAR = timedelta(days=365)


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of a few conditions, in words: ``conditions`` gives (key, label, what says which rows, as Q) lazily by function."""

    def __init__(self, conditions, **given):
        self.conditions = conditions
        choices = [(key, label) for key, label, _which in conditions()]
        given = {"widget": forms.RadioSelect, "empty_label": "Any"} | given
        super().__init__(choices=choices, **given)

    def filter(self, queryset, value):
        which = next((which for key, _label, which in self.conditions() if key == value), None)
        if which is None:
            return queryset
        # Wanted by the keys, so that what is joined for the condition gives no row twice.
        return (
            queryset.filter(pk__in=queryset.model.objects.filter(which).values("pk"))
            if self.distinct
            else queryset.filter(which)
        )


def standings():
    """What is said of where a page stands."""
    return [
        ("live", "On the site", Q(live=True)),
        ("changed", "On the site, with changes not published", Q(live=True, has_unpublished_changes=True)),
        ("draft", "Not on the site", Q(live=False)),
    ]


def ages(field):
    """Return the function that gives the conditions on how long ago the day ``field`` was."""

    def conditions():
        today = timezone.localdate()
        year, years = today - YEAR, today - 2 * YEAR
        return [
            ("under-1", "In the last year", Q(**{f"{field}__gt": year})),
            ("1-2", "1 to 2 years ago", Q(**{f"{field}__lte": year, f"{field}__gt": years})),
            ("over-2", "Over 2 years ago", Q(**{f"{field}__lte": years})),
            ("never", "Never", Q(**{field: None})),
        ]

    return conditions


class PagesFilterSet(WagtailFilterSet):
    """The filters that every list of pages has."""

    standing = ChoiceFilter(standings, label="On the site")


class ReviewedFilterSet(PagesFilterSet):
    """Those, and when somebody last looked whether it is still right."""

    reviewed = ChoiceFilter(ages("last_reviewed"), label="Last reviewed")


def columns(*own, width="12%"):
    """Return the columns of a list: those that all have around ``own``."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title", width="32%"),
        *own,
        DayColumn("latest_revision_created_at", label="Changed", sort_key="latest_revision_created_at", width=width),
        PageStatusColumn("status", label="Status", sort_key="live", width=width),
    ]


# The columns of what is reviewed, and the headings of files that need one.
REVIEW = (
    DayColumn("last_reviewed", label="Last reviewed", sort_key="last_reviewed"),
    DayColumn("next_review_due", label="Next review", sort_key="next_review_due"),
)
HEADINGS = {"live": "On the site", "full_url": "Address"}


class FindsFirst:
    """A list that searches first and narrows then: the search knows only the few fields that are in its index, and would
    refuse the filters and orders of all others."""

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        found = super().search_queryset(self.model._default_manager.order_by())
        return queryset.filter(pk__in=[row.pk for row in found])


class ShownByName(FindsFirst):
    """A list of pages that calls each what the desk calls it; the rows are made to be read, and never saved."""

    def get_table(self, object_list):
        pages = name_pages(object_list)
        for page in pages:
            page.title = page.draft_title = page.desk_name
        return super().get_table(pages)


class Listing(ShownByName, ContentTypeUseView):
    """``/admin/pages/usage/<app>/<model>/``: all pages of a kind that this person may find in the tree."""

    def get_page_title(self):
        return capfirst(self.model._meta.verbose_name_plural)

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_add_url(self):
        return adding.address_for(self.request.user, self.model)


class BelowAPage(ShownByName, ExplorableIndexView):
    """The explorer below the page that collects them."""


class ListedPages(ReadFirstPages):
    """Wagtail's screens of one kind of page, with a list of its own. Subclasses set ``model``, ``list_display``,
    ``filterset_class`` and, where a file of them is of use, ``list_export``."""

    content_type_use_view_class = Listing
    index_view_class = BelowAPage
    list_per_page = 50


_in_menu = set()


def join(viewset, label, *, order, icon="doc-empty"):
    """Let ``viewset`` (an instance of ListedPages) show its kind, under ``label`` in the menu. Again: replaces."""
    model = viewset.model
    page_viewset_registry.register(model, viewset, parent_models=viewset.parent_models)
    if model not in _in_menu:
        _in_menu.add(model)
        hooks.register(CONTENT_HOOK, lambda: ListMenuItem(label, model, icon, order))


class ListMenuItem(MenuItem):
    """A list in the menu, for whoever may do something in the tree."""

    def __init__(self, label, model, icon, order):
        self.model = model
        super().__init__(label, "", name=f"list-{model._meta.model_name}", icon_name=icon, order=order)

    def is_shown(self, request):
        policy = policy_registry.get_by_type(self.model)
        return policy.user_has_any_permission(request.user, {"add", "change", "publish"})

    def render_component(self, request):
        # Known once addresses are.
        self.url = reverse(
            "wagtailadmin_pages:type_use", args=[self.model._meta.app_label, self.model._meta.model_name]
        )
        return super().render_component(request)
