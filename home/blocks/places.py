"""Notices: the link of one, and where it stands: at a page and what is below it, or in a part that is no page."""

from wagtail import blocks

from cms.core import tools
from cms.core.blocks import ExplainedBlock, KeyChoiceBlock

from .links import LinkBlock, PageNumberBlock


class NoticeLinkBlock(LinkBlock):
    class Meta:
        label = "Link"
        template = "home/blocks/menu_link.html"
        description = "Where there is more about it."
        preview_value = {"label": "Our hours over Easter", "url": "/"}


class PagePlaceBlock(ExplainedBlock):
    page = PageNumberBlock()
    below = blocks.BooleanBlock(required=False, default=True, label="And on all pages below it")

    helps = {
        "page": "The notice stands over its words.",
        "below": "For example on all stories, where you chose the list of stories.",
    }

    class Meta:
        icon = "doc-empty"
        label = "A page"
        template = "home/blocks/notice_page.html"
        description = "The notice stands on this page, and if you like on all below it."
        preview_value = {"page": None, "below": True}


class PlacesBlock(blocks.StreamBlock):
    page = PagePlaceBlock()
    tool = KeyChoiceBlock(
        choices=tools.choices,
        label="A part of the site",
        help_text="With all that is below it.",
        icon="site",
        template="home/blocks/notice_tool.html",
        description="The notice stands in the directory, the search or another part that is no page.",
        preview_value="directory:list",
    )
