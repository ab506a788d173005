"""A help line as an editor previews it: among the others, where readers see it."""

from django.shortcuts import render

from .models import HelpLine
from .views import show_help


def preview(line, request, mode):
    """Return the answer for one of ``line.preview_modes``, with what stands in the form in place of what is saved."""
    others = [one for one in HelpLine.objects.shown() if one.pk != line.pk]
    lines = [*others, line] if line.is_shown else others
    lines.sort(key=lambda one: (not one.is_emergency, one.order, one.name))
    # Where the block above the footer looks first.
    request._help_lines = [one for one in lines if one.shows_in_slim or one.is_emergency or one.is_interpreter]
    if mode == "now":
        return show_help(request, lines)
    context = {"line": line, "is_there": line in request._help_lines, "every": mode == "every"}
    return render(request, "home/help_line_preview.html", context)
