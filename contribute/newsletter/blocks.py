"""What an issue is made of: pages of the site, headings, words."""

from wagtail import blocks
from wagtail.models import Page

from cms.core.blocks.text import TextBlock
from cms.core.richtext import validate_links

FEATURES = ["bold", "italic", "link", "ol", "ul"]


class PageBlock(blocks.StructBlock):
    """One page, with its teaser or an editor's own words."""

    page = blocks.PageChooserBlock(help_text="Anything with a page: a story, an opportunity, a resource, a notice.")
    words = blocks.RichTextBlock(
        required=False,
        features=FEATURES,
        validators=(validate_links,),
        label="Your own words",
        help_text="Leave empty to use the page’s teaser.",
    )

    class Meta:
        icon = "doc-empty"
        label = "Page"
        label_format = "{page}"
        template = "newsletter/blocks/page.html"
        description = "A page of the site: its title, its teaser or your own words, and a link to it."

        @staticmethod
        def preview_value():
            return {"page": Page.objects.live().filter(depth__gt=2).order_by("pk").first(), "words": ""}


class IssueHeadingBlock(blocks.CharBlock):
    """A line over some of the pages of an issue."""

    STORED = {"max_length": 120, "icon": "title", "help_text": "Over the pages that follow."}

    def __init__(self, **kwargs):
        super().__init__(**(self.STORED | kwargs))

    def deconstruct(self):
        return "wagtail.blocks.CharBlock", [], self.STORED

    class Meta:
        template = "newsletter/blocks/heading.html"
        description = "What the next pages have in common, in a few words."
        preview_value = "New to read"


class IssueBlock(blocks.StreamBlock):
    """The body of an issue."""

    page = PageBlock()
    heading = IssueHeadingBlock()
    text = TextBlock(features=FEATURES, template=None, label="Text")

    class Meta:
        max_num = 40
