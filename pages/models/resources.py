"""Resources: templates, checklists, guides, guidelines, forms and handouts, and their index."""

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage, Term
from cms.core.site_links import absolute_url
from cms.media import downloads

from ..filters import ChoiceFilter, FormatFilter, TermFilter
from ..kits import MOST_BYTES, Kit
from ..picks import MOST, Picks
from .listing import FilteredIndexPage

# The address below the list where a kit stands, so no resource may have it.
KIT = "kit"
ZIP_NAME = "peer-support-kit.zip"


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
            [
                FieldPanel(
                    "resource_type",
                    heading="Type",
                    help_text="What people look for it as. They narrow the list of resources by it.",
                ),
                FieldPanel("document"),
                FieldPanel("accessible_alternative"),
            ],
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

    def _check_slug_is_unique(self):
        # Where a page is cleaned, drafts too.
        super()._check_slug_is_unique()
        if self.slug == KIT:
            raise ValidationError({"slug": "Readers’ kits have this address. Choose another, such as “first-aid-kit”."})

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
        return "\u00a0· ".join(part for part in (kind, ", ".join(file)) if part)

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


class ResourceIndexPage(RoutablePageMixin, FilteredIndexPage):
    """All resources by name, narrowed by type, reader, topic and format; and the kit of those that a reader picks.

    Picks stand in the address alone (``pages.picks``), on the list too, so that they last while a reader goes on looking.
    """

    child_model = ResourcePage
    kind_label = "Resources"
    page_description = "The list of all resources. There is one."
    template = "pages/resource_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.ResourcePage"]
    # What somebody picks is theirs alone.
    parameters_typed = ("pick",)
    filters = (
        ChoiceFilter("resource_type", "Type", ResourcePage.Type.choices, many=True),
        TermFilter("for", "Who it is for", "audiences", many=True),
        TermFilter("about", "What it is about", "topics", many=True),
        FormatFilter("format", "Format", "document__file", many=True),
    )
    item_ordering = ("title", "pk")

    class Meta:
        verbose_name = "index of resources"
        verbose_name_plural = "indexes of resources"

    def all_pages(self, request):
        return super().all_pages(request).select_related("teaser_image", "document")

    def get_context(self, request, *args, **kwargs):
        """Add ``picks``, ``picked_elsewhere`` (those on other parts of the list) and ``kit_url``."""
        context = super().get_context(request, *args, **kwargs)
        picks = Picks(request)
        shown = {page.pk for page in context["items"]}
        context["picks"] = picks
        context["picked_elsewhere"] = [pk for pk in picks.pks if pk not in shown]
        context["kit_url"] = self.kit_url
        context["is_narrowed"] |= bool(picks)
        context["query"] = "&".join(filter(None, [context["query"], picks.query]))
        return context

    @property
    def kit_url(self):
        return f"{self.url or '/'}{self.reverse_subpage('kit')}"

    def kit_of(self, picks):
        """Return the Kit of the public resources that ``picks`` names."""
        pages = (
            self.all_pages(None)
            .select_related("document__accessible_alternative", "accessible_alternative")
            .prefetch_related(None)
        )
        return Kit(picks.pages(pages))

    @path("kit/", name="kit")
    def kit(self, request):
        """Show what was picked: contents to print, all files in one ZIP, a link to share."""
        picks = Picks(request)
        kit = self.kit_of(picks)
        address = absolute_url(f"{self.kit_url}?{kit.query}")
        title = "A kit of resources"
        context = BasePage.get_context(self, request) | {
            "kit": kit,
            "picks": picks,
            "rows": [(*entry, picks.without(entry[0].pk)) for entry in kit.entries],
            "gone": len(picks.pks) - len(kit.resources),
            "most": MOST,
            "most_bytes": MOST_BYTES,
            "ancestors": [("Home", "/"), (self.title, self.url)],
            "zip_url": f"{self.kit_url}zip/?{kit.query}",
            "more_url": f"{self.url}?{kit.query}",
            # What one reader chose is no page that search engines might keep.
            "is_narrowed": True,
            "title": title,
            "address": address,
            "mailto": f"mailto:?subject={quote(title)}&body={quote(address, safe='')}",
        }
        return without_trace(TemplateResponse(request, "pages/kit.html", context))

    @path("kit/zip/", name="kit_zip")
    def kit_zip(self, request):
        """Send the files of what was picked in one ZIP; back to the contents where that cannot be done."""
        kit = self.kit_of(Picks(request))
        if not kit.can_be_zipped:
            return without_trace(HttpResponseRedirect(f"{self.kit_url}?{kit.query}"))
        downloads.count(request, [file.document for file in kit.files])
        response = StreamingHttpResponse(kit.zipped(f"{self.kit_url}?{kit.query}"), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{ZIP_NAME}"'
        return without_trace(response)


def without_trace(response):
    """Return ``response`` for no index of a search engine, and with no picks told to a page that is opened from it."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
