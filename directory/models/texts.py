"""The words on the directory's forms and in its reminders that editors may change."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import panels_of
from cms.core.times_said import SaysTimes, WorkingDays

from .further_words import AddScreens, EntryNotices, ListNotices

LONGEST = 600
TIME_TO_READ = "time to read an entry"
ONE_A_LINE = "One step to a line."


@register_setting(icon="list-ul", order=120)
class DirectoryTexts(EntryNotices, ListNotices, AddScreens, SaysTimes, PreviewedSetting, KeptSetting):
    """Introduction, guidance, privacy and confirmation of adding an entry and keeping it right. One row for the site."""

    what_for = "What the directory says around its search and entries, on “Add a service”, “My list” and “Tell us what is wrong”."
    GROUPS = (
        EntryNotices,
        ListNotices,
        AddScreens,
    )

    answer_in = models.PositiveSmallIntegerField(
        "we read what is sent in within (working days)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Said wherever the words below, the forms and the emails name {time to read an entry}. "
        "Weekends and public holidays are not counted.",
    )
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
            "You get an email with a reference. A person at the Centre reads your entry, usually within "
            "{time to read an entry}, and may ask you something.\n\nIt is shown only when they have approved it. We tell you either way."
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
            "A person at the Centre reads what you sent, usually within {time to read an entry}.\n"
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
            "We write to you {time until we ask again} after the last check, and again {time until the second email} "
            "later. If nobody answers, an editor looks. Nothing is taken down without a person."
        ),
    )
    nothing_found = models.TextField(
        "where nothing is found",
        max_length=LONGEST,
        default="That says something about our list, and nothing about you.",
        help_text="Under “Nothing fits all of that”. What to try follows by itself.",
    )
    search_safely = models.TextField(
        "under the filters",
        max_length=300,
        default="You never have to name a diagnosis or an identity to see results.",
    )
    place_kept = models.TextField(
        "where something is missing",
        max_length=300,
        default="There’s a place kept for it.",
        help_text="After the last result, and where nothing is found. The link to “Add a service” follows by itself.",
    )
    map_note = models.TextField(
        "over the map", max_length=300, default="Each point is a suburb or town, never a street address."
    )
    questions_unanswered = models.TextField(
        "where a service has not answered the four questions",
        max_length=300,
        default="This service has not answered these yet. You could ask them yourself.",
    )
    not_right = models.TextField(
        "something not right?",
        max_length=300,
        default="Tell us and an editor will check. You need not say who you are.",
        help_text="Beside each service, over the link to report a problem.",
    )
    list_introduction = models.TextField("first words", max_length=300, default="Services that you want to remember.")
    list_empty = models.TextField(
        "while it is empty", max_length=300, default="Press “Add to my list” on a service, and it stands here."
    )
    list_kept = models.TextField(
        "what is kept, and where",
        max_length=LONGEST,
        default=(
            "Your list is in this browser, on this device, and nowhere else. We keep no copy.\n\n"
            "When you open this page, your browser asks us for these services. We write down nothing of that.\n\n"
            "Somebody who uses this browser can see your list. “Clear my list” removes it. So does “Exit this page”."
        ),
        help_text="Beside “My list”. An empty line begins a new paragraph.",
    )
    list_shared = models.TextField(
        "if somebody shares it",
        max_length=LONGEST,
        default=(
            "The link shows these services to whoever has it. It says nothing about you.\n\n"
            "The link may stay in the history of a browser, or in a mail."
        ),
    )
    report_next = models.TextField(
        "what happens with a report",
        max_length=LONGEST,
        default=(
            "An editor reads it, usually within {time to read an entry}, and checks with the service.\n\n"
            "We never tell the service who wrote to us."
        ),
        help_text="Beside “Report a problem”. When it is deleted follows by itself.",
    )
    open_data = models.TextField(
        "introduction",
        max_length=LONGEST,
        default="The directory belongs to the people who use it. Take it, show it elsewhere, build on it.",
        help_text="The first words of “Open data”.",
    )
    open_data_talk = models.TextField(
        "talk with us",
        max_length=LONGEST,
        default="Tell us what you build, or what is wrong in the data.",
        help_text="At the end of “Open data”. The email address of the site follows by itself.",
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
        FieldPanel("answer_in", heading="How soon we read what is sent in"),
        MultiFieldPanel(
            [
                FieldPanel("add_introduction"),
                FieldPanel("add_next"),
                FieldPanel(
                    "add_privacy",
                    help_text="Beside the button that begins: what you ask for, who sees it, how to have it removed.",
                ),
            ],
            heading="Add a service",
        ),
        FieldPanel("sent_next", heading="After sending: what happens next"),
        MultiFieldPanel(
            [
                FieldPanel("update_introduction"),
                FieldPanel(
                    "checking",
                    help_text="Beside “Which service is yours?”: when you ask, and what happens if nobody answers.",
                ),
            ],
            heading="Which service is yours?",
        ),
        MultiFieldPanel(
            [
                FieldPanel("search_safely", help_text="Tell people what they need not say to get results."),
                FieldPanel("nothing_found"),
                FieldPanel("place_kept"),
                FieldPanel("map_note", help_text="What a point on the map is, and is not."),
            ],
            heading="The search of the directory",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "questions_unanswered", help_text="Tell readers what they can do with the four questions instead."
                ),
                FieldPanel("not_right"),
            ],
            heading="The page of a service",
        ),
        MultiFieldPanel(
            [
                FieldPanel("list_introduction", help_text="The first words of “My list”."),
                FieldPanel("list_empty", help_text="How something comes onto the list."),
                FieldPanel("list_kept"),
                FieldPanel("list_shared", help_text="Beside “My list”: what others see by its link."),
            ],
            heading="My list",
        ),
        FieldPanel("report_next", heading="Report a problem"),
        MultiFieldPanel([FieldPanel("open_data"), FieldPanel("open_data_talk")], heading="Open data"),
        FieldPanel("reminder", heading="The email that asks"),
        *panels_of(*GROUPS),
    ]
    PREVIEWS = {
        "": ("Add a service", "directory/add/start.html"),
        "sent": ("After sending", "directory/add/sent.html"),
        "find": ("Which service is yours?", "directory/update/find.html"),
        "nothing": ("Nothing is found", ""),
        "map": ("The map", ""),
        "service": ("A service", ""),
        "list": ("My list", ""),
        "report": ("Report a problem", ""),
        "data": ("Open data", ""),
    }

    class Meta:
        verbose_name = "words of the directory"

    def own_times(self):
        return {TIME_TO_READ: WorkingDays(self.answer_in or 0)}

    def preview_context(self, request, mode_name):
        return {"reference": "ABCD-2345"}

    def serve_preview(self, request, mode_name):
        from ..views.previews import preview

        return preview(self, request, mode_name) or super().serve_preview(request, mode_name)
