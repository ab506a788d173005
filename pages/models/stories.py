"""Stories of lived experience and their index."""

from django.db import models
from django.db.models.functions import Coalesce, TruncDate
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.core import kept
from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage, Term
from cms.core.slugs import SitePageForm
from cms.core.term_field import RETIRED
from cms.core.words import without_marks

from ..durations import minutes_to_read
from ..filters import ChoiceFilter, LeaveOut, TermFilter
from ..notes import in_one_line, notes_of, with_notes
from ..panels import BesideStoryPanel, CarefulWordsPanel, ConsentPanel, RecordingPanel
from ..topics import nearest
from .agreeing import Agreed, StoryIndexPermissions
from .listing import FilteredIndexPage, nulls_last

RELATED = 3
# One without the day on which it was told stands by the day on which it was published.
LATEST_FIRST = (nulls_last(Coalesce("told_on", TruncDate("first_published_at"))), "-first_published_at", "pk")


class StoryForm(SitePageForm):
    """The form of a story: a draft may be empty, what goes to readers or to a colleague may not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        notes = self.fields.get("content_notes")
        if notes:
            # A note that was retired is offered to no other story, and leaves this one only by an editor's hand.
            has = [note.pk for note in self.instance.content_notes.all()]
            notes.queryset = Term.objects.filter(models.Q(pk__in=notes.queryset.values("pk")) | models.Q(pk__in=has))
            notes.label_from_instance = name_of_note

    def clean(self):
        cleaned_data = super().clean()
        told = [cleaned_data.get(name) for name in ("body", "short_form", "recording")]
        if not self.is_deferred_validation and not any(told) and "body" not in self.errors:
            self.add_error(
                "body", "There is nothing to read or hear yet. Add the story, its short form or a recording."
            )
        return cleaned_data


def name_of_note(term):
    """Return what stands beside the box of a content note."""
    return f"{term} ({RETIRED.lower()})" if term.is_retired else str(term)


class StoryPage(Agreed, BasePage):
    """One person's story: how they want to be named, what it talks about, and the services it names."""

    picture_uses = {"teaser_image": ("card",)}

    class NameShown(models.TextChoices):
        FULL = "full", "Full name"
        FIRST = "first", "First name only"
        PSEUDONYM = "pseudonym", "A name they chose"
        ANONYMOUS = "anonymous", "No name"

    class Role(models.TextChoices):
        CONSUMER = "consumer", "Person with lived experience"
        CARER = "carer", "Family member or carer"
        PEER_WORKER = "peer_worker", "Peer support worker"
        SERVICE = "service", "Someone from a service"

    kind_label = "Story"
    base_form_class = StoryForm
    # A story is read in its order, and a list would lead past the note before it.
    lists_contents = False
    is_article = True
    lists_its_kind = True
    # What its teller agreed to is asked again instead (StoryConsent).
    review_months = 0
    # Nobody makes a teller's words simpler.
    is_told = True
    not_our_words = ("teller_name",)
    days_that_were = (*BasePage.days_that_were, "told_on")
    facts_prefetch = notes_prefetch = ("content_notes",)
    page_description = "A person’s own story. Check that they agreed to every use before you publish it."
    template = "pages/story_page.html"
    parent_page_types = ["pages.StoryIndexPage"]
    subpage_types = []

    teller_name = models.CharField(
        "name of the teller",
        max_length=100,
        blank=True,
        help_text="As it may be shown, for example “Rowan”. Leave it empty when they want no name.",
    )
    name_shown = models.CharField(
        "what kind of name this is",
        max_length=10,
        choices=NameShown,
        default=NameShown.FIRST,
        help_text="“No name” hides the name everywhere, whatever stands above.",
    )
    role = models.CharField(
        "speaks as",
        max_length=12,
        choices=Role,
        default=Role.CONSUMER,
        help_text="It stands beside the name. Readers can narrow the list of stories by it.",
    )
    told_on = models.DateField(null=True, blank=True, help_text="When they told it. Readers see the month and year.")
    content_notes = ParentalManyToManyField(
        "core.Term",
        blank=True,
        related_name="noted_stories",
        limit_choices_to={"taxonomy__slug": "content-notes", "is_retired": False},
        help_text="What the story talks about that some readers may want to know first. It stands before the story.",
    )
    short_form = models.TextField(
        "the story in short",
        max_length=600,
        blank=True,
        help_text="Three or four sentences in their own words, for people who want the short way.",
    )
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="the story", help_text="In the teller’s own words.")
    pull_quote = models.CharField(
        max_length=200,
        blank=True,
        help_text="One sentence from the story, without quotation marks, to set large. For example: Nobody asked what was wrong with me.",
    )
    recording = models.ForeignKey(
        "media.SiteMedia",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The teller’s own voice or a film of them. Check that their consent is for this too.",
    )
    quotations_stand = models.BooleanField(
        "leave quotations as they are",
        default=False,
        help_text="The check of words then leaves out what stands in quotation marks: people say it their own way.",
    )
    is_featured = models.BooleanField("may stand first on the home page", default=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    content_panels = [
        ConsentPanel(heading="Consent"),
        BesideStoryPanel(heading="Sent in by its teller"),
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("teller_name"),
                FieldPanel("name_shown"),
                FieldPanel("role"),
                FieldPanel(
                    "told_on",
                    help_text="When they told it. Readers see the month and year, and the list begins with the latest. Empty: "
                    "it stands there by the day on which it is published.",
                ),
            ],
            heading="Who tells it",
        ),
        MultiFieldPanel([FieldPanel("content_notes", widget=CheckboxSelectMultiple)], heading="Before the story"),
        MultiFieldPanel(
            [FieldPanel("short_form"), FieldPanel("pull_quote", widget=AdminAutoHeightTextInput)], heading="In short"
        ),
        FieldPanel("body"),
        RecordingPanel("recording"),
        MultiFieldPanel([CarefulWordsPanel(), FieldPanel("quotations_stand")], heading="Words to think about"),
        InlinePanel(
            "services_mentioned",
            heading="Services the story names",
            label="Service",
            help_text="Readers see those that the directory lists. One that closes leaves by itself.",
        ),
        HelpPanel(content="<p>The help lines follow each story by themselves.</p>"),
    ]
    promote_panels = [
        FieldPanel(
            "is_featured", help_text="The home page shows one story large: the latest told of those with this tick."
        ),
        *BasePage.promote_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("shown_name"),
        index.SearchField("short_form"),
        index.SearchField("body"),
        index.SearchField("recording_words"),
        index.FilterField("role"),
        index.FilterField("told_on"),
    ]

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    def full_clean(self, *args, **kwargs):
        self.pull_quote = without_marks(self.pull_quote)
        self.reading_minutes = minutes_to_read(self.body.stream_block.get_searchable_content(self.body))
        super().full_clean(*args, **kwargs)

    @property
    def shown_name(self):
        """The name that readers see: empty where the teller wants none; the first word where only that may show."""
        if self.name_shown == self.NameShown.ANONYMOUS:
            return ""
        if self.name_shown == self.NameShown.FIRST:
            return (self.teller_name.split() or [""])[0]
        return self.teller_name

    @property
    def by_line(self):
        """Who tells it, as a few words: ``Rowan, person with lived experience``."""
        role = self.get_role_display()
        return f"{self.shown_name}, {role[0].lower()}{role[1:]}" if self.shown_name else role

    @cached_property
    def notes(self):
        """The content notes in their order: a list of pairs of slug and name."""
        return notes_of(self)

    @property
    def note_names(self):
        return [name for _slug, name in self.notes]

    @property
    def note_slugs(self):
        return [slug for slug, _name in self.notes]

    @property
    def notes_line(self):
        """The content notes in one line: ``Talks about suicide, a hospital stay``; '' where there are none."""
        return in_one_line(self.note_names)

    @property
    def sharing_note(self):
        """What to think of before passing the story on, as a few sentences."""
        line = self.notes_line
        warning = (
            f"This story {line[0].lower()}{line[1:]}. Say so when you send it, so people can choose. " if line else ""
        )
        return (
            f"{warning}Send the link, not a copy: the person who told it may change their mind. "
            "What you copy or send stays on your device."
        )

    @property
    def facts(self):
        return [
            self.by_line,
            f"{self.reading_minutes}-minute read",
            *(["with a recording"] if self.recording_id else []),
        ]

    @property
    def recording_title(self):
        """What stands over the recording."""
        return "Watch this story" if self.recording and self.recording.is_film else "Listen to this story"

    def recording_words(self):
        """What is said in the recording, for the index: a string."""
        return self.recording.transcript if self.recording else ""

    def listed_services(self, unsaved=False):
        """Return the services that the story names and the directory lists, in the editor's order: kept for readers.

        ``unsaved``: ask this object and not the database, as a preview must.
        """
        listed = StoryService.service.field.related_model.objects.listed()
        if not unsaved:
            return kept.get(
                ("services that a story names", self.pk),
                lambda: list(listed.filter(story_mentions__page=self.pk).order_by("story_mentions__sort_order")),
            )
        numbers = [row.service_id for row in self.services_mentioned.all()]
        found = listed.in_bulk(numbers)
        return [found[number] for number in numbers if number in found]

    def structured_data(self):
        # By the name that its teller chose to show, and by no name at all where they chose none.
        author = {"@type": "Person", "name": self.shown_name} if self.shown_name else {}
        return super().structured_data() | {"author": author}

    @classmethod
    def for_cards(cls):
        """Return the queryset of public stories with what a card shows, without bodies."""
        return with_notes(cls.objects.live().public().defer_streamfields())

    @classmethod
    def with_pictures(cls):
        return cls.for_cards().select_related("teaser_image").prefetch_related("teaser_image__renditions")

    @classmethod
    def latest(cls, limit):
        """Return at most ``limit`` public stories: a featured one first, then the latest told: a list."""
        return list(cls.with_pictures().order_by("-is_featured", *LATEST_FIRST)[:limit])

    @classmethod
    def chosen(cls, pks):
        """Return the public stories with these primary keys, in this order: a list."""
        found = cls.with_pictures().in_bulk(pks) if pks else {}
        return [found[pk] for pk in dict.fromkeys(pks) if pk in found]

    def related(self, limit=RELATED):
        """Return at most ``limit`` other public stories: most terms in common first, then the latest."""
        told = StoryPage.objects.live().public().order_by(*LATEST_FIRST)
        return nearest(self, told, limit, self.with_pictures().in_bulk)

    def get_context(self, request, *args, **kwargs):
        """Add ``services`` that the story names and ``related_stories``."""
        context = super().get_context(request, *args, **kwargs)
        context["services"] = self.listed_services(unsaved=getattr(request, "is_preview", False))
        context["related_stories"] = self.related()
        return context


class StoryService(Orderable):
    """A service that a story names."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="services_mentioned")
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="story_mentions")

    panels = [
        FieldPanel("service", help_text="A listed service that the story names. Readers find it under the story.")
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "service"],
                name="one_story_service",
                violation_error_message="The story names that service already.",
            )
        ]

    def __str__(self):
        return str(self.service)


class StoryIndexPage(FilteredIndexPage):
    """All stories, the latest first, narrowed by who tells them."""

    child_model = StoryPage
    feed_key = "stories"
    kind_label = "Stories"
    page_description = "The list of all stories. There is one."
    template = "pages/story_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.StoryPage"]
    per_page = 12
    parameters = ("page", "without")
    filters = (
        ChoiceFilter("role", "Told by", StoryPage.Role.choices),
        TermFilter("about", "What it is about", "topics"),
    )
    item_ordering = LATEST_FIRST

    class Meta:
        verbose_name = "index of stories"
        verbose_name_plural = "indexes of stories"

    def permissions_for_user(self, user):
        return StoryIndexPermissions(user, self)

    def all_pages(self, request):
        return with_notes(super().all_pages(request))

    def leave_out(self, request):
        """Return the LeaveOut of ``request``: the notes that stories here carry, and those it leaves out."""
        if getattr(self, "_leave_out_of", (None, None))[0] is not request:
            # Notes that are retired too: a story keeps those it has.
            notes = Term.objects.filter(noted_stories__in=self.all_pages(request).order_by().values("pk")).distinct()
            options = notes.order_by("sort_order", "name").values_list("slug", "name")
            self._leave_out_of = (request, LeaveOut("without", options, request.GET.getlist("without")))
        return self._leave_out_of[1]

    def considered_pages(self, request):
        pages = super().considered_pages(request)
        chosen = self.leave_out(request).chosen
        if chosen:
            noted = StoryPage.content_notes.through.objects.filter(term__slug__in=chosen)
            pages = pages.exclude(pk__in=noted.values("storypage"))
        return pages

    def get_context(self, request, *args, **kwargs):
        """Add ``leave_out``; ``query`` names what is left out too, so that it lasts from part to part of the list."""
        context = super().get_context(request, *args, **kwargs)
        context["leave_out"] = self.leave_out(request)
        context["is_narrowed"] |= bool(context["leave_out"].chosen)
        context["query"] = "&".join(filter(None, [context["query"], context["leave_out"].query]))
        return context
