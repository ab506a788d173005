"""The words around all forms of ``/contribute/``; each form has its own beside them (``Channel``)."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import panels_of
from cms.core.times_said import SaysTimes

from .further_words import SentScreens, StoryScreens

LONGEST = 600
PARAGRAPHS = "An empty line begins a new paragraph."


@register_setting(icon="mail", order=127)
class ContributeWords(SentScreens, StoryScreens, SaysTimes, PreviewedSetting, KeptSetting):
    """What “Contribute” says, what stands above the fields of every form and after sending it, and what a teller reads."""

    what_for = (
        "“Contribute”, the lines above every form and after it is sent, what tellers of stories read, page opinions."
    )
    GROUPS = (
        SentScreens,
        StoryScreens,
    )
    PREVIEWS = {
        "": ("Contribute", ""),
        "story": ("Before a story", ""),
        "form": ("Above the fields of a form", ""),
        "sent": ("After sending", "contribute/sent.html"),
        "sent_alone": ("After sending without an address", "contribute/sent.html"),
        "sent_unanswered": ("After sending, no answer wanted", "contribute/sent.html"),
        "taken_back": ("After taking it back", "contribute/take_back.html"),
        "story_asked": ("After a story, asked first", "contribute/story/sent.html"),
        "story_edited": ("After a story, not asked first", "contribute/story/sent.html"),
        "story_alone": ("After a story without an address", "contribute/story/sent.html"),
        "story_shown": ("A story that its teller is shown", "contribute/story/answer.html"),
        "story_yes": ("A teller said yes", "contribute/story/answered.html"),
        "story_change": ("A teller asked for a change", "contribute/story/answered.html"),
        "story_no": ("A teller said no", "contribute/story/answered.html"),
        "useful": ("Was this page useful?", "contribute/useful.html"),
    }

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

    story_promises = models.TextField(
        "what tellers can rely on",
        max_length=LONGEST,
        default=(
            "Two people read a story that speaks of suicide or self-harm. Once it is published, you can take it back at any "
            "time."
        ),
        help_text="Before the button that begins.",
    )
    sent_first = models.TextField("first", max_length=300, default="A person at the Centre reads it.")
    sent_written = models.TextField(
        "where we wrote to them",
        max_length=300,
        default="We have written to your email address. If nothing comes today, look in the junk folder.",
        help_text="By when we do what the form promises follows by itself.",
    )
    sent_alone = models.TextField(
        "where they left no address",
        max_length=300,
        default="You left no address, so we cannot write to you. Ring us with the reference if you want to know what came of it.",
    )
    sent_unanswered = models.TextField(
        "where they want no answer", max_length=300, default="You asked for no answer, so you will not hear from us."
    )
    taken_back = models.TextField(
        "after taking it back",
        max_length=LONGEST,
        default=(
            "Copies that are kept for safety are deleted after {how long we keep copies for safety}. Emails that we sent to "
            "you stay in your own mailbox."
        ),
    )
    story_asked = models.TextField(
        "next, where the teller is asked first",
        max_length=LONGEST,
        default="We email you a link. With it you see the story as readers would, and say yes or no.",
        help_text="By when people at the Centre read it stands before.",
    )
    story_edited = models.TextField(
        "next, where the teller need not be asked",
        max_length=LONGEST,
        default=(
            "An editor may correct spelling and add a title, topics and content notes. Anything else we ask you first. "
            "We email you when it is published."
        ),
    )
    story_alone = models.TextField(
        "next, where the teller left no address",
        max_length=LONGEST,
        default=(
            "You left no address, so we cannot write to you. An editor may correct spelling and add a title, topics and "
            "content notes. All other words stay yours."
        ),
    )
    story_shown = models.TextField(
        "over the story that a teller is shown",
        max_length=LONGEST,
        default="This is what readers would see. Nothing is published without your yes.",
    )
    story_no_hurry = models.TextField(
        "there is no hurry",
        max_length=LONGEST,
        default="The link works for {how long a link to a story works}. Until you answer, nothing is published.",
        help_text="Beside it.",
    )
    story_yes = models.TextField(
        "after yes",
        max_length=LONGEST,
        default=(
            "Your story can be published now, exactly as you saw it.\n\n"
            "If anything in it is changed, we ask you again. You can take it back at any time."
        ),
        help_text=PARAGRAPHS,
    )
    story_change = models.TextField(
        "after asking for a change",
        max_length=LONGEST,
        default="An editor makes the change. Then we send you a new link.\n\nNothing is published until you say yes.",
        help_text=PARAGRAPHS,
    )
    story_no = models.TextField(
        "after no",
        max_length=LONGEST,
        default="Thank you for your trust. You can always write to us again.",
        help_text="That it is deleted stands before.",
    )
    useful_question = models.CharField(
        "the question at the end of pages", max_length=60, default="Was this page useful?"
    )
    useful_next = models.TextField(
        "what happens with an answer",
        max_length=LONGEST,
        default=(
            "We count the answers for each page, by day. We keep nothing about you: no name, no address.\n\n"
            "People who look after this page read the comments. We delete comments after {how long we keep a comment}."
        ),
        help_text=f"Beside “Was this page useful?”. {PARAGRAPHS}",
    )

    panels = [
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("what_next")], heading="Contribute"),
        FieldPanel("not_for_emergencies"),
        MultiFieldPanel(
            [
                FieldPanel("before_a_story"),
                FieldPanel("story_questions"),
                FieldPanel("story_unsure", help_text="For people who are not sure now. Say that they can come back."),
                FieldPanel("story_promises"),
                FieldPanel("story_other_ways"),
            ],
            heading="Before a story",
        ),
        MultiFieldPanel(
            [
                FieldPanel("sent_first", help_text="What happens first, whatever was sent."),
                FieldPanel("sent_written"),
                FieldPanel("sent_alone", help_text="Say how they can still hear what came of it."),
                FieldPanel("sent_unanswered", help_text="Confirm it, so that nobody waits."),
                FieldPanel("taken_back", help_text="Say what may still be somewhere, and for how long."),
            ],
            heading="After sending: what happens next",
        ),
        MultiFieldPanel(
            [
                FieldPanel("story_asked"),
                FieldPanel("story_edited", help_text="What editors may do without asking."),
                FieldPanel("story_alone", help_text="What editors may do, and what stays theirs."),
                FieldPanel("story_shown", help_text="The first words of the page that asks for a yes."),
                FieldPanel("story_no_hurry"),
                FieldPanel("story_yes"),
                FieldPanel("story_change"),
                FieldPanel("story_no"),
            ],
            heading="After a story",
        ),
        MultiFieldPanel(
            [FieldPanel("useful_question", help_text="It stands beside a yes and a no."), FieldPanel("useful_next")],
            heading="Was this page useful?",
        ),
        *panels_of(*GROUPS),
    ]

    class Meta:
        verbose_name = "words of Contribute"

    def preview_context(self, request, mode_name):
        from ..views.previews import sent_context

        return sent_context(mode_name)

    def serve_preview(self, request, mode_name):
        from ..views.previews import preview

        return preview(self, request, mode_name) or super().serve_preview(request, mode_name)
