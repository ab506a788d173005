"""Training modules and their index."""

from dataclasses import replace

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.core.blocks import BodyStreamBlock
from cms.core.machines import subjects
from cms.core.models import BasePage, IndexPage
from cms.core.site_links import absolute_url
from home.links import link_book

from ..blocks import ActivityBlock, OutcomeBlock
from ..durations import in_words
from .courses import CoursePage


class TrainingModulePage(RoutablePageMixin, BasePage):
    """One module: what a learner can do afterwards, how long it takes, text to read here, files to take away."""

    class Level(models.TextChoices):
        INTRODUCTORY = "introductory", "Introductory"
        INTERMEDIATE = "intermediate", "Intermediate"
        ADVANCED = "advanced", "Advanced"

    kind_label = "Training module"
    lists_its_kind = True
    page_description = "One module to read on the page or print, with what people learn, how long it takes, and files."
    template = "pages/training_module_page.html"
    parent_page_types = ["pages.TrainingIndexPage"]
    subpage_types = []

    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place in the series. Modules are listed in this order."
    )
    working_title_note = models.CharField(
        max_length=200,
        blank=True,
        help_text="A line for readers while the title is not settled. Leave empty once it is.",
    )
    outcomes = StreamField(
        [("outcome", OutcomeBlock())],
        blank=True,
        verbose_name="what people can do afterwards",
        help_text="Three to five. Begin each with a verb: “Name who your service is for”.",
    )
    duration_minutes = models.PositiveSmallIntegerField(
        "minutes it takes",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(6000)],
        help_text="For a reader who does the activities. For example 45.",
    )
    audience = models.CharField(
        "who it is for",
        max_length=200,
        blank=True,
        help_text="For example “People who want to start a group, alone or in an organisation”.",
    )
    level = models.CharField(
        max_length=12,
        choices=Level,
        default=Level.INTRODUCTORY,
        help_text="Introductory: for people who are new to this. Advanced: for those who have done it for years.",
    )
    sections = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name="what to read",
        help_text="The module itself. Begin each section with a heading: the list of contents is made of them.",
    )
    activities = StreamField([("activity", ActivityBlock())], blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("number"),
                FieldPanel("duration_minutes"),
                FieldPanel("level"),
                FieldPanel("audience"),
                FieldPanel("working_title_note"),
            ],
            heading="About the module",
        ),
        FieldPanel("outcomes"),
        FieldPanel("sections"),
        FieldPanel("activities", help_text="One to three things to try. They stand after what is to read."),
        InlinePanel("files", heading="Files to download", label="File"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("audience"),
        index.SearchField("outcomes"),
        index.SearchField("sections"),
        index.SearchField("activities"),
        index.FilterField("number"),
    ]

    class Meta:
        verbose_name = "training module"

    @property
    def duration(self):
        """The time it takes as words, such as ``About 1 hour``; empty where nobody said."""
        return f"About {in_words(self.duration_minutes)}" if self.duration_minutes else ""

    @property
    def facts(self):
        return [fact for fact in (self.duration, self.get_level_display()) if fact]

    def structured_data(self):
        return {
            "@type": "Course",
            "provider": {"@id": absolute_url("/#organization")},
            "educationalLevel": self.get_level_display(),
            "timeRequired": f"PT{self.duration_minutes}M" if self.duration_minutes else "",
            "teaches": [str(outcome.value) for outcome in self.outcomes],
            "isAccessibleForFree": True,
        }

    def neighbours(self):
        """Return ``(previous, next, all)`` among the public modules of the same index, in one query."""
        modules = list(TrainingModulePage.in_order(TrainingModulePage.objects.sibling_of(self)))
        places = [place for place, module in enumerate(modules) if module.pk == self.pk]
        if not places:
            return None, None, modules
        here = places[0]
        return (modules[here - 1] if here else None), (modules[here + 1] if here + 1 < len(modules) else None), modules

    @classmethod
    def first(cls, limit):
        """Return at most ``limit`` public modules, by their numbers: a list, in one query.

        Each has ``number_of_all``, how many public ones there are beyond the limit too.
        """
        counted = cls.in_order(cls.objects).annotate(number_of_all=models.Window(models.Count("pk")))
        return list(counted[:limit])

    @staticmethod
    def in_order(modules):
        """Return the public ones of the queryset ``modules`` by their numbers, without bodies."""
        return modules.live().public().defer_streamfields().order_by(models.F("number").asc(nulls_last=True), "path")

    @path("print/", name="print")
    def to_print(self, request):
        """Show the whole module for paper. Search engines know the module by its own address."""
        context = self.get_context(request)
        context |= {
            "subject": replace(subjects.of_page(self), is_indexed=False),
            "ancestors": [*link_book(context).ancestors(), (self.title, self.get_url(request))],
        }
        return self.render(request, template="pages/training_module_print.html", context_overrides=context)

    def get_context(self, request, *args, **kwargs):
        """Add ``previous_module``, ``next_module`` and ``modules``, all of the series."""
        context = super().get_context(request, *args, **kwargs)
        context["previous_module"], context["next_module"], context["modules"] = self.neighbours()
        context["files"] = (
            list(self.files.select_related("document__accessible_alternative", "accessible_alternative"))
            if self.pk
            else []
        )
        return context


class ModuleFile(Orderable):
    """A file of a module, in the version that the module means."""

    page = ParentalKey(TrainingModulePage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("media.SiteDocument", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150, blank=True, help_text="Leave empty to use the document’s own title.")
    description = models.CharField(max_length=255, blank=True, help_text="What it is good for, in one sentence.")
    version = models.CharField(
        max_length=50, blank=True, help_text="For example 1.0, or March 2026. Empty: as the document says."
    )
    licence = models.CharField(
        max_length=100, blank=True, help_text="For example CC BY 4.0. Empty: as the document says."
    )
    accessible_alternative = models.ForeignKey(
        "media.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The same in large print, Word or another form that more people can use.",
    )

    panels = [
        FieldPanel(
            "document", heading="File", help_text="Choose one, or add one. Its type, size and pages show by themselves."
        ),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("accessible_alternative"),
        MultiFieldPanel([FieldPanel("version"), FieldPanel("licence")], heading="Version and licence"),
    ]

    def __str__(self):
        return self.title or str(self.document)

    @property
    def shown_version(self):
        return self.version or self.document.version

    @property
    def shown_licence(self):
        return self.licence or self.document.licence

    @property
    def other_form(self):
        """The document with the same in another form: the module's choice, else the file's own; or None."""
        return self.accessible_alternative or self.document.accessible_alternative


class TrainingIndexPage(IndexPage):
    """The modules in their order, then the courses by their next date."""

    child_model = TrainingModulePage
    kind_label = "Training"
    page_description = "The list of training modules in their order, and of courses by their next date. There is one."
    template = "pages/training_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.TrainingModulePage", "pages.CoursePage"]

    class Meta:
        verbose_name = "index of training"
        verbose_name_plural = "indexes of training"

    def listed_pages(self, request):
        pages = super().listed_pages(request).prefetch_related(None).prefetch_related("teaser_image__renditions")
        return TrainingModulePage.in_order(pages)

    def get_context(self, request, *args, **kwargs):
        """Add ``duration`` of all modules on this part of the list, as words, and ``courses`` on the first part."""
        context = super().get_context(request, *args, **kwargs)
        minutes = sum(module.duration_minutes or 0 for module in context["items"])
        context["duration"] = f"About {in_words(minutes)}" if minutes else ""
        context["courses"] = CoursePage.by_next_date(self) if context["page_obj"].number == 1 else []
        return context
