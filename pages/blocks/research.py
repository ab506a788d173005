"""What a research summary is made of: findings, and what they mean for practice."""

from wagtail import blocks

from cms.core.blocks import ExplainedBlock, KeyChoiceBlock

# For the people, since a number that falls may be good news: loneliness, days in hospital.
DIRECTIONS = [
    ("up", "Better"),
    ("down", "Worse"),
    ("same", "No difference"),
    ("mixed", "Mixed results"),
    ("unclear", "Not clear yet"),
    ("reported", "Reported, not measured"),
]


class FindingValue(blocks.StructValue):
    @property
    def direction_words(self):
        return dict(DIRECTIONS).get(self.get("direction"), "")


class FindingBlock(ExplainedBlock):
    """One result, which way it points, and what that means in words."""

    heading = blocks.CharBlock(max_length=120, help_text="The result in a few words: “Hope rose a little”.")
    text = blocks.TextBlock(
        rows=3, max_length=500, help_text="Who was better off than whom, and by how much, in plain words."
    )
    # Without a default: what nobody chose would be said to readers as our judgement.
    direction = KeyChoiceBlock(choices=DIRECTIONS)

    helps = {"direction": "Loneliness that fell is better. Readers see a sign and this word beside the result."}
    labels = {"direction": "For the people, was it better or worse?"}

    class Meta:
        icon = "success"
        label = "Finding"
        label_format = "{heading}"
        template = "pages/blocks/finding.html"
        value_class = FindingValue
        description = "One result of the study in plain words, and which way it points."
        preview_value = {
            "heading": "Hope rose a little",
            "text": "People who met a peer worker rated their hope somewhat higher.",
            "direction": "up",
        }


class PracticePointBlock(blocks.CharBlock):
    """One thing to do, or not to promise."""

    def deconstruct(self):
        return "wagtail.blocks.CharBlock", [], {"max_length": 300}

    def __init__(self, **kwargs):
        kwargs["max_length"] = 300
        super().__init__(**kwargs)

    class Meta:
        icon = "tick"
        label = "Point"
        description = "One thing to do, or not to promise, because of what was found."
        preview_value = "Offer it for hope and connection. Do not promise that it lifts symptoms."
