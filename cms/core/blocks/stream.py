"""The stream that articles are written in."""

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from wagtail import blocks

from ..richtext import EXPLAINING
from ..sources import why_marks_fail
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

    def keys_of(self, value):
        """Return the short names of the sources that ``value``, a body, may point at; None where others look after it."""
        lists = [child.value for child in value if child.block_type == "references"]
        return [reference.get("key") for each in lists for reference in each["references"]]

    def clean(self, value):
        value = super().clean(value)
        keys = None if self.is_deferred_validation else self.keys_of(value)
        why = "" if keys is None else why_marks_fail(self.get_searchable_content(value), keys)
        if why:
            raise blocks.StreamBlockValidationError(non_block_errors=ErrorList([ValidationError(why)]))
        return value

    class Meta:
        block_counts = {"references": {"max_num": 1}}
