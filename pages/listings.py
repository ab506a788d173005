"""Lists of pages by kind, with the columns and filters that the work needs."""

from datetime import timedelta
from functools import reduce
from operator import and_

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column

from cms.core.columns import DayColumn
from cms.core.models import Term
from cms.desk import listings
from cms.desk.listings import ChoiceFilter, ListedPages, PagesFilterSet, ReviewedFilterSet

from .consent_screens import ASK_SOON, may_see, state_of
from .dates import midnight
from .models import (
    AudiencePage,
    CoursePage,
    EasyReadPage,
    FactSheetPage,
    JourneyPage,
    NewsPage,
    OpportunityPage,
    PartnerPage,
    QuestionsPage,
    ResearchPage,
    ResourcePage,
    StandardPage,
    StoryPage,
    StoryStop,
    TrainingModulePage,
)

GONE = "The teller wants it gone"
# How many days before it closes an opportunity is looked at again.
CLOSES_SOON = 14


def consent_states():
    """What is said of how it stands with the consent of a story."""
    today = timezone.localdate()
    soon = today + timedelta(days=ASK_SOON)
    here = Q(consent__withdrawn_at=None, consent__isnull=False)
    return [
        ("force", "In force", here & Q(consent__for_website=True, consent__review_on__gt=today)),
        (
            "soon",
            f"To be asked again within {ASK_SOON} days",
            here & Q(consent__review_on__gt=today, consent__review_on__lte=soon),
        ),
        ("lapsed", "Lapsed", here & Q(consent__review_on__lte=today)),
        ("not-here", "Not for this website", here & Q(consent__for_website=False)),
        ("withdrawn", "Withdrawn", Q(consent__withdrawn_at__isnull=False)),
        ("none", "None recorded", Q(consent=None)),
        ("gone", GONE, Q(Exists(StoryStop.objects.open().filter(story=OuterRef("pk"))))),
    ]


class StoryFilterSet(PagesFilterSet):
    consent = ChoiceFilter(consent_states, label="Consent")
    note = django_filters.ModelMultipleChoiceFilter(
        label="Content note", field_name="content_notes", widget=forms.CheckboxSelectMultiple,
        queryset=Term.objects.filter(taxonomy__slug="content-notes").order_by("name"),
    )  # fmt: skip
    noted = ChoiceFilter(
        lambda: [
            ("yes", "With a note", Q(content_notes__isnull=False)),
            ("no", "Without a note", Q(content_notes=None)),
        ],
        label="Any content note",
        distinct=True,
    )

    class Meta:
        model = StoryPage
        fields = ["role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # How it stands with a consent is for who keeps them.
        if not may_see(self.request.user):
            del self.filters["consent"]


class ConsentColumn(Column):
    """How it stands with the consent, for those who keep them."""

    def get_value(self, story):
        if any(each.settled_at is None for each in story.stops.all()):
            return GONE
        consent = getattr(story, "consent", None)
        return state_of(consent) if consent else "None recorded"

    def render_header_html(self, parent_context):
        return super().render_header_html(parent_context) if may_see(parent_context["request"].user) else ""

    def render_cell_html(self, instance, parent_context):
        return super().render_cell_html(instance, parent_context) if may_see(parent_context["request"].user) else ""


def name_of(story):
    """Return the name that readers see, where the list calls ``story`` by its title."""
    return "" if story.is_kept_back else story.shown_name


def says(word):
    """Return the Q of stories with ``word`` in their title, their teaser or the name that readers see."""
    shown = StoryPage.NameShown
    # Of a first name alone, what comes after it is nobody's to find.
    first = Q(name_shown=shown.FIRST, teller_name__istartswith=word)
    whole = ~Q(name_shown__in=[shown.FIRST, shown.ANONYMOUS]) & Q(teller_name__icontains=word)
    return Q(title__icontains=word) | Q(draft_title__icontains=word) | Q(teaser__icontains=word) | first | whole


def notes_of(story):
    """Return the content notes of ``story`` in one line."""
    return story.notes_line


class StoryPages(ListedPages):
    """Stories by consent and note; ``contribute`` adds what it knows of their tellers."""

    model = StoryPage
    icon = "openquote"
    filterset_class = StoryFilterSet
    own_columns = (
        Column("shown_name", label="Name shown", accessor=name_of),
        Column("notes", label="Content notes", accessor=notes_of),
        ConsentColumn("consent_state", label="Consent"),
    )
    list_display = listings.columns(*own_columns)

    class Views:
        """What both of its lists show."""

        def get_base_queryset(self):
            return super().get_base_queryset().prefetch_related("content_notes", "consent", "stops")

        def search_queryset(self, queryset):
            """Find by a part of a name or teaser, too: Wagtail's own search of pages knows titles alone."""
            if not self.is_searching:
                return queryset
            said = reduce(and_, map(says, self.search_query.split()), Q())
            by_title = super().search_queryset(queryset).values("pk")
            return queryset.filter(Q(pk__in=by_title) | said)

    content_type_use_view_class = type("StoryListing", (Views, listings.Listing), {})
    index_view_class = type("StoriesBelow", (Views, listings.BelowAPage), {})


class ResearchFilterSet(PagesFilterSet):
    year = django_filters.RangeFilter(label="Year")

    class Meta:
        model = ResearchPage
        fields = ["study_type", "certainty", "publication_type"]


class ResearchPages(ListedPages):
    model = ResearchPage
    icon = "doc-full"
    filterset_class = ResearchFilterSet
    list_display = listings.columns(
        Column("year", label="Year", sort_key="year", width="8%"),
        Column("study_type", label="Kind of study", accessor="get_study_type_display", sort_key="study_type"),
        Column("certainty", label="How sure", accessor="get_certainty_display"),
    )
    list_export = [
        "title", "paper_title", "year", "get_study_type_display", "get_certainty_display", "journal", "doi",
        "summary_written", "last_reviewed", "next_review_due", "live", "full_url",
    ]  # fmt: skip
    export_headings = {
        "get_study_type_display": "Kind of study", "get_certainty_display": "How sure", "doi": "DOI",
    } | listings.HEADINGS  # fmt: skip
    export_filename = "research"


class ResourceFilterSet(ReviewedFilterSet):
    class Meta:
        model = ResourcePage
        fields = ["resource_type"]


class ResourcePages(ListedPages):
    model = ResourcePage
    icon = "doc-full"
    filterset_class = ResourceFilterSet
    list_display = listings.columns(
        Column("resource_type", label="Kind", accessor="get_resource_type_display", sort_key="resource_type"),
        *listings.REVIEW,
    )
    list_export = [
        "title", "get_resource_type_display", "version", "licence", "last_reviewed", "next_review_due", "live", "full_url",
    ]  # fmt: skip
    export_headings = {"get_resource_type_display": "Kind"} | listings.HEADINGS
    export_filename = "resources"


class ModuleFilterSet(ReviewedFilterSet):
    class Meta:
        model = TrainingModulePage
        fields = ["level"]


class ModulePages(ListedPages):
    model = TrainingModulePage
    icon = "form"
    filterset_class = ModuleFilterSet
    list_display = listings.columns(
        Column("number", label="Number", sort_key="number", width="8%"),
        Column("level", label="Level", accessor="get_level_display", sort_key="level"),
        *listings.REVIEW,
    )
    list_export = ["number", "title", "get_level_display", "last_reviewed", "next_review_due", "live", "full_url"]
    export_headings = {"get_level_display": "Level"} | listings.HEADINGS
    export_filename = "training-modules"


def closings():
    """What is said of when an opportunity closes."""
    now = timezone.now()
    soon, today = midnight(now, CLOSES_SOON + 1), midnight(now)
    return [
        ("soon", f"Within {CLOSES_SOON} days", Q(closes_at__gte=today, closes_at__lt=soon)),
        ("later", "Later", Q(closes_at__gte=soon)),
        ("closed", "Closed", Q(closes_at__lt=today)),
        ("none", "No closing date", Q(closes_at=None)),
    ]


class OpportunityFilterSet(PagesFilterSet):
    closing = ChoiceFilter(closings, label="Closes")

    class Meta:
        model = OpportunityPage
        fields = ["opportunity_type"]


class OpportunityPages(ListedPages):
    model = OpportunityPage
    icon = "date"
    filterset_class = OpportunityFilterSet
    list_display = listings.columns(
        Column("opportunity_type", label="Kind", accessor="get_opportunity_type_display", sort_key="opportunity_type"),
        Column("organisation_name", label="Who offers it"),
        DayColumn("starts_at", label="Starts", sort_key="starts_at"),
        DayColumn("closes_at", label="Closes", sort_key="closes_at"),
    )
    list_export = [
        "title", "get_opportunity_type_display", "organisation_name", "starts_at", "closes_at", "place", "live", "full_url",
    ]  # fmt: skip
    export_headings = {"get_opportunity_type_display": "Kind"} | listings.HEADINGS
    export_filename = "opportunities"


class NewsFilterSet(PagesFilterSet):
    date = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = NewsPage
        fields = []


class NewsPages(ListedPages):
    model = NewsPage
    icon = "calendar"
    filterset_class = NewsFilterSet
    list_display = listings.columns(DayColumn("date", label="Date", sort_key="date"))
    list_export = ["title", "date", "live", "full_url"]
    export_headings = listings.HEADINGS
    export_filename = "news"


def partnerships():
    """What is said of whether an organisation still is a partner."""
    this_year = timezone.localdate().year
    past = Q(year_to__lt=this_year)
    return [("now", "Partner today", ~past | Q(year_to=None)), ("past", "Partner in the past", past)]


class PartnerFilterSet(ReviewedFilterSet):
    partnership = ChoiceFilter(partnerships, label="Partner")

    class Meta:
        model = PartnerPage
        fields = []


class PartnerPages(ListedPages):
    model = PartnerPage
    icon = "group"
    filterset_class = PartnerFilterSet
    list_display = listings.columns(
        Column("role", label="Part in the project"),
        Column("year_from", label="From", sort_key="year_from", width="8%"),
        Column("year_to", label="Until", sort_key="year_to", width="8%"),
        DayColumn("last_reviewed", label="Last reviewed", sort_key="last_reviewed"),
    )
    list_export = [
        "title", "name_then", "name_now", "role", "year_from", "year_to", "website", "last_reviewed", "live", "full_url",
    ]  # fmt: skip
    export_headings = {"year_from": "From", "year_to": "Until"} | listings.HEADINGS
    export_filename = "partners"


class ReviewedPages(ListedPages):
    """Pages of a kind with nothing to narrow by but where they stand and when they were last reviewed."""

    list_display = listings.columns(*listings.REVIEW)
    list_export = ["title", "last_reviewed", "next_review_due", "live", "full_url"]
    export_headings = listings.HEADINGS


def reviewed(kind, sign, file_name):
    """Return the ListedPages of the page type ``kind``."""
    meta = type("Meta", (), {"model": kind, "fields": []})
    filters = type(f"{kind.__name__}FilterSet", (ReviewedFilterSet,), {"Meta": meta})
    given = {"model": kind, "icon": sign, "filterset_class": filters, "export_filename": file_name}
    return type(f"{kind.__name__}s", (ReviewedPages,), given)


def join():
    """Put the lists into the menu: first what is written most, last the pages that have no list of their own."""
    lists = [
        (StoryPages, "Stories"), (ResearchPages, "Research"), (ResourcePages, "Resources"),
        (ModulePages, "Training modules"), (reviewed(CoursePage, "date", "courses"), "Courses"),
        (OpportunityPages, "Opportunities"), (NewsPages, "News"),
        (reviewed(QuestionsPage, "help", "questions"), "Questions and answers"),
        (reviewed(FactSheetPage, "list-ul", "fact-sheets"), "Fact sheets"),
        (reviewed(EasyReadPage, "image", "easy-read"), "Easy Read"), (PartnerPages, "Partners"),
        (reviewed(JourneyPage, "order", "paths"), "Paths in steps"),
        (reviewed(AudiencePage, "user", "pages-for-audiences"), "Pages for audiences"),
        (reviewed(StandardPage, "doc-empty", "other-pages"), "Other pages"),
    ]  # fmt: skip
    for number, (viewset, label) in enumerate(lists, 1):
        # Between the first two stand the consents of stories, and after the last what pages are made of.
        listings.join(viewset(), label, order=4 + number * 6, icon=viewset.icon)
