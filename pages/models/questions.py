"""Questions that people ask, with their answers."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.core.anchors import Anchors
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links
from cms.core.words import plain_text

from ..blocks import QuestionGroupBlock


class QuestionsPage(BasePage):
    """Questions and answers, grouped by who asks; each has an address of its own on the page."""

    kind_label = "Questions"
    kind_plural = "Pages"
    page_description = "Questions people ask, grouped by who asks. Each opens to its answer and can be linked to."
    template = "pages/questions_page.html"
    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = []

    intro = RichTextField(
        blank=True, features=FEATURES, validators=[validate_links], help_text="One or two sentences. Optional."
    )
    groups = StreamField(
        [("group", QuestionGroupBlock())], blank=True, help_text="The questions that most people ask come first."
    )

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("groups")]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("groups")]

    def structured_data(self):
        questions = [item for group in self.groups for item in group.value["questions"]]
        if not questions:
            return {}
        return {
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": item["question"],
                    "acceptedAnswer": {"@type": "Answer", "text": plain_text(item["answer"].source)},
                }
                for item in questions
            ],
        }

    class Meta:
        verbose_name = "page of questions"
        verbose_name_plural = "pages of questions"

    def get_context(self, request, *args, **kwargs):
        """Add ``question_groups``: dicts of audience, anchor and questions, each with an anchor that no other has."""
        context = super().get_context(request, *args, **kwargs)
        anchors = Anchors()
        context["question_groups"] = [
            {
                "audience": block.value["audience"],
                "anchor": anchors.give(block.value["audience"]),
                "questions": [{**item, "anchor": anchors.give(item["question"])} for item in block.value["questions"]],
            }
            for block in self.groups
        ]
        return context
