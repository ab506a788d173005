"""The stream that articles are written in."""

from wagtail import blocks

from ..richtext import EXPLAINING
from .lists import ContactBlock, FilesBlock, PageListBlock, ReferenceListBlock, ServiceListBlock
from .text import (
    CalloutBlock,
    ChecklistBlock,
    DoDontBlock,
    ExpandersBlock,
    HeadingBlock,
    HelpBlock,
    KeyFactsBlock,
    PictureBlock,
    QuotationBlock,
    TextBlock,
)


class BodyStreamBlock(blocks.StreamBlock):
    """Everything an article may hold, in the groups that an editor chooses from."""

    heading = HeadingBlock(group="Words")
    text = TextBlock(
        group="Words",
        features=EXPLAINING,
        help_text="“Aa?” marks a word of the glossary: its meaning then folds out below the paragraph.",
    )
    quotation = QuotationBlock(group="Words")
    expanders = ExpandersBlock(group="Words")
    image = PictureBlock(group="Pictures and files")
    files = FilesBlock(group="Pictures and files")
    key_facts = KeyFactsBlock(group="At a glance")
    checklist = ChecklistBlock(group="At a glance")
    do_dont = DoDontBlock(group="At a glance")
    callout = CalloutBlock(group="At a glance")
    pages = PageListBlock(group="Where to next")
    services = ServiceListBlock(group="Where to next")
    contact = ContactBlock(group="Where to next")
    help_block = HelpBlock(group="Where to next")
    references = ReferenceListBlock(group="Sources")

    class Meta:
        block_counts = {"references": {"max_num": 1}}
