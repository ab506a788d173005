"""Questions that people ask, with their answers."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.core.anchors import Anchors
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links
from cms.core.words import plain_text, stems

from ..blocks import QuestionGroupBlock

# From this many questions on readers may search them.
MANY = 6
# Up to this many answers that were searched for stand open.
FEW = 2
LONGEST = 100
OWN_ANCHORS = ("questions-q", "questions-for", "found")


class QuestionsPage(BasePage):
    """Questions and answers, grouped by who asks; each has an address of its own on the page."""

    kind_label = "Questions"
    kind_plural = "Pages"
    page_description = "Questions people ask, grouped by who asks. Each opens to its answer and can be linked to."
    parameters = ("for",)
    parameters_typed = ("q",)
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

    def all_groups(self):
        """Return all groups: dicts of audience, anchor and questions, each with an anchor that no other has."""
        anchors = Anchors(OWN_ANCHORS)
        return [
            {
                "audience": block.value["audience"],
                "anchor": anchors.give(block.value["audience"]),
                "questions": [{**item, "anchor": anchors.give(item["question"])} for item in block.value["questions"]],
            }
            for block in self.groups
        ]

    def get_context(self, request, *args, **kwargs):
        """Add ``question_groups``, those that the reader asked for: by words (``q``) and by who asks (``for``). No query."""
        context = super().get_context(request, *args, **kwargs)
        groups = self.all_groups()
        number = sum(len(group["questions"]) for group in groups)
        typed = " ".join(request.GET.get("q", "")[:LONGEST].replace("\x00", " ").split())
        who = request.GET.get("for", "")
        who = who if who in {group["anchor"] for group in groups} else ""
        shown = [group for group in groups if who in ("", group["anchor"])]
        wanted = stems(typed)
        if wanted:
            shown = [group | {"questions": answering(group["questions"], wanted)} for group in shown]
            shown = [group for group in shown if group["questions"]]
        found = sum(len(group["questions"]) for group in shown)
        return context | {
            "question_groups": shown,
            "audiences": [(group["anchor"], group["audience"]) for group in groups],
            "can_search": number >= MANY,
            "typed": typed,
            "who": who,
            "found": found,
            "is_narrowed": bool(wanted or who),
            # A few answers are read at once; many are chosen from.
            "opens": bool(wanted) and found <= FEW,
        }


def answering(questions, wanted):
    """Return those of ``questions`` that have all the stems ``wanted`` in their words; those that ask it come first."""
    found = []
    for item in questions:
        asked = set(stems(item["question"]))
        if set(wanted) <= asked | set(stems(plain_text(item["answer"].source))):
            found.append((-len(asked & set(wanted)), item))
    return [item for _rank, item in sorted(found, key=lambda pair: pair[0])]
