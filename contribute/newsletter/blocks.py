"""What an issue is made of: pages of the site, headings, words."""

from wagtail import blocks

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


class IssueBlock(blocks.StreamBlock):
    """The body of an issue."""

    page = PageBlock()
    heading = blocks.CharBlock(max_length=120, icon="title", help_text="Over the pages that follow.")
    text = TextBlock(features=FEATURES, template=None, label="Text")

    class Meta:
        max_num = 40
