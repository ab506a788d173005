"""Blocks of words and pictures."""

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from ..anchors import anchor_for
from ..richtext import FEATURES, validate_links
from ..words import without_marks
from .choices import KeyChoiceBlock
from .explained import ExplainedBlock, explain


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists, with links that are safe to follow."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", FEATURES)
        kwargs["validators"] = (validate_links,)
        super().__init__(**kwargs)

    def deconstruct(self):
        # Migrations hold the stock block: what editors may write is not the database's business.
        return "wagtail.blocks.RichTextBlock", [], {}

    class Meta:
        icon = "pilcrow"
        template = "core/blocks/text.html"
        description = "Paragraphs and lists. Keep sentences short, and say first what matters most."
        preview_value = "<p>Come once, or come for years. There is <b>no list to be on</b> and nothing to sign.</p>"


class HeadingBlock(ExplainedBlock):
    """A heading inside an article; the page's own title is the only h1."""

    level = KeyChoiceBlock(
        choices=[("h2", "Heading"), ("h3", "Smaller heading"), ("h4", "Smallest heading")], default="h2"
    )
    text = blocks.CharBlock(max_length=150)

    helps = {
        "level": "“Heading” for a new part; “Smaller” for a part of that part.",
        "text": "What the next part answers, for example “What happens the first time”.",
    }
    labels = {"level": "Size", "text": "Heading"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["anchor"] = anchor_for(value.get("text", ""))
        return context

    class Meta:
        icon = "title"
        template = "core/blocks/heading.html"
        label_format = "{text}"
        description = "A heading that says what the next part answers. Readers and screen readers jump by these."
        preview_value = {"level": "h2", "text": "What happens the first time"}


class SizedImageBlock(ImageBlock):
    """Wagtail's image with its words, which brings the sizes of all pictures of a page with one query."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        explain(
            self.child_blocks["image"], "From the site’s own images. Its place in the text is kept on every screen."
        )
        explain(self.child_blocks["decorative"], "It says nothing that the words beside it do not say.")
        explain(
            self.child_blocks["alt_text"],
            "For people who cannot see it, in one sentence: “Two people talk on a bench”. Not “Image of”.",
            "What the picture shows",
        )

    def bulk_to_python(self, values):
        images = super().bulk_to_python(values)
        prefetch_related_objects([image for image in images if image is not None], "renditions")
        return images


class PictureBlock(ExplainedBlock):
    """An image with its description, or said to be decorative, and a caption."""

    shown_as = ("article",)
    image = SizedImageBlock(
        help_text="Say what the picture shows to somebody who cannot see it, or mark it as decorative."
    )
    caption = blocks.CharBlock(required=False, max_length=255)

    helps = {
        "caption": "What to know about it beside what it shows. Optional.",
    }

    class Meta:
        icon = "image"
        template = "core/blocks/image.html"
        label = "Image"
        description = "A picture with words for those who cannot see it."

        @staticmethod
        def preview_value():
            return {"image": get_image_model().objects.order_by("pk").first(), "caption": "Two chairs, side by side."}


class QuotationBlock(ExplainedBlock):
    """Somebody's own words and where they are from."""

    is_quotation = True
    # Who says it and where is theirs to name.
    our_words = ("quote",)

    quote = blocks.TextBlock(rows=3)
    attribution = blocks.CharBlock(required=False, max_length=150, help_text="Who says it, as they want to be named.")
    source_title = blocks.CharBlock(required=False, max_length=255, help_text="The book, paper or page it is from.")
    source_url = blocks.URLBlock(required=False)
    year = blocks.IntegerBlock(required=False, min_value=1800, max_value=2100)

    helps = {
        "quote": "Their words, without quotation marks. One to three sentences.",
        "source_url": "Where it can be read, with https://. Optional.",
        "year": "When they said or wrote it. Optional.",
    }
    labels = {
        "quote": "Their words",
        "attribution": "Who says it",
        "source_title": "Where it is from",
        "source_url": "Address of the source",
    }

    def clean(self, value):
        value = super().clean(value)
        value["quote"] = without_marks(value["quote"])
        return value

    class Meta:
        icon = "openquote"
        template = "core/blocks/quotation.html"
        label_format = "{quote}"
        description = "Somebody's own words, set large, with who said them and where."
        preview_value = {
            "quote": "I came for the tea. I stayed because nobody was in a hurry.",
            "attribution": "Sam, group member",
        }


class FactBlock(ExplainedBlock):
    label = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=300)

    helps = {
        "label": "One to three words, for example “Cost”.",
        "text": "A few words, for example “Free, with tea”.",
    }

    class Meta:
        label_format = "{label}"


class KeyFactsBlock(ExplainedBlock):
    title = blocks.CharBlock(required=False, max_length=100, default="At a glance")
    facts = blocks.ListBlock(FactBlock(), min_num=1, max_num=12)

    helps = {
        "title": "Stands above the facts. Leave it as it is in most places.",
        "facts": "Three to six things that people look for first.",
    }
    labels = {"title": "Heading"}

    class Meta:
        icon = "list-ul"
        template = "core/blocks/key_facts.html"
        description = "A few facts that people look for first, each with a short label."
        preview_value = {
            "title": "At a glance",
            "facts": [{"label": "Cost", "text": "Free"}, {"label": "Joining", "text": "Just turn up"}],
        }


class ExpanderBlock(ExplainedBlock):
    heading = blocks.CharBlock(max_length=150)
    body = TextBlock()

    helps = {
        "heading": "What a reader asks, for example “Do I have to talk?”.",
        "body": "The answer in the first sentence, then the rest.",
    }
    labels = {"body": "Text"}

    class Meta:
        label_format = "{heading}"


class ExpandersBlock(ExplainedBlock):
    items = blocks.ListBlock(ExpanderBlock(), min_num=1)

    helps = {
        "items": "One for each question. Put what everybody needs outside of these.",
    }
    labels = {"items": "Parts that open"}

    class Meta:
        icon = "collapse-down"
        template = "core/blocks/expanders.html"
        description = "Parts that open when pressed. Use them for detail that only some readers need; all of it prints."
        preview_value = {"items": [{"heading": "Do I have to talk?", "body": "<p>No. Listening is taking part.</p>"}]}


class ChecklistBlock(ExplainedBlock):
    title = blocks.CharBlock(required=False, max_length=150)
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1)

    helps = {
        "title": "When to use it, for example “Before the first meeting”.",
        "items": "One thing to do in each, beginning with a verb: “Ask who holds the key”.",
    }
    labels = {"title": "Heading", "items": "Things to do"}

    class Meta:
        icon = "tick-inverse"
        template = "core/blocks/checklist.html"
        description = "Things to do or look for, each with a box to tick, on the page or on paper. What readers tick is kept nowhere."
        preview_value = {
            "title": "Before the first meeting",
            "items": ["Find out where the toilets are", "Ask who holds the key"],
        }


class DoDontBlock(ExplainedBlock):
    do_title = blocks.CharBlock(default="Do", max_length=80)
    do = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1)
    dont_title = blocks.CharBlock(default="Don’t", max_length=80, label="Don’t title")
    dont = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1, label="Don’t")

    helps = {
        "do_title": "Leave it as it is in most places.",
        "do": "Begin with a verb, for example “Ask what would help”.",
        "dont_title": "Leave it as it is in most places.",
        "dont": "Without “don’t”, for example “Promise to fix it”.",
    }
    labels = {"do_title": "Heading of the first list", "dont_title": "Heading of the second list"}

    class Meta:
        icon = "warning"
        template = "core/blocks/do_dont.html"
        label = "Do and don’t"
        description = "Two short lists side by side: what helps and what does not."
        preview_value = {
            "do_title": "Do",
            "do": ["Ask what would help"],
            "dont_title": "Don’t",
            "dont": ["Promise to fix it"],
        }


class CalloutBlock(ExplainedBlock):
    tone = KeyChoiceBlock(
        choices=[("note", "Note"), ("important", "Important"), ("sample", "Sample site")], default="note"
    )
    title = blocks.CharBlock(required=False, max_length=120)
    text = TextBlock()

    helps = {
        "tone": "“Important” is for what keeps people safe, “Note” for all else.",
        "title": "The thing itself in a few words, for example “No referral needed”.",
        "text": "One or two sentences.",
    }
    labels = {"tone": "What it is", "title": "Heading"}

    class Meta:
        icon = "info-circle"
        template = "core/blocks/callout.html"
        label_format = "{title}"
        description = "One thing that must not be missed. More than one on a page and none is read."
        preview_value = {
            "tone": "note",
            "title": "No referral needed",
            "text": "<p>You can come without seeing a doctor first.</p>",
        }


class HelpBlock(ExplainedBlock):
    title = blocks.CharBlock(required=False, max_length=120, default="If you need to talk to someone now")
    intro = blocks.CharBlock(required=False, max_length=255)

    helps = {
        "title": "Leave it as it is in most places.",
        "intro": "One calm sentence, for example “You don’t have to be in crisis to call”.",
    }
    labels = {"title": "Heading", "intro": "Introduction"}

    class Meta:
        icon = "help"
        template = "core/blocks/help_block.html"
        label = "Help lines"
        description = "The help lines with their hours. They come from the list under Help lines, so numbers are right everywhere."
        preview_value = {
            "title": "If you need to talk to someone now",
            "intro": "You don’t have to be in crisis to call.",
        }


def validate_https(value):
    """Raise ValidationError unless ``value`` is empty or begins with https://."""
    if value and not value.startswith("https://"):
        raise ValidationError("The address must begin with https://.")
