"""Fact sheets: quick facts, an article, and sources that the text points at and back."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.models import BasePage
from cms.core.page_source import block_text
from cms.core.sources import why_marks_fail

from ..blocks import FactBlock, FactSheetBody, SourceBlock
from ..durations import minutes_to_read


class FactSheetPage(BasePage):
    """What is known about one thing, with its sources numbered and linked both ways."""

    kind_label = "Fact sheet"
    is_article = True
    page_description = "What is known about one thing: quick facts, an article, and numbered sources."
    template = "pages/fact_sheet_page.html"
    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = []

    quick_facts = StreamField(
        [("fact", FactBlock())], blank=True, help_text="Three to six things for somebody who reads nothing else."
    )
    body = StreamField(
        FactSheetBody(),
        blank=True,
        help_text="Write [^name] where a source belongs, for example: It may bring hope.[^white2020]",
    )
    references = StreamField(
        [("source", SourceBlock())],
        blank=True,
        verbose_name="sources",
        help_text="They are numbered in this order, and the numbers in the text follow by themselves.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("quick_facts"),
        MultiFieldPanel([FieldPanel("body"), FieldPanel("references")], heading="The article and its sources"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("quick_facts"),
        index.SearchField("body"),
        index.SearchField("references"),
    ]

    class Meta:
        verbose_name = "fact sheet"

    @cached_property
    def reading_minutes(self):
        """How long the article takes to read: whole minutes, at least 1. No query."""
        return minutes_to_read(block_text(self.body.stream_block, list(self.body.raw_data)))

    def reference_keys(self):
        """Return the keys of the sources in their order: the first one is number 1."""
        return [block.value.get("key") for block in self.references if block.value.get("key")]

    def clean(self):
        super().clean()
        if any("[^" in text for text in self.quick_facts.stream_block.get_searchable_content(self.quick_facts)):
            message = "Quick facts have no numbered sources. Take the [^…] out here and put it into the article."
            raise ValidationError({"quick_facts": message})
        keys = self.reference_keys()
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValidationError({"references": f"Two sources have the same name: {', '.join(twice)}."})
        why = why_marks_fail(self.body.stream_block.get_searchable_content(self.body), keys)
        if why:
            raise ValidationError({"body": why})
