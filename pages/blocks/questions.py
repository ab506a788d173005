"""What a page of questions is made of."""

from wagtail import blocks

from cms.core.blocks import ExplainedBlock, TextBlock
from cms.core.richtext import EXPLAINING


class QuestionBlock(ExplainedBlock):
    question = blocks.CharBlock(max_length=150, help_text="As a reader would ask it.")
    answer = TextBlock(features=EXPLAINING, help_text="The answer in the first sentence, then the rest.")

    class Meta:
        label_format = "{question}"


class QuestionGroupBlock(ExplainedBlock):
    """Questions that the same people ask."""

    audience = blocks.CharBlock(max_length=80, help_text="Who asks, for example “If you care for someone”.")
    questions = blocks.ListBlock(QuestionBlock(), min_num=1)

    helps = {"questions": "Three to eight. What most people ask comes first."}
    labels = {"audience": "Who asks"}

    class Meta:
        icon = "help"
        label = "Group of questions"
        label_format = "{audience}"
        template = "pages/blocks/question_group.html"
        description = "Questions that the same people ask, each opening to its answer."
        preview_value = {
            "audience": "If you are looking for support",
            "questions": [
                {"question": "Do I have to talk?", "answer": "<p>No. You can listen for as long as you like.</p>"}
            ],
        }
