"""What a training module is made of beside its text."""

from wagtail import blocks

from cms.core.blocks import ExplainedBlock, TextBlock


class OutcomeBlock(blocks.CharBlock):
    """One thing that a learner can do afterwards."""

    def deconstruct(self):
        return "wagtail.blocks.CharBlock", [], {"max_length": 200}

    def __init__(self, **kwargs):
        kwargs["max_length"] = 200
        super().__init__(**kwargs)

    class Meta:
        icon = "tick"
        label = "Outcome"
        description = "What somebody can do after the module. Begin with a verb."
        preview_value = "Say in your own words what peer support is, and what it is not."


class ActivityBlock(ExplainedBlock):
    """Something to try, alone or with others."""

    title = blocks.CharBlock(max_length=100)
    text = TextBlock()

    helps = {
        "title": "Begin with a verb, for example “Draw the map”.",
        "text": "What to do, how long it takes, alone or with whom.",
    }

    class Meta:
        icon = "edit"
        label = "Activity"
        label_format = "{title}"
        template = "pages/blocks/activity.html"
        description = "Something to try, with enough said to do it without a teacher."
        preview_value = {
            "title": "Draw the map",
            "text": "<p>Mark each place that is warm, free and near a bus stop.</p>",
        }
