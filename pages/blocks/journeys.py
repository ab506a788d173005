"""What a path of steps is made of: stages, and in each the steps in their order."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.blocks import ExplainedBlock
from home.blocks.links import TargetBlock


class StepBlock(TargetBlock):
    """One step: where it leads, and what to do there."""

    label = blocks.CharBlock(
        required=False,
        max_length=100,
        label="What the step is called",
        help_text="Begin with a verb: “Ask the people it is for”. Empty: a page’s own title.",
    )
    line = blocks.CharBlock(
        required=False,
        max_length=200,
        label="In one sentence",
        help_text="What to do there, or what they will have afterwards.",
    )
    meta = blocks.CharBlock(
        required=False, max_length=40, label="How long", help_text="For example “An hour”. Empty: what the page says."
    )

    def clean(self, value):
        value = super().clean(value)
        if not value.get("page") and not value.get("label"):
            message = "Say what the step is called. Only a page of this site has a title of its own."
            raise StructBlockValidationError({"label": ValidationError(message)})
        return value

    class Meta:
        label_format = "{label}"


class StageBlock(ExplainedBlock):
    """Some steps that belong together, under the name of that part of the way."""

    title = blocks.CharBlock(max_length=80, help_text="For example “Before you open the door”.")
    intro = blocks.CharBlock(
        required=False, max_length=250, help_text="What this part of the way is about, in one sentence. Optional."
    )
    steps = blocks.ListBlock(StepBlock(), min_num=1, max_num=12)

    helps = {"steps": "Two to five, in the order in which people take them."}
    labels = {"intro": "Introduction"}

    class Meta:
        icon = "list-ol"
        label = "Stage"
        label_format = "{title}"
        template = "pages/blocks/stage.html"
        description = "A part of the way: up to twelve steps in the order in which people take them. Drag to change it."
        preview_value = {
            "title": "Before you open the door",
            "intro": "Most of the work is done before the first meeting.",
            "steps": [
                {"label": "Ask the people it is for", "line": "Six of them are enough.", "meta": "A week", "url": "/"},
                {"label": "Look at what is near you", "line": "You may find a group to join.", "url": "/directory/"},
            ],
        }
