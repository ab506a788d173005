"""The words on the directory's forms and in its reminders that editors may change."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import PreviewedSetting

LONGEST = 600
ONE_A_LINE = "One step to a line."


@register_setting(icon="list-ul", order=120)
class DirectoryTexts(PreviewedSetting):
    """Introduction, guidance, privacy and confirmation of adding an entry and keeping it right. One row for the site."""

    what_for = "What the directory says around its search, on “Add a service”, “My list” and “Tell us what is wrong”."

    add_introduction = models.TextField(
        "introduction",
        max_length=LONGEST,
        default="List your group, line or drop-in so that people can find it. You need no account, and it costs nothing.",
        help_text="The first words of “Add a service”.",
    )
    add_next = models.TextField(
        "what happens then",
        max_length=LONGEST,
        default=(
            "You get an email with a reference. A person at the Centre reads your entry, usually within five working "
            "days, and may ask you something.\n\nIt is shown only when they have approved it. We tell you either way."
        ),
        help_text="Beside the button that begins. An empty line begins a new paragraph.",
    )
    add_privacy = models.TextField(
        "privacy in three lines",
        max_length=LONGEST,
        default=(
            "We ask for your email to confirm the entry and to keep it right. Only the Centre’s staff see it. "
            "You may ask us at any time to see it or to remove it."
        ),
    )
    sent_next = models.TextField(
        "what happens next",
        max_length=LONGEST,
        default=(
            "We have written to your email address. If nothing comes, look in the junk folder.\n"
            "A person at the Centre reads what you sent, usually within five working days.\n"
            "They approve it, or write to you with a question and a link to change it. Nothing is shown before that."
        ),
        help_text=f"On the page that confirms what was sent. {ONE_A_LINE}",
    )
    update_introduction = models.TextField(
        "introduction",
        max_length=LONGEST,
        default="Find your entry. Then we email a link, and with it you keep the entry right. You need no account.",
        help_text="The first words of “Which service is yours?”.",
    )
    checking = models.TextField(
        "how we keep it current",
        max_length=LONGEST,
        default=(
            "Six months after the last check we write to you, and again two weeks later. If nobody answers, an editor "
            "looks. Nothing is taken down without a person."
        ),
    )
    reminder = models.TextField(
        "in the reminder",
        max_length=LONGEST,
        default=(
            "People who look for support see when an entry was last checked. If we hear nothing, an editor looks at it "
            "and may ring you. Nothing is taken down without a person."
        ),
        help_text="In the email that asks whether an entry is still right, after the links.",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("add_introduction"), FieldPanel("add_next"), FieldPanel("add_privacy")], heading="Add a service"
        ),
        FieldPanel("sent_next", heading="After sending: what happens next"),
        MultiFieldPanel([FieldPanel("update_introduction"), FieldPanel("checking")], heading="Which service is yours?"),
        FieldPanel("reminder", heading="The email that asks"),
    ]
    PREVIEWS = {
        "": ("Add a service", "directory/add/start.html"),
        "sent": ("After sending", "directory/add/sent.html"),
        "find": ("Which service is yours?", "directory/update/find.html"),
    }

    class Meta:
        verbose_name = "words of the directory"

    def preview_context(self, request, mode_name):
        return {"reference": "ABCD-2345"}
