"""The Charter: its aims and principles as sections that others can point at, its forms and versions, who endorses it."""

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.core.anchors import TAKEN
from cms.core.blocks import BodyStreamBlock
from cms.core.days import not_to_come
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links
from cms.core.site_links import absolute_url

from ..blocks import CharterSectionBlock
from .endorsements import CharterEndorsement

NEWEST = 6
A_PART = 50


class CharterPage(RoutablePageMixin, BasePage):
    """The Charter of Peer Support. Each section, the plain words and the list of who endorses it have their own address."""

    kind_label = "Charter"
    kind_plural = "Pages"
    has_terms = False
    page_description = "The Charter: sections with addresses of their own, versions to download, and how it is used."
    template = "pages/charter_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    days_that_were = (*BasePage.days_that_were, "launched_on")
    parameters = ("page",)

    launched_on = models.DateField(null=True, blank=True, help_text="The day on which the Charter was launched.")
    intro = RichTextField(
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="What the Charter is and who wrote it, in three sentences.",
    )
    text_pending = models.TextField(
        "note that the text is still to come",
        max_length=400,
        blank=True,
        help_text="Shown in a box above the sections while the Charter’s own text is missing. Empty it once it is here.",
    )
    sections = StreamField(
        [("section", CharterSectionBlock())],
        blank=True,
        help_text="One for each aim or principle. Others link to them, so keep their short names.",
    )
    plain_language = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name="in plain words",
        help_text="The whole Charter in everyday words. It gets a page of its own, with a link from here.",
    )
    body = StreamField(
        BodyStreamBlock(), blank=True, verbose_name="using the Charter", help_text="How groups and services use it."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("launched_on"), FieldPanel("intro"), FieldPanel("text_pending")], heading="In short"
        ),
        FieldPanel("sections"),
        FieldPanel("plain_language"),
        InlinePanel(
            "versions",
            heading="Versions and forms",
            label="Version",
            help_text="The newest first. Readers get the first of each form to download, and a list of all with what changed.",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("sections"),
        index.SearchField("plain_language"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "charter"

    @property
    def anchors(self):
        """The short names of the sections, in their order: a list."""
        return [block.value.get("anchor") for block in self.sections if block.value.get("anchor")]

    def clean(self):
        super().clean()
        anchors = self.anchors
        twice = sorted({anchor for anchor in anchors if anchors.count(anchor) > 1})
        taken = sorted(TAKEN & set(anchors))
        if taken:
            raise ValidationError(
                {"sections": f"The page itself uses this short name: {', '.join(taken)}. Choose another."}
            )
        if twice:
            raise ValidationError(
                {"sections": f"Each section needs a short name of its own. Used twice: {', '.join(twice)}."}
            )

    def all_versions(self):
        """Return the versions with their documents, as the editor has them before saving too: a list."""
        if not self.pk and "versions" not in getattr(self, "_cluster_related_objects", {}):
            return []
        return list(self.versions.select_related("document__accessible_alternative"))

    def get_context(self, request, *args, **kwargs):
        """Add ``downloads`` (the first file of each form), ``history`` and who endorses it: the newest and how many."""
        context = super().get_context(request, *args, **kwargs)
        versions = self.all_versions()
        by_form = {}
        for version in versions:
            if version.document:
                by_form.setdefault(version.form, version)
        context["downloads"] = list(by_form.values())
        # One version without a word on what changed is said by its file alone.
        context["history"] = versions if len(versions) > 1 or any(version.changes for version in versions) else []
        context["endorsements"] = list(CharterEndorsement.objects.newest()[:NEWEST])
        context["endorsed_by"] = CharterEndorsement.objects.listed().count() if context["endorsements"] else 0
        return context

    def part_of(self, request, template, title, path, **context):
        """Return the answer for an address below the Charter: a second form of what is on its page, not for indexes."""
        address = absolute_url(f"{self.url}{path}")
        context |= {
            "title": title,
            "address": address,
            "mailto": f"mailto:?subject={quote(title)}&body={quote(address, safe='')}",
            "ancestors": [("Home", "/"), (self.title, self.url)],
            "is_narrowed": True,
        }
        return TemplateResponse(request, template, BasePage.get_context(self, request) | context)

    @path("sections/<slug:anchor>/", name="section")
    def section(self, request, anchor):
        """Show one section alone, to share and to print, with the one before and the one after."""
        values = [block.value for block in self.sections]
        place = next((place for place, value in enumerate(values) if value.get("anchor") == anchor), None)
        if place is None:
            raise Http404
        before, after = values[place - 1] if place else None, values[place + 1] if place + 1 < len(values) else None
        return self.part_of(
            request,
            "pages/charter_section_page.html",
            values[place].get("heading"),
            self.reverse_subpage("section", [anchor]),
            section=values[place],
            previous=self.link_to(before),
            next=self.link_to(after),
        )

    def link_to(self, section):
        """Return ``title`` and ``url`` of a section on its own page; None for none."""
        if section is None:
            return None
        return {
            "title": section.get("heading"),
            "url": f"{self.url}{self.reverse_subpage('section', [section['anchor']])}",
        }

    @path("in-plain-words/", name="plain")
    def plain(self, request):
        """Show the whole Charter in everyday words."""
        if not self.plain_language:
            raise Http404
        return self.part_of(request, "pages/charter_plain.html", f"{self.title} in plain words", "in-plain-words/")

    @path("endorsements/", name="endorsements")
    def endorsements(self, request):
        """List everybody who endorses the Charter, by name."""
        part = Paginator(CharterEndorsement.objects.listed(), A_PART).get_page(request.GET.get("page"))
        return self.part_of(
            request,
            "pages/charter_endorsements.html",
            f"{self.title}: who endorses it",
            "endorsements/",
            page_obj=part,
            endorsements=list(part),
        )


class CharterVersion(Orderable):
    """A version of the Charter: when, what changed, and its file."""

    class Form(models.TextChoices):
        FULL = "full", "Full text"
        PLAIN = "plain", "Plain language"
        EASY_READ = "easy_read", "Easy Read"
        OTHER = "other", "Another form or language"

    page = ParentalKey(CharterPage, on_delete=models.CASCADE, related_name="versions")
    form = models.CharField(max_length=10, choices=Form, default=Form.FULL)
    label = models.CharField(max_length=100, help_text="For example “As launched” or “Second edition”.")
    date = models.DateField(null=True, blank=True, help_text="The day from which it held. Readers see it.")
    changes = models.TextField(
        "what changed",
        max_length=500,
        blank=True,
        help_text="In one to three sentences, for people who know the last one.",
    )
    document = models.ForeignKey(
        "media.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The file. Leave it empty for a version that is only told of.",
    )

    panels = [
        FieldPanel("form", help_text="Readers choose by it, for example “Easy Read”."),
        FieldPanel("label"),
        FieldPanel("date"),
        FieldPanel("changes"),
        FieldPanel("document"),
    ]

    def __str__(self):
        return self.label

    def clean(self):
        # Asked by the form of its page only.
        super().clean()
        try:
            not_to_come(self.date)
        except ValidationError as error:
            raise ValidationError({"date": error}) from error
