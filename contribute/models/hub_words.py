"""The words around all forms of ``/contribute/``; each form has its own beside them (``Channel``)."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting

LONGEST = 600
PARAGRAPHS = "An empty line begins a new paragraph."


@register_setting(icon="mail", order=127)
class ContributeWords(PreviewedSetting, KeptSetting):
    """What “Contribute” says, what stands above the fields of every form, and what a teller is asked before a story."""

    what_for = "“Contribute”, the lines above every form, and what somebody is asked before they tell a story."
    PREVIEWS = {"": ("Contribute", ""), "story": ("Before a story", ""), "form": ("Above the fields of a form", "")}

    introduction = models.TextField(
        max_length=LONGEST,
        default="This site is made of what people bring to it. You need no account, and you may use any name.",
        help_text="The first words of “Contribute”.",
    )
    what_next = models.TextField(
        "what happens with what people send",
        max_length=LONGEST,
        default=(
            "A person at the Centre reads it. Nothing is shown on the site before they have agreed with you.\n\n"
            "You can take back what you sent, by a link that we give you."
        ),
        help_text=f"Beside the list of forms. {PARAGRAPHS}",
    )
    not_for_emergencies = models.TextField(
        max_length=300,
        default="This form is not for emergencies: nobody reads it at night or on weekends.",
        help_text="Above the fields of every form. To call 000, and who listens now, follow by themselves.",
    )
    before_a_story = models.TextField(
        "is now a good time?",
        max_length=LONGEST,
        default="There is no hurry. A story can wait a week or a year. These questions help some people decide:",
        help_text="Before the questions.",
    )
    story_questions = models.TextField(
        "questions to ask oneself first",
        max_length=1000,
        default=(
            "Is what happened still very close? Telling it may bring it back.\n"
            "Is there somebody you can talk with afterwards?\n"
            "Who could know you by it: family, work, a service? How would that be?\n"
            "Are other people in it? What would they want said?\n"
            "How will it be to find it here in five years?"
        ),
        help_text="One to a line.",
    )
    story_unsure = models.TextField(
        "after the questions",
        max_length=LONGEST,
        default="If you are not sure, wait. You can also write it now, save it, and read it again next week.",
    )
    story_other_ways = models.TextField(
        "other ways to tell it",
        max_length=LONGEST,
        default="Somebody may write it down for you. You can also record it, or tell it to one of us.",
        help_text="At the end. The telephone number follows by itself.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("what_next")], heading="Contribute"),
        FieldPanel("not_for_emergencies"),
        MultiFieldPanel(
            [
                FieldPanel("before_a_story"),
                FieldPanel("story_questions"),
                FieldPanel("story_unsure", help_text="For people who are not sure now. Say that they can come back."),
                FieldPanel("story_other_ways"),
            ],
            heading="Before a story",
        ),
    ]

    class Meta:
        verbose_name = "words of Contribute"

    def serve_preview(self, request, mode_name):
        from ..views.previews import preview

        return preview(self, request, mode_name)
