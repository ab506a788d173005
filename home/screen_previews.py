"""The screens that are always there as an editor previews their words."""

from django.http import HttpResponse
from django.shortcuts import render

from cms.intake.forms import PublicForm

from . import error_pages
from .forms import ReadingSettingsForm
from .views import get_help_now, show_reading_settings


def preview(words, request, mode):
    """Return the answer for one of the preview modes of ``words`` (ScreenWords)."""
    # Where templates look first.
    setattr(request, words.get_cache_attr_name(), words)
    if mode == "":
        return get_help_now(request)
    if mode == "reading":
        return show_reading_settings(request, ReadingSettingsForm())
    template = words.PREVIEWS[mode][1]
    if template.endswith(".html"):
        # A long form that nobody began.
        return render(request, template, {"form": PublicForm(), "at": {}, "on": "#"})
    # Made beforehand, from what is saved: here from what is typed.
    return HttpResponse(error_pages.pages(words)[template])
