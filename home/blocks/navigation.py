"""Blocks of the main menu and the footer."""

from wagtail import blocks

from cms.core.blocks import ExplainedBlock

from .links import LinkBlock, TargetBlock


class MenuLinkBlock(TargetBlock):
    """A link of the main menu, with a line for the opened menu of small screens."""

    label = blocks.CharBlock(max_length=40, help_text="One to three words.")
    note = blocks.CharBlock(
        required=False, max_length=100, help_text="A line under the link where the menu is opened out. Optional."
    )

    class Meta:
        icon = "link"
        label = "Link"
        label_format = "{label}"
        template = "home/blocks/menu_link.html"
        description = "A link to a page, a part of the site, or another address."
        preview_value = {"label": "Stories", "note": "People tell what happened to them.", "url": "/"}


class MenuGroupBlock(ExplainedBlock):
    """A label that opens a panel of links: the second and last level."""

    label = blocks.CharBlock(max_length=40, help_text="One to three words, for example “Who it’s for”.")
    links = blocks.ListBlock(MenuLinkBlock(), min_num=1, max_num=8)

    helps = {"links": "Two to eight. What most people look for comes first."}

    class Meta:
        icon = "folder-open-inverse"
        label = "Group of links"
        label_format = "{label}"
        template = "home/blocks/menu_group.html"
        description = "A label that opens a few links, each with a line that says what is there."
        preview_value = {
            "label": "Who it’s for",
            "links": [{"label": "Families and carers", "note": "For those who stand beside somebody.", "url": "/"}],
        }


class FooterColumnBlock(ExplainedBlock):
    """A heading and its links at the foot of every page."""

    heading = blocks.CharBlock(max_length=40)
    links = blocks.ListBlock(LinkBlock(), min_num=1, max_num=10)

    helps = {
        "heading": "One to three words, for example “Find your way”.",
        "links": "Up to ten; six are easier to look through.",
    }

    class Meta:
        icon = "list-ul"
        label = "Column"
        label_format = "{heading}"
        template = "home/blocks/footer_column.html"
        description = "A heading and up to ten links."
        preview_value = {"heading": "Find your way", "links": [{"label": "Stories", "url": "/"}]}
