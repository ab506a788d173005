"""What a fact sheet is made of: quick facts, an article, and numbered sources."""

from wagtail import blocks

from cms.core.blocks import BodyStreamBlock
from cms.core.blocks.lists import ReferenceBlock


class FactBlock(blocks.StructBlock):
    """One quick fact with a label."""

    label = blocks.CharBlock(max_length=80, help_text="One to four words, for example “Who it is for”.")
    text = blocks.CharBlock(max_length=300, help_text="One or two sentences.")

    class Meta:
        icon = "pick"
        label = "Fact"
        label_format = "{label}"
        template = "pages/blocks/fact.html"
        description = "One thing that a hurried reader should take away."
        preview_value = {"label": "Who it is for", "text": "Anyone who wants it. No referral is needed."}


class SourceBlock(ReferenceBlock):
    """One source, numbered by its place in the list."""

    class Meta:
        icon = "link"
        label = "Source"
        label_format = "{key}"
        template = "pages/blocks/source.html"
        description = "A paper, book or page that the text points at by [^name]."
        preview_value = {"key": "example", "text": "A. Writer (2024). An example of a source. A Journal, 1, 1–9."}


class FactSheetBody(BodyStreamBlock):
    """An article whose sources stand in a field of their own."""

    references = None

    class Meta:
        block_counts = {}
