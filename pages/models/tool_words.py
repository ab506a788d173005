"""The words on tools that stand on pages: leaving stories out, kits and citations, recordings, modules, sharing."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import panels_of
from cms.core.times_said import SaysTimes

from .further_words import EmptyLists, PageNotices, PickNotices

LONGEST = 400


def words(label, default, help_text=""):
    """Return a field of a few sentences whose words today are ``default``."""
    return models.TextField(label, max_length=LONGEST, default=default, help_text=help_text)


@register_setting(icon="bars", order=117)
class ToolWords(PageNotices, PickNotices, EmptyLists, SaysTimes, PreviewedSetting, KeptSetting):
    """What those tools explain or promise. The words on their buttons stand in templates. One row for the site."""

    what_for = "What tools on pages explain: leaving stories out, kits, citations, recordings, modules, print, sharing."
    GROUPS = (
        PageNotices,
        PickNotices,
        EmptyLists,
    )
    PREVIEWS = {"": ("All of them", "pages/tool_words_preview.html")}

    stop_at_any_time = words(
        "before a story with content notes",
        "You can stop at any time.",
        "After what the story talks about.",
    )
    leave_out_kept = words(
        "leaving stories out",
        "Then these stories are hidden on every page. The choice is kept in this browser, under no name. The address of "
        "this list shows it too. “Exit this page” clears what is kept.",
        "Beside “Keep this choice on this device”.",
    )
    recording_aloud = words("before a recording", "It plays aloud. Use headphones where others should not hear it.")
    kit_begin = words("an empty kit", "Pick what you need, and print or download it together.")
    kit_ready = words("a kit", "Print this page as a list of contents, or download all the files together.")
    kit_shared = words("under a kit that is shared", "The link holds what is in the kit. We keep nothing.")
    cite_begin = words(
        "an empty list of citations", "Pick the papers that you need, and have their citations together."
    )
    cite_ready = words("a list of citations", "Copy the list, print it, or take it to a reference manager.")
    cite_shared = words("under citations that are shared", "The link holds what you picked. We keep nothing.")
    module_kept = words(
        "how far somebody is in a module",
        "This is kept in this browser only, under no name. “Exit this page” clears it.",
    )
    module_unmarked = words("all modules", "Nothing is marked.", "After how long they take.")
    module_print = words(
        "a module on paper",
        "This page is for paper. “Print” in your browser’s menu works too. Large print: choose larger text in the reading "
        "settings first.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("stop_at_any_time"), FieldPanel("leave_out_kept")], heading="Stories"),
        FieldPanel("recording_aloud", heading="Recordings", help_text="Say that it can be heard by others."),
        MultiFieldPanel(
            [
                FieldPanel("kit_begin", help_text="What a kit is for, while it is empty."),
                FieldPanel("kit_ready", help_text="What to do with the kit."),
                FieldPanel("kit_shared", help_text="What the link tells, and what we keep."),
            ],
            heading="Kits",
        ),
        MultiFieldPanel(
            [
                FieldPanel("cite_begin", help_text="What the list is for, while it is empty."),
                FieldPanel("cite_ready", help_text="What to do with the list."),
                FieldPanel("cite_shared", help_text="What the link tells, and what we keep."),
            ],
            heading="Citations",
        ),
        MultiFieldPanel(
            [
                FieldPanel("module_unmarked"),
                FieldPanel("module_kept", help_text="Where it is kept, and how it goes."),
                FieldPanel("module_print", help_text="How to print it, large print too."),
            ],
            heading="Training modules",
        ),
        *panels_of(*GROUPS),
    ]

    class Meta:
        verbose_name = "words of tools on pages"
