"""The words of the search page that editors may change."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import ALL, panels_of

from .further_words import SearchNotices


@register_setting(icon="search", order=125)
class SearchWords(SearchNotices, PreviewedSetting, KeptSetting):
    """What the search says before anything is looked for, where nothing is found, and to who may need somebody now."""

    what_for = "What the search says before and after: an introduction, what to try, who to talk to."
    GROUPS = (SearchNotices,)
    PREVIEWS = {"": ("Nothing is found", ""), "start": ("Before anything is looked for", "")}

    introduction = models.TextField(
        max_length=300, blank=True, help_text="Under the heading. Leave it empty and the box comes first."
    )
    start_title = models.CharField("heading over the ways in", max_length=60, default="Or start here")
    tips = models.TextField(
        "what to try where nothing is found",
        max_length=600,
        default="Check the spelling, or try a plainer word: “group” may find more than “facilitated program”.",
        help_text="One tip to a line. Tips about the words that were typed are added by themselves.",
    )
    urgent_title = models.CharField(
        "heading over the help lines",
        max_length=60,
        default="You can talk to someone now",
        help_text="Where what was typed sounds as if somebody may be in danger.",
    )

    panels = [
        FieldPanel("introduction"),
        FieldPanel("start_title", help_text="Stands over the links that people see before they search."),
        FieldPanel("tips"),
        FieldPanel("urgent_title"),
        *panels_of(*GROUPS),
    ]

    class Meta:
        verbose_name = "words of the search"

    def serve_preview(self, request, mode_name):
        from .previews import preview

        if mode_name == ALL:
            return super().serve_preview(request, mode_name)
        return preview(self, request, mode_name)
