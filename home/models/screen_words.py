"""The words of the screens that are always there: Get help now, reading settings, and the pages for when something is amiss."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.broken import PAGES
from cms.core.models.settings import KeptSetting, PreviewedSetting

LONGEST = 400
PARAGRAPHS = "An empty line begins a new paragraph."


def words(label, default, help_text=""):
    """Return a field of a few sentences whose words today are ``default``."""
    return models.TextField(label, max_length=LONGEST, default=default, help_text=help_text)


@register_setting(icon="help", order=115)
class ScreenWords(PreviewedSetting, KeptSetting):
    """Introductions and guidance of those screens. Titles and buttons stand in their templates."""

    what_for = "What “Get help now”, “Reading settings” and the pages for when something is amiss say."
    PREVIEWS = {
        "": ("Get help now", ""),
        "reading": ("Reading settings", ""),
        "missing": ("A page that is not here", "404.html"),
        "refused": ("A page that is not open to everybody", "403.html"),
        "slow": ("Too many at once", "429.html"),
        "broken": ("Something went wrong", "500"),
        "working": ("We are working on the site", "503"),
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
    broken = words("something went wrong", PAGES["500"][3])
    working = words("we are working on the site", PAGES["503"][3])

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
                FieldPanel("broken", help_text="Say that the fault is ours. The help lines follow by themselves."),
                FieldPanel("working", help_text="Say when to come back. The help lines follow by themselves."),
            ],
            heading="When something is amiss",
        ),
    ]

    class Meta:
        verbose_name = "words of Get help now and other screens"

    def serve_preview(self, request, mode_name):
        from ..screen_previews import preview

        return preview(self, request, mode_name)
