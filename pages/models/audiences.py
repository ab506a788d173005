"""Pages for one kind of reader: what they came to do, and whom they can talk to."""

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.core.blocks import CalloutBlock, ContactBlock, PageListBlock
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links

from ..blocks import FirstPageBlock, TaskGroupBlock
from ..notes import in_one_line, notes_of_stories
from .easy_read import EasyReadPage
from .opportunities import OpportunityPage

CLOSING_SOON = 3
# How many new pages stand below the tasks.
NEW = 4


class AsideBlock(blocks.StreamBlock):
    """What stands beside the tasks."""

    contact = ContactBlock()
    pages = PageListBlock()
    callout = CalloutBlock()


class AudiencePage(BasePage):
    """For one kind of reader: groups of tasks in their order of need, and a person to talk to."""

    kind_label = "Start here"
    kind_plural = "Pages"
    has_terms = False
    page_description = "A page for one kind of reader, such as families: what they came to do, each as one link."
    template = "pages/audience_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    intro = RichTextField(
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="Two sentences that show you know what their days are like.",
    )
    task_groups = StreamField(
        [("group", TaskGroupBlock())],
        blank=True,
        help_text="What they need first comes first. Three or four groups of three or four tasks are enough.",
    )
    shows_new = models.BooleanField(
        "show what is new for them",
        default=True,
        help_text="The newest pages for this audience stand below the tasks, found by the page’s terms. They change by themselves.",
    )
    new_title = models.CharField(
        "heading of what is new", max_length=80, default="New for you", help_text="For example “New for carers”."
    )
    new_chosen = StreamField(
        [("page", FirstPageBlock())],
        blank=True,
        max_num=NEW,
        verbose_name="what stands first there",
        help_text="Optional, up to four: pages that must not be missed. The newest fill what is left. Drag to change the order.",
    )
    aside = StreamField(
        AsideBlock(),
        blank=True,
        verbose_name="contact, story or note",
        help_text="Beside the tasks: whom to ring, a story, a note.",
    )
    closing_soon = models.BooleanField(
        "show what closes soon",
        default=False,
        help_text="The next three opportunities stand beside the tasks. They change by themselves.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("task_groups"),
        MultiFieldPanel(
            [FieldPanel("shows_new"), FieldPanel("new_title"), FieldPanel("new_chosen")], heading="What is new for them"
        ),
        MultiFieldPanel([FieldPanel("aside"), FieldPanel("closing_soon")], heading="Beside the tasks"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("task_groups")]

    class Meta:
        verbose_name = "page for an audience"
        verbose_name_plural = "pages for audiences"

    def page_numbers(self):
        """Return the set of the numbers of all pages that the tasks link to."""
        return {task["page"] for group in self.task_groups for task in group.value["tasks"] if task.get("page")}

    @property
    def chosen_numbers(self):
        """The numbers of the pages that an editor put first among what is new, in their order."""
        return [block.value for block in self.new_chosen if block.value]

    def get_context(self, request, *args, **kwargs):
        """Add ``opportunities``, the next that close, where the editor wants them, and ``task_notes`` of its stories."""
        context = super().get_context(request, *args, **kwargs)
        context["task_notes"] = notes_of(self.page_numbers())
        context["opportunities"] = OpportunityPage.latest(CLOSING_SOON) if self.closing_soon else []
        return context


def notes_of(numbers):
    """Return ``{pk: (slugs, line)}`` of what the stories among the pages with these ``numbers`` talk about, told or in
    Easy Read. No query for readers."""
    notes, tellers = notes_of_stories(), EasyReadPage.originals()
    said = {pk: notes.get(tellers.get(pk, pk), []) for pk in numbers}
    return {
        pk: ([slug for slug, _name in each], in_one_line([name for _slug, name in each])) for pk, each in said.items()
    }
