"""The words of the screens that are always there: Get help now, reading settings, and the pages for when something is amiss."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.broken import PAGES
from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import ALL, panels_of
from cms.core.times_said import SaysTimes

from .further_words import (
    EndedEntryLinks,
    EndedLinks,
    EndedOtherLinks,
    EndedStoryLinks,
    HelpNow,
    LongForms,
    ReadingScreens,
)

LONGEST = 400
PARAGRAPHS = "An empty line begins a new paragraph."


def words(label, default, help_text=""):
    """Return a field of a few sentences whose words today are ``default``."""
    return models.TextField(label, max_length=LONGEST, default=default, help_text=help_text)


@register_setting(icon="help", order=115)
class ScreenWords(
    EndedLinks, EndedEntryLinks, EndedStoryLinks, EndedOtherLinks, HelpNow, ReadingScreens, LongForms, SaysTimes, PreviewedSetting, KeptSetting
):  # fmt: skip
    """Introductions and guidance of those screens. Titles and buttons stand in their templates."""

    what_for = "What “Get help now”, “Reading settings”, long forms, links that have ended, and pages for when something is amiss say."
    GROUPS = (
        EndedLinks,
        EndedEntryLinks,
        EndedStoryLinks,
        EndedOtherLinks,
        HelpNow,
        ReadingScreens,
        LongForms,
    )
    PREVIEWS = {
        "": ("Get help now", ""),
        "reading": ("Reading settings", ""),
        "missing": ("A page that is not here", "404.html"),
        "refused": ("A page that is not open to everybody", "403.html"),
        "slow": ("Too many at once", "429.html"),
        "broken": ("Something went wrong", "500"),
        "working": ("We are working on the site", "503"),
        "not_sent": ("A form that was not sent", "intake/refused.html"),
        "unreadable": ("What could not be read", "400"),
        "not_saved": ("What could not be saved", "not-saved"),
        "save": ("Save and come back later", "intake/long/save.html"),
        "saved": ("After saving", "intake/long/saved.html"),
    }

    help_title = models.CharField(
        "heading of the help lines",
        max_length=60,
        default="If you need to talk to someone now",
        help_text="At the end of stories, and wherever the lines stand in full.",
    )
    help_listen = words(
        "under that, at the foot of every page",
        "These lines have trained people who will listen.",
        "After “If someone’s life is in danger, call 000.”, which stands there by itself.",
    )
    help_introduction = words(
        "under “At any hour”", "You don’t have to be in crisis to call. You can say as little as you like."
    )
    help_relay = words(
        "who cannot hear or speak on the phone",
        "Use the National Relay Service by text, video, captions or TTY, and ask it for the number you want.",
        "Only where no help line is marked as a relay service.",
    )
    reading_introduction = words(
        "introduction", "Choose what makes this site easier to read. It changes every page, on this device only."
    )
    reading_sample = words(
        "sample",
        "Some groups drink tea, some walk, some knit. You can sit near the door and say nothing at all. Next week there "
        "will be a chair for you again.",
        "People see here what their choice does to a text.",
    )
    reading_kept = words(
        "what is kept",
        "Your choice is kept in this browser, on this device. We never see it, and it says nothing about you.\n\n"
        "“Put everything back” removes it. “Exit this page” removes it too, with all else that this site keeps here. Then "
        "you choose again next time.",
        f"{PARAGRAPHS} What a browser without scripts keeps follows by itself.",
    )
    reading_listen = words(
        "would you rather listen?",
        "Stories, fact sheets and other long pages can be read to you. Press “Listen to this page” above the text. Your "
        "device does the reading. Nothing is sent anywhere.",
    )
    missing = words(
        "a page that is not here", "It may have moved, or the address has a slip in it. You have done nothing wrong."
    )
    refused = words(
        "a page that is not open to everybody",
        "It is not open to everybody, or a form was open for a long time before it was sent. Go back, load the page again, "
        "and try once more.",
    )
    slow = words(
        "too many at once",
        "Many requests came from the same connection in a short time, so we are slowing down. You have done nothing wrong.",
    )
    slow_shared = words(
        "too many at once, after that",
        "If you share a connection with others, at a library or on a ward, it may have been somebody else.",
    )
    broken = words("something went wrong", PAGES["500"][3])
    working = words("we are working on the site", PAGES["503"][3])
    not_sent = words(
        "a form that was not sent",
        "Your browser did not tell us that this form came from our site, so we could not take it. You have done nothing "
        "wrong.",
        "What to do follows by itself, with what was typed.",
    )
    unreadable = words("what could not be read", PAGES["400"][3])
    not_saved = words("what could not be saved", PAGES["not-saved"][3], "What to do follows, with what was typed.")
    saving = words(
        "save and come back later",
        "What you typed is saved. We email you a link, and with it you go on where you stopped.",
    )
    save_kept = words(
        "what we keep",
        "Your answers, your photo if you added one, and the address for the link. For "
        "{how long we keep what is saved for later}, then all of it is deleted.\n\n"
        "Nothing is sent to the editors, and nothing is shown.",
        f"Beside it. {PARAGRAPHS}",
    )
    saved_device = words(
        "does somebody else use this device?",
        "Whoever opens this page again in the browser’s history can read your answers. The link in the email closes this "
        "way in as soon as you use it.",
        "After saving, beside what comes next.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("help_title"),
                FieldPanel("help_listen"),
                FieldPanel("help_introduction", help_text="The first words of “Get help now”. One calm sentence."),
                FieldPanel("help_relay"),
            ],
            heading="Get help now",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "reading_introduction",
                    help_text="The first words of “Reading settings”: what people can change there.",
                ),
                FieldPanel("reading_sample"),
                FieldPanel("reading_kept"),
                FieldPanel("reading_listen", help_text="How to have a page read aloud, in two or three sentences."),
            ],
            heading="Reading settings",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "missing",
                    help_text="Say that it is nobody’s fault. A search and links to go on with follow by themselves.",
                ),
                FieldPanel(
                    "refused",
                    help_text="Say kindly why, and what to do next. Links to go on with follow by themselves.",
                ),
                FieldPanel("slow", help_text="Say that they did nothing wrong. When to try again follows by itself."),
                FieldPanel(
                    "slow_shared", help_text="Say whose doing it may have been. The telephone number follows by itself."
                ),
                FieldPanel("broken", help_text="Say that the fault is ours. The help lines follow by themselves."),
                FieldPanel("working", help_text="Say when to come back. The help lines follow by themselves."),
                FieldPanel("not_sent"),
                FieldPanel(
                    "unreadable",
                    help_text="Where something cannot be read at all. Say that nothing was saved, and what to do.",
                ),
                FieldPanel("not_saved"),
            ],
            heading="When something is amiss",
        ),
        MultiFieldPanel(
            [
                FieldPanel("saving", help_text="The first words of the page that asks for an email address."),
                FieldPanel("save_kept"),
                FieldPanel("saved_device"),
            ],
            heading="Long forms that are saved for later",
        ),
        *panels_of(*GROUPS),
    ]

    class Meta:
        verbose_name = "words of Get help now and other screens"

    def serve_preview(self, request, mode_name):
        from ..screen_previews import preview

        if mode_name == ALL:
            return super().serve_preview(request, mode_name)
        return preview(self, request, mode_name)
