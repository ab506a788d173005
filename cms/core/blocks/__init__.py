"""The blocks that articles are made of. Each says what it is for and shows an example to the editor."""

from .choices import KeyChoiceBlock
from .explained import ExplainedBlock
from .lists import ContactBlock, FilesBlock, PageListBlock, ReferenceListBlock, ServiceListBlock
from .stream import BodyStreamBlock
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

__all__ = [
    "BodyStreamBlock", "CalloutBlock", "ChecklistBlock", "ContactBlock", "DoDontBlock", "ExpandersBlock", "ExplainedBlock",
    "FilesBlock",
    "HeadingBlock", "HelpBlock", "KeyChoiceBlock", "KeyFactsBlock", "PageListBlock", "PictureBlock", "QuotationBlock",
    "ReferenceListBlock", "ServiceListBlock", "TextBlock",
]  # fmt: skip
