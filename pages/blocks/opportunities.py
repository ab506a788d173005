"""What is left of an event: slides, recordings, notes."""

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.blocks import ExplainedBlock
from cms.core.blocks.text import validate_https


class PresentationBlock(ExplainedBlock):
    """One talk or handout: a file of ours, or an address elsewhere."""

    title = blocks.CharBlock(max_length=150, help_text="What it was about, for example “Saying no kindly”.")
    speaker = blocks.CharBlock(required=False, max_length=150, help_text="Who held it, as they want to be named.")
    line = blocks.CharBlock(
        required=False, max_length=200, help_text="What it is: “Slides”, “Recording with captions”."
    )
    document = DocumentChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Or its address", validators=[validate_https])

    helps = {
        "document": "Slides or notes that you have added under Documents. Or give an address instead.",
        "url": "Where the recording or the slides are, beginning with https://.",
    }
    labels = {"speaker": "Who spoke", "line": "What it is", "document": "File"}

    def clean(self, value):
        value = super().clean(value)
        if not (value.get("document") or value.get("url")):
            raise StructBlockValidationError({"document": ValidationError("Choose a file, or give an address.")})
        return value

    class Meta:
        icon = "media"
        label_format = "{title}"
        template = "pages/blocks/presentation.html"
        description = "Slides, a recording or notes of one talk, as a file or as an address elsewhere."

        @staticmethod
        def preview_value():
            document = apps.get_model("media", "SiteDocument").objects.order_by("pk").first()
            return {
                "title": "Saying no kindly",
                "speaker": "Rowan, peer worker",
                "line": "Slides",
                "document": document,
            }


class PresentationsBlock(blocks.StreamBlock):
    """All that is left of an event, in the editor's order."""

    presentation = PresentationBlock()


def shown_presentations(stream):
    """Return the presentations of ``stream`` that lead somewhere: dicts with their document and its other form; one query."""
    values = [block.value for block in stream or []]
    wanted = [value["document"].pk for value in values if value.get("document")]
    documents = get_document_model().objects.select_related("accessible_alternative")
    found = documents.in_bulk(wanted) if wanted else {}
    shown = []
    for value in values:
        document = found.get(value["document"].pk) if value.get("document") else None
        if document or value.get("url"):
            shown.append({**value, "document": document})
    return shown
