"""What a fact sheet is made of: quick facts, an article, and numbered sources."""

from functools import cached_property

from wagtail import blocks

from cms.core import ways
from cms.core.blocks import BodyStreamBlock, ExplainedBlock, KeyChoiceBlock
from cms.core.blocks.lists import ReferenceBlock


class FactBlock(ExplainedBlock):
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


class WaysValue(blocks.StructValue):
    @cached_property
    def shown(self):
        """The chosen ways that lead somewhere now, in the editor's order."""
        return ways.find(list(self.get("ways", [])))


class WaysBlock(ExplainedBlock):
    """Ways in which peer support is provided, each leading to what the directory has of it."""

    title = blocks.CharBlock(required=False, max_length=120)
    intro = blocks.CharBlock(required=False, max_length=300)
    ways = blocks.ListBlock(
        KeyChoiceBlock(choices=ways.choices),
        min_num=1,
        max_num=6,
        help_text="Questions of the directory. All answers that some service gives are shown, with how many there are.",
    )

    helps = {
        "title": "For example “Find it in the directory”. Optional.",
        "intro": "Whom these ways suit, in one sentence. Optional.",
    }
    labels = {"title": "Heading", "intro": "Introduction", "ways": "Ways of support"}

    class Meta:
        icon = "search"
        label = "Ways of support"
        label_format = "{title}"
        template = "pages/blocks/ways.html"
        value_class = WaysValue
        description = (
            "How peer support is given, each way as a link to the services that offer it, counted anew each time."
        )

        @staticmethod
        def preview_value():
            return {
                "title": "Find it in the directory",
                "intro": "",
                "ways": [key for key, _label in ways.choices()[:2]],
            }


class FactSheetBody(BodyStreamBlock):
    """An article whose sources stand in a field of their own."""

    ways = WaysBlock(group="Where to next")

    references = None

    def keys_of(self, value):
        """Nothing: the page knows its sources."""

    class Meta:
        block_counts = {}
