"""The Charter: its aims as sections that others can point at, its versions, its place in the work."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.core.anchors import TAKEN
from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links

from ..blocks import CharterSectionBlock


class CharterPage(BasePage):
    """The Charter of Peer Support."""

    kind_label = "Charter"
    kind_plural = "Pages"
    page_description = "The Charter: sections with addresses of their own, versions to download, and how it is used."
    template = "pages/charter_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []

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
    body = StreamField(
        BodyStreamBlock(), blank=True, verbose_name="using the Charter", help_text="How groups and services use it."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("launched_on"), FieldPanel("intro"), FieldPanel("text_pending")], heading="In short"
        ),
        FieldPanel("sections"),
        InlinePanel("versions", heading="Versions to download", label="Version", help_text="The newest first."),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("sections"),
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

    def get_context(self, request, *args, **kwargs):
        """Add ``charter_versions``, with their documents."""
        context = super().get_context(request, *args, **kwargs)
        context["charter_versions"] = (
            list(self.versions.select_related("document__accessible_alternative")) if self.pk else []
        )
        return context


class CharterVersion(Orderable):
    """A version of the Charter as a file."""

    page = ParentalKey(CharterPage, on_delete=models.CASCADE, related_name="versions")
    label = models.CharField(max_length=100, help_text="For example “As launched” or “Easy Read”.")
    date = models.DateField(null=True, blank=True)
    document = models.ForeignKey("media.SiteDocument", on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("label"), FieldPanel("date"), FieldPanel("document")]

    def __str__(self):
        return self.label
