"""What readers say of pages, entries and lists: numbers and newest comments by page, and a list of comments to deal with."""

import django_filters
from django.db.models import Count, Min, OuterRef, Prefetch, Q, Subquery, Window, prefetch_related_objects
from django.db.models.functions import Coalesce, RowNumber
from django.forms import HiddenInput
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page, Site
from wagtail.permission_policies import ModelPermissionPolicy

from cms.upkeep.reports import WorkReport
from directory.models import Service

from .models import PageOpinion
from .places import PLACES, title_of

NEEDED = "contribute.view_pageopinion"
NEWEST = 3
EXCERPT = 240


def counts(**when):
    """Return what a page or entry is annotated with: how many said yes, no and something, in a time."""
    inside = Q(**{f"opinions__{name}": value for name, value in when.items()}, opinions__is_held=False)
    return {
        "said_yes": Count("opinions", filter=inside & Q(opinions__is_useful=True)),
        "said_no": Count("opinions", filter=inside & Q(opinions__is_useful=False)),
        "comments": Count("opinions", filter=inside & ~Q(opinions__comment="")),
        "answers": Count("opinions", filter=inside),
    }


def counts_of_place(**when):
    """Return the same for an answer that stands for all of its place."""
    of_place = PageOpinion.objects.filter(place=OuterRef("place"), is_held=False, **when).order_by().values("place")

    def number(**which):
        return Coalesce(Subquery(of_place.filter(**which).annotate(number=Count("pk")).values("number")), 0)

    return {"said_yes": number(is_useful=True), "said_no": number(is_useful=False), "answers": number()}


class OpinionsFilterSet(WagtailFilterSet):
    days = django_filters.DateFromToRangeFilter(
        label="Days", method="in_days", widget=DateRangePickerWidget, field_name="opinions__day"
    )

    counts = staticmethod(counts)

    def in_days(self, queryset, name, value):
        when = {}
        if value.start:
            when["day__gte"] = value.start.date()
        if value.stop:
            when["day__lte"] = value.stop.date()
        return queryset.annotate(**self.counts(**when)).filter(answers__gt=0) if when else queryset

    class Meta:
        model = Service
        fields = []


def sections(request):
    """The parts of the site: what stands directly below its home page."""
    site = Site.find_for_request(request)
    return site.root_page.get_children().live() if site else Page.objects.none()


class PageOpinionsFilterSet(OpinionsFilterSet):
    section = django_filters.ModelChoiceFilter(label="Section", queryset=sections, method="in_section")

    def in_section(self, queryset, name, value):
        return queryset.filter(path__startswith=value.path)

    class Meta:
        model = Page
        fields = []


def newest(row):
    """Return the newest comments on a row as HTML, with a link to all of them."""
    if not row.newest:
        return ""
    lines = format_html_join(
        "", "<p>{}: {}</p>", ((f"{one.day:%-d %b %Y}", shortened(one.comment)) for one in row.newest)
    )
    return format_html('{}<a href="{}">All comments</a>', lines, row.all_comments)


def shortened(words):
    return f"{words[:EXCERPT].rstrip()} …" if len(words) > EXCERPT else words


class OpinionsReport(WorkReport):
    """What readers said of each page, first what most found of no use. The pages are all of those that were answered for."""

    model = Page
    subject = "page"
    title_field = "title"
    page_title = "Was this page useful?"
    results_template_name = "contribute/admin/opinions_results.html"
    header_icon = "comment"
    index_url_name = "page_opinions"
    index_results_url_name = "page_opinions_results"
    filterset_class = PageOpinionsFilterSet
    permission_policy = ModelPermissionPolicy(PageOpinion)
    any_permission_required = ["view"]
    default_ordering = ("-said_no", "-said_yes", "pk")
    to_do = "Open what most people found of no use, and read what they wrote. Mend one thing there, and look again in a month."
    nothing = "Nobody has answered yet. The question stands at the foot of each page."
    export_headings = {
        "title": "Page", "name": "Entry", "said_yes": "Yes", "said_no": "No", "share": "Share of yes",
        "newest_words": "Newest comments",
    }  # fmt: skip

    @property
    def list_export(self):
        return [self.title_field, "said_yes", "said_no", "share", "newest_words"]

    @property
    def columns(self):
        return [
            TitleColumn(self.title_field, label=self.export_headings[self.title_field], get_url=self.edit_url),
            NumberColumn("said_yes", label="Yes", sort_key="said_yes"),
            NumberColumn("said_no", label="No", sort_key="said_no"),
            Column("share", label="Share of yes"),
            Column("newest", label="Newest comments", accessor=newest),
        ]

    def edit_url(self, row):
        return reverse("wagtailadmin_pages:edit", args=[row.pk])

    def get_base_queryset(self):
        return self.model._default_manager.annotate(**counts()).filter(answers__gt=0)

    def decorate_paginated_queryset(self, object_list):
        """Give each row its newest comments, all with one question."""
        rows = list(object_list)
        words = PageOpinion.objects.filter(is_held=False).exclude(comment="").order_by("-day", "-pk")[:NEWEST]
        prefetch_related_objects(rows, Prefetch("opinions", queryset=words, to_attr="newest"))
        return [self.drawn(row) for row in rows]

    def key(self, row):
        """What the list of comments is narrowed by."""
        return row.pk

    def drawn(self, row):
        """Give a row with its ``newest`` comments what its columns show."""
        row.all_comments = (
            f"{reverse('comments_on_pages:index')}?{urlencode({self.subject: self.key(row), 'is_held': 'false'})}"
        )
        # A file says no more than the screen: who wants to read all of a comment opens it.
        row.newest_words = "\n".join(f"{one.day:%-d %b %Y}: {shortened(one.comment)}" for one in row.newest)
        row.share = f"{round(100 * row.said_yes / (row.said_yes + row.said_no))} %"
        return row

    def get_filename(self):
        return f"useful-{self.subject}-{timezone.localdate()}"


class EntriesReport(OpinionsReport):
    """The same of entries of the directory."""

    model = Service
    subject = "service"
    title_field = "name"
    page_title = "Was this entry useful?"
    nothing = "Nobody has answered yet. The question stands at the foot of each entry."
    index_url_name = "entry_opinions"
    index_results_url_name = "entry_opinions_results"
    filterset_class = OpinionsFilterSet

    def edit_url(self, row):
        return reverse("wagtailsnippets_directory_service:edit", args=[row.pk])


class PlacesFilterSet(OpinionsFilterSet):
    counts = staticmethod(counts_of_place)
    days = django_filters.DateFromToRangeFilter(
        label="Days", method="in_days", widget=DateRangePickerWidget, field_name="day"
    )

    class Meta:
        model = PageOpinion
        fields = []


class PlacesReport(OpinionsReport):
    """The same of PLACES, which are in no table: a row for each that was answered for."""

    model = PageOpinion
    subject = "place"
    title_field = "name"
    page_title = "Were lists and search useful?"
    nothing = "Nobody has answered yet. The question stands below the lists and the search."
    index_url_name = "place_opinions"
    index_results_url_name = "place_opinions_results"
    filterset_class = PlacesFilterSet
    default_ordering = ("-said_no", "-said_yes", "place")

    def edit_url(self, row):
        return PLACES[row.place].url if row.place in PLACES else None

    def key(self, row):
        return row.place

    def get_base_queryset(self):
        firsts = PageOpinion.objects.exclude(place="").order_by().values("place").annotate(first=Min("pk"))
        rows = PageOpinion.objects.filter(pk__in=firsts.values("first"))
        return rows.annotate(**counts_of_place()).filter(answers__gt=0)

    def decorate_paginated_queryset(self, object_list):
        """Give each row its name and newest comments, all with one question."""
        rows = {row.place: row for row in object_list}
        for row in rows.values():
            row.name, row.newest = title_of(row.place), []
        words = PageOpinion.objects.filter(is_held=False, place__in=rows).exclude(comment="")
        nth = Window(RowNumber(), partition_by="place", order_by=["-day", "-pk"])
        for one in words.annotate(nth=nth).filter(nth__lte=NEWEST).order_by("-day", "-pk"):
            rows[one.place].newest.append(one)
        return [self.drawn(row) for row in rows.values()]


class CommentsFilterSet(WagtailFilterSet):
    page = django_filters.NumberFilter(field_name="page_id", widget=HiddenInput, label="Page")
    service = django_filters.NumberFilter(field_name="service_id", widget=HiddenInput, label="Entry")
    place = django_filters.CharFilter(widget=HiddenInput, label="List or search")

    class Meta:
        model = PageOpinion
        fields = ["is_handled", "is_useful", "is_urgent", "is_held"]


class CommentsView(generic.IndexView):
    page_title = "Comments on pages"

    def get_base_queryset(self):
        # A held answer without words has to be let through from somewhere, too.
        rows = super().get_base_queryset().filter(~Q(comment="") | Q(is_held=True))
        return rows.select_related("page", "service")


class CommentsViewSet(ModelViewSet):
    """Comments on pages: read, and ticked when they are dealt with. Nobody adds or changes one."""

    model = PageOpinion
    icon = "comment"
    menu_label = "Comments on pages"
    url_prefix = "comments-on-pages"
    url_namespace = "comments_on_pages"
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CommentsView
    filterset_class = CommentsFilterSet
    list_per_page = 50
    list_display = [
        TitleColumn(
            "comment",
            accessor=lambda one: shortened(one.comment) or "(no words)",
            label="Comment",
            url_name="comments_on_pages:edit",
        ),
        Column("about", label="About"),
        DateColumn("day", label="Day", sort_key="day"),
        BooleanColumn("is_useful", label="Useful"),
        BooleanColumn("is_urgent", label="May be about danger"),
        BooleanColumn("is_held", label="Held"),
        BooleanColumn("is_handled", label="Dealt with"),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content="<p>We do not know who wrote this, so nobody can answer. Put right what you can, then tick it.</p>"
            ),
            FieldPanel("comment", read_only=True),
            FieldPanel("is_useful", read_only=True),
            FieldPanel("is_held"),
            FieldPanel("is_handled"),
        ]
    )


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(NEEDED)


REPORTS = {"useful-pages": OpinionsReport, "useful-entries": EntriesReport, "useful-lists": PlacesReport}


def report_urls():
    """The reports' addresses, below the admin's."""
    return [
        address
        for slug, view in REPORTS.items()
        for address in (
            path(f"reports/{slug}/", view.as_view(), name=view.index_url_name),
            path(f"reports/{slug}/results/", view.as_view(results_only=True), name=view.index_results_url_name),
        )
    ]


def menu_item_of(slug, order):
    """Return what makes the entry of one report in the menu *Reports*."""
    view = REPORTS[slug]
    return lambda: ReportMenuItem(
        view.page_title, reverse(view.index_url_name), name=slug, icon_name="comment", order=order
    )
