"""The report of pages that lack what every page needs: a teaser, words for a picture, something below each heading."""

import django_filters
from django.urls import path, reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.models import BasePage
from cms.core.writing.checks import EMPTY_PART, FILE_NAME, NO_ALT, NO_TEASER, NOTHING_BELOW, lack_of_words, unfinished

from .reports import ReportMenuItem, WorkReport
from .review_report import sections
from .walking import found_in


def may_see(user):
    return policy_registry.get_by_type(Page).user_has_any_permission(user, ["add", "change"])


def gaps_of(pages):
    """Return [(page, check, where)] for what ``pages`` lack, by their titles: one question for all their pictures."""
    image_model, seen, gaps = get_image_model(), [], []
    for page in pages:
        if not page.teaser.strip():
            gaps.append((page, NO_TEASER, "Teaser"))
        gaps += [
            (page, one.check, f"{one.where}: “{one.words}”" if one.words else one.where) for one in unfinished(page)
        ]
        seen += [
            (page, one) for one in found_in(page, inline=False) if one.model and issubclass(one.model, image_model)
        ]
    # What stands for a picture where its place says nothing is what it says of itself.
    rows = image_model.objects.filter(pk__in={one.pk for _page, one in seen})
    described = {pk: rest for pk, *rest in rows.values_list("pk", "description", "is_decorative", "file")}
    for page, one in seen:
        words, is_decorative, file = described.get(one.pk, ("", False, ""))
        if one.alt is not None:
            words, is_decorative = one.alt, one.is_decorative
        check = lack_of_words(words, is_decorative, file)
        if check:
            gaps.append((page, check, one.where))
    return sorted(gaps, key=lambda gap: (gap[0].title.lower(), gap[0].pk))


LACKS = {
    NO_TEASER: "A teaser", NO_ALT: "Words for a picture",
    FILE_NAME: "Words in place of a file’s name", NOTHING_BELOW: "Something below a heading",
    EMPTY_PART: "What belongs in an empty part",
}  # fmt: skip


class GapsFilterSet(WagtailFilterSet):
    lacks = django_filters.ChoiceFilter(
        label="What is missing",
        method="later",
        choices=[(check.key, label) for check, label in LACKS.items()],
    )
    section = django_filters.ModelChoiceFilter(label="Section", queryset=sections, method="in_section")

    def later(self, queryset, name, value):
        """What a page lacks is known once it is read (``GapsReport.get_queryset``)."""
        return queryset

    def in_section(self, queryset, name, value):
        return queryset.filter(path__startswith=value.path)

    class Meta:
        model = Page
        fields = []


class Gap:
    """A row: one thing that one page lacks."""

    def __init__(self, page, check, where):
        self.pk, self.title, self.kind, self.full_url = page.pk, page.title, page.kind_label, page.full_url
        self.lacks, self.what_to_do, self.where = check.name, check.what_to_do, where
        self.edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])


class GapsReport(WorkReport):
    """What pages on the site lack: those that the person may change."""

    model = Page
    page_title = "Missing on pages"
    header_icon = "image"
    index_url_name = "page_gaps"
    index_results_url_name = "page_gaps_results"
    filterset_class = GapsFilterSet
    may = staticmethod(may_see)
    to_do = (
        "Open each page, write what is missing, and publish it. Pages that are not on the site are not in this list."
    )
    nothing = "Every page has a teaser, every picture has words, and no part is empty."
    file_name = "missing-on-pages"
    list_export = ["title", "kind", "full_url", "lacks", "where"]
    export_headings = {
        "title": "Page", "kind": "Kind", "full_url": "Address", "lacks": "What is missing", "where": "Where",
    }  # fmt: skip
    columns = [
        TitleColumn("title", label="Page", get_url=lambda gap: gap.edit_url, width="24%"),
        Column("kind", label="Kind"),
        Column("lacks", label="What is missing"),
        Column("where", label="Where"),
        Column("what_to_do", label="What to do"),
    ]

    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return Page.objects.live().filter(alias_of=None, depth__gt=1, pk__in=mine.order_by().values("pk"))

    def get_queryset(self):
        """Return the rows: pages are read whole, all of one type with one question."""
        pages = [page for page in super().get_queryset().specific() if isinstance(page, BasePage)]
        return [Gap(*gap) for gap in gaps_of(pages)]

    def filter_queryset(self, queryset):
        # Called for the pages, and then for the rows.
        if not isinstance(queryset, list):
            return super().filter_queryset(queryset)
        chosen = self.filters.form.cleaned_data.get("lacks") if self.filters and self.filters.is_valid() else ""
        names = {check.key: check.name for check in LACKS}
        return [gap for gap in queryset if not chosen or gap.lacks == names[chosen]]


def report_urls():
    """The report's addresses, below the admin's."""
    return [
        path("reports/missing/", GapsReport.as_view(), name="page_gaps"),
        path("reports/missing/results/", GapsReport.as_view(results_only=True), name="page_gaps_results"),
    ]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem(
        GapsReport.page_title,
        reverse("page_gaps"),
        name="page-gaps",
        icon_name="image",
        order=120,
        may=may_see,
    )
