"""Resources: templates, checklists, guides, guidelines, forms and handouts, and their index."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage, Term

from ..filters import ChoiceFilter, TermFilter
from .listing import FilteredIndexPage


class ResourcePage(BasePage):
    """One thing to use: what kind it is, for whom (its terms), the file, and how to use it."""

    class Type(models.TextChoices):
        TEMPLATE = "template", "Template"
        CHECKLIST = "checklist", "Checklist"
        GUIDE = "guide", "Guide"
        GUIDELINE = "guideline", "Guideline"
        FORM = "form", "Form"
        HANDOUT = "handout", "Handout"

    kind_label = "Resource"
    facts_join = ("document",)
    page_description = "A template, checklist, guide, guideline, form or handout to download, and how to use it."
    template = "pages/resource_page.html"
    parent_page_types = ["pages.ResourceIndexPage"]
    subpage_types = []

    resource_type = models.CharField("type", max_length=10, choices=Type, default=Type.TEMPLATE)
    document = models.ForeignKey(
        "media.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The file. Its type, size and pages show by themselves. Leave empty where it is all on the page.",
    )
    accessible_alternative = models.ForeignKey(
        "media.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The same in large print, Word or another form that more people can use.",
    )
    licence = models.CharField(
        max_length=100,
        blank=True,
        help_text="What people may do with it, for example “CC BY 4.0: change it and share it”.",
    )
    version = models.CharField(max_length=50, blank=True, help_text="For example 2, or March 2026.")
    body = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name="how to use it",
        help_text="When to use it, with whom, and what to change first.",
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("resource_type"), FieldPanel("document"), FieldPanel("accessible_alternative")],
            heading="What it is",
        ),
        MultiFieldPanel([FieldPanel("version"), FieldPanel("licence")], heading="Version and licence"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("get_resource_type_display"),
        index.SearchField("body"),
        index.FilterField("resource_type"),
    ]

    class Meta:
        verbose_name = "resource"

    @property
    def format(self):
        """The file's kind as people say it, such as ``PDF``; empty where there is no file."""
        return self.document.format_label if self.document else ""

    @property
    def shown_licence(self):
        return self.licence or (self.document.licence if self.document else "")

    @property
    def other_form(self):
        """The document with the same in another form: the page's choice, else the file's own; None where there is none."""
        return self.accessible_alternative or (self.document.accessible_alternative if self.document else None)

    @property
    def shown_version(self):
        return self.version or (self.document.version if self.document else "")

    @property
    def line(self):
        """The type and the file, for a list: ``Checklist · PDF, 2 pages``."""
        kind, *file = self.facts
        return " · ".join(part for part in (kind, ", ".join(file)) if part)

    @property
    def facts(self):
        facts = [self.get_resource_type_display()]
        if self.document:
            facts.append(self.format)
            if self.document.pages:
                facts.append("1 page" if self.document.pages == 1 else f"{self.document.pages} pages")
        return facts

    def get_context(self, request, *args, **kwargs):
        """Add ``audiences``, the names of the readers it is for."""
        context = super().get_context(request, *args, **kwargs)
        terms = Term.objects.in_use().filter(taxonomy__slug="audiences", page_terms__page_id=self.pk)
        context["audiences"] = list(terms.order_by("sort_order").values_list("name", flat=True)) if self.pk else []
        return context

    @classmethod
    def latest(cls, limit):
        """Return at most ``limit`` public resources, the last published first, with their files: a list, in one query."""
        pages = cls.objects.live().public().defer_streamfields().select_related("document")
        return list(pages.order_by("-first_published_at", "pk")[:limit])


class ResourceIndexPage(FilteredIndexPage):
    """All resources by name, narrowed by type, reader and topic."""

    child_model = ResourcePage
    kind_label = "Resources"
    page_description = "The list of all resources. There is one."
    template = "pages/resource_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.ResourcePage"]
    filters = (
        ChoiceFilter("resource_type", "Type", ResourcePage.Type.choices, many=True),
        TermFilter("for", "For", "audiences", many=True),
        TermFilter("about", "About", "topics", many=True),
    )
    item_ordering = ("title", "pk")

    class Meta:
        verbose_name = "index of resources"

    def all_pages(self, request):
        return super().all_pages(request).select_related("teaser_image", "document")
