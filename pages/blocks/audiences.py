"""What an audience page is made of: groups of things that a person came to do."""

from wagtail import blocks
from wagtail.models import Page

from cms.core.blocks import ExplainedBlock
from home.blocks.links import PageNumberBlock, TargetBlock


class TaskBlock(TargetBlock):
    label = blocks.CharBlock(
        max_length=80, label="What they can do", help_text="Begin with a verb: “Print the first-meeting checklist”."
    )
    line = blocks.CharBlock(
        required=False, max_length=120, label="In one sentence", help_text="What they will find there."
    )
    meta = blocks.CharBlock(
        required=False, max_length=40, label="How long or how big", help_text="For example “PDF, 2 pages”."
    )

    class Meta:
        label_format = "{label}"


class TaskGroupBlock(ExplainedBlock):
    """A few tasks under a heading that names a moment in somebody's day."""

    title = blocks.CharBlock(max_length=80, help_text="A moment or an aim, for example “Before a shift”.")
    intro = blocks.CharBlock(required=False, max_length=200, help_text="One sentence. Optional.")
    tasks = blocks.ListBlock(TaskBlock(), min_num=1, max_num=8)

    helps = {"tasks": "Three or four. What they need first comes first."}
    labels = {"intro": "Introduction"}

    class Meta:
        icon = "list-ul"
        label = "Group of tasks"
        label_format = "{title}"
        template = "pages/blocks/task_group.html"
        description = "Up to eight things that this reader came to do, each beginning with a verb."
        preview_value = {
            "title": "Before a shift",
            "intro": "Short things, made to be opened on a phone.",
            "tasks": [{"label": "Print the checklist", "line": "What to bring", "meta": "PDF, 2 pages", "url": "/"}],
        }


class FirstPageBlock(PageNumberBlock):
    """A page that stands first among what is new, as its number."""

    class Meta:
        icon = "doc-empty"
        label = "Page"
        template = "pages/blocks/first_page.html"
        description = "A page that must not be missed. It drops out by itself if it is unpublished."

        @staticmethod
        def preview_value():
            return Page.objects.live().filter(depth__gt=2).order_by("pk").values_list("pk", flat=True).first()
