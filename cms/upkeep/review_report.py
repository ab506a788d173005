"""The report of pages that are due for a check, and what is pressed there and in the page's own editor."""

import datetime

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from cms.core.columns import DayColumn
from cms.core.page_source import page_models
from cms.core.typed import DayField

from . import keeping, reviews
from .page_forms import OnePageFormView, page_for
from .reports import ReportMenuItem, WorkReport

SOON = 60
AHEAD = {"due": 0, "soon": SOON}


def may_see(user):
    return policy_registry.get_by_type(Page).user_has_permission(user, "publish")


def sections(request):
    """The parts of the site: what stands directly below its home page."""
    site = Site.find_for_request(request)
    return site.root_page.get_children().live() if site else Page.objects.none()


def keepers():
    """The people who own pages of the site, and nobody: pairs for a filter."""
    owners = get_user_model().objects.filter(pk__in=Page.objects.live().exclude(owner=None).values("owner"))
    named = sorted((keeping.named(person), person.pk) for person in owners)
    return [("nobody", "Nobody who works here"), *((pk, name) for name, pk in named)]


def kind_of(model):
    """Return what editors call pages of ``model``. Readers read another word for some, such as “Notice” for news."""
    return capfirst(model._meta.verbose_name)


class ReviewFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label="When",
        method="in_time",
        empty_label="Due now; of one person, all",
        choices=[
            ("due", "Due now"),
            ("soon", f"Due now or within {SOON} days"),
            ("none", "No day is set"),
            ("all", "All pages"),
        ],
    )
    section = django_filters.ModelChoiceFilter(label="Section", queryset=sections, method="in_section")
    owner = django_filters.ChoiceFilter(label="Looked after by", choices=keepers, method="kept_by")
    kind = django_filters.ChoiceFilter(
        label="Kind",
        method="of_kind",
        choices=lambda: sorted((m._meta.label_lower, kind_of(m)) for m in page_models()),
    )

    def filter_queryset(self, queryset):
        # Without a choice it is what is due, or all that one person looks after. A filter that is not chosen is not asked.
        if not self.form.cleaned_data.get("when") and not self.form.cleaned_data.get("owner"):
            queryset = queryset.filter(due_on__lte=timezone.localdate())
        return super().filter_queryset(queryset)

    def in_time(self, queryset, name, value):
        if value in AHEAD:
            return queryset.filter(due_on__lte=timezone.localdate() + datetime.timedelta(days=AHEAD[value]))
        return queryset.filter(due_on=None) if value == "none" else queryset

    def in_section(self, queryset, name, value):
        return queryset.filter(path__startswith=value.path)

    def kept_by(self, queryset, name, value):
        return queryset.filter(keeping.NOBODY if value == "nobody" else Q(owner=value))

    def of_kind(self, queryset, name, value):
        app_label, _dot, model = value.partition(".")
        return queryset.filter(content_type__app_label=app_label, content_type__model=model)

    class Meta:
        model = Page
        fields = []


class KeeperColumn(Column):
    """Who looks after a page, with the way to hand it over."""

    cell_template_name = "upkeep/admin/keeper_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        url = reverse("page_hand_over", args=[instance.pk])
        return super().get_cell_context_data(instance, parent_context) | {"url": url}


class PressColumn(Column):
    """“It is still right”, for the rows that the person may record."""

    cell_template_name = "upkeep/admin/still_right_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        # Cells are drawn without the request's own context, so the token is given along.
        return context | {
            "csrf_token": get_token(request),
            "page": instance,
            "back": f"{reverse('pages_to_review')}?{request.GET.urlencode()}",
        }


def owner_of(page):
    """Say who gets the reminders of a page."""
    person = page.owner
    return keeping.named(person) if person and person.is_active else "Nobody: the approvers are written to"


class ReviewReport(WorkReport):
    """Pages that are on the site and due for a check: those that the person may record as checked."""

    model = Page
    page_title = "Pages to check"
    header_icon = "calendar-check"
    index_url_name = "pages_to_review"
    index_results_url_name = "pages_to_review_results"
    filterset_class = ReviewFilterSet
    any_permission_required = ["publish"]
    default_ordering = ("due_on", "title", "pk")
    to_do = (
        "Read each page through. If all of it is still right, press “It is still right”; it is due again a year later. "
        "If not, open it and change what is wrong first. To see all pages of one person, press the "
        "sliders at the top right and choose who, under “Looked after by”."
    )
    nothing = "No page is due for a check."
    file_name = "pages-to-check"
    list_export = ["title", "kind", "full_url", "keeper", "checked_on", "due_on"]
    export_headings = {
        "title": "Page", "kind": "Kind", "full_url": "Address", "keeper": "Looked after by",
        "checked_on": "Last checked", "due_on": "Due",
    }  # fmt: skip
    columns = [
        TitleColumn("title", label="Page", get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]), sort_key="title"),
        Column("kind", label="Kind"),
        KeeperColumn("keeper", label="Looked after by"),
        DayColumn("checked_on", label="Last checked", sort_key="checked_on"),
        DayColumn("due_on", label="Due", sort_key="due_on"),
        PressColumn("press", label="Everything right?", accessor=lambda page: ""),
    ]  # fmt: skip

    @cached_property
    def header_buttons(self):
        whose = self.request.GET.get("owner", "")
        if whose != "nobody" and not whose.isdigit():
            return []
        url = reverse("pages_hand_over", args=[whose])
        label = "Hand all of them over" if whose == "nobody" else "Hand all their pages over"
        return [HeaderButton(label, url=url, icon_name="user")]

    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_permission_for(self.request.user, "publish")
        found = reviews.reviewable().filter(pk__in=mine.order_by().values("pk"))
        return found.select_related("owner", "content_type")

    def filter_queryset(self, queryset):
        # Also where the filters hold nonsense: then nothing is chosen.
        if self.filters and not self.filters.is_valid():
            return queryset.filter(due_on__lte=timezone.localdate())
        return super().filter_queryset(queryset)

    def decorate_paginated_queryset(self, object_list):
        for page in object_list:
            page.kind = kind_of(page.content_type.model_class())
            page.keeper = owner_of(page)
        return object_list


@require_POST
def still_right(request, pk):
    """Record that a page on the site was read through today and is right."""
    page = page_for(request, pk)
    if not page.live or page.alias_of_id:
        messages.error(request, f"“{page.title}” is not on the site by itself. There is nothing to record.")
    else:
        due = reviews.still_right(page, request.user)
        again = f" It is due again on {reviews.in_words(due)}." if due else ""
        button = messages.button(reverse("page_review", args=[page.pk]), "Set another day")
        messages.success(request, f"“{page.title}” was checked today.{again}", buttons=[button])
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[page.pk]))


class ReviewForm(forms.Form):
    checked_on = DayField(label="Last checked", required=False, help_text="When somebody last read all of it through.")
    next_due = DayField(
        label="Check again by", required=False,
        help_text="Usually a year later. Sooner for prices, phone numbers and laws. Leave it empty where no check is needed.",
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        checked, due = cleaned.get("checked_on"), cleaned.get("next_due")
        if checked and checked > timezone.localdate():
            self.add_error("checked_on", "This day is still to come. Choose today, or the day on which it was checked.")
        if checked and due and due <= checked:
            self.add_error("next_due", "This must be after the last check.")
        return cleaned


class ReviewView(OnePageFormView):
    """Set the days of a page's checks by hand."""

    form_class = ReviewForm
    template_name = "upkeep/admin/review.html"
    page_title = "Check of the page"
    header_icon = "calendar-check"
    submit_button_label, submit_button_active_label = "Save", "Saving…"

    def get_initial(self):
        return {"checked_on": self.page.last_reviewed, "next_due": self.page.next_review_due}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"page": self.page}

    def form_valid(self, form):
        days = form.cleaned_data
        reviews.record(self.page, self.request.user, checked_on=days["checked_on"], next_due=days["next_due"])
        messages.success(self.request, f"The days of “{self.page.title}” are saved. Readers see them at once.")
        return super().form_valid(form)


def report_urls():
    """The report's addresses and those of what is pressed, below the admin's."""
    return [
        path("reports/pages-to-check/", ReviewReport.as_view(), name="pages_to_review"),
        path(
            "reports/pages-to-check/results/", ReviewReport.as_view(results_only=True), name="pages_to_review_results"
        ),
        path("pages/<int:pk>/still-right/", still_right, name="page_still_right"),
        path("pages/<int:pk>/check/", ReviewView.as_view(), name="page_review"),
    ]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem(
        "Pages to check",
        reverse("pages_to_review"),
        name="pages-to-check",
        icon_name="calendar-check",
        order=100,
        may=may_see,
    )
