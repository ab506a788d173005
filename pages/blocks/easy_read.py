"""What an Easy Read page is made of: one idea at a time, with a picture beside it."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.blocks import CalloutBlock, ContactBlock, FilesBlock, HelpBlock, TextBlock
from cms.core.blocks.text import SizedImageBlock
from cms.core.readability import sentences, words
from cms.core.words import plain_text

# Words in a sentence of Easy Read.
LONGEST_SENTENCE = 18
SIMPLE = ["bold", "link", "ul"]


class IdeaBlock(blocks.StructBlock):
    """One idea: a picture, and a few short sentences."""

    shown_as = ("idea",)

    image = SizedImageBlock(
        required=False,
        help_text="A plain picture of what the words say. Mark it as decorative if the words say it all.",
    )
    text = TextBlock(
        features=SIMPLE,
        help_text="One idea. One to three sentences of at most 12 words. Explain a hard word, and print it bold.",
    )

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            # A draft may still be long.
            return value
        text = plain_text(value["text"].source)
        long = next((one for one in sentences(text) if len(words(one)) > LONGEST_SENTENCE), None)
        if long:
            message = f"This sentence is too long for Easy Read. Make two of it: “{long[:80]}…”"
            raise StructBlockValidationError({"text": ValidationError(message)})
        return value

    class Meta:
        icon = "image"
        label = "Idea"
        template = "pages/blocks/idea.html"
        description = "One idea in one to three short sentences, with a picture beside them."
        preview_value = {"text": "<p>You can come and listen.</p><p>You do not have to talk.</p>"}


class PartHeadingBlock(blocks.CharBlock):
    """The heading of a part, a few words."""

    # For the checks beside the form: what follows stands below it.
    heading_level = 2

    def deconstruct(self):
        return "wagtail.blocks.CharBlock", [], {"max_length": 80}

    def __init__(self, **kwargs):
        kwargs["max_length"] = 80
        super().__init__(**kwargs)

    class Meta:
        icon = "title"
        label = "Heading"
        template = "pages/blocks/part_heading.html"
        description = "What the next few ideas are about, in a few words."
        preview_value = "What a group is like"


class EasyReadBody(blocks.StreamBlock):
    """Headings and ideas in the editor's order, and where to go from here."""

    heading = PartHeadingBlock(group="Words")
    idea = IdeaBlock(group="Words")
    callout = CalloutBlock(group="Words")
    files = FilesBlock(group="Where to next")
    contact = ContactBlock(group="Where to next")
    help_block = HelpBlock(group="Where to next")
