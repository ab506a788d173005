"""The link from a screen of the admin to its task in the handbook."""

from django import template

from .. import book, screens

register = template.Library()


@register.inclusion_tag("handbook/help_link.html", takes_context=True)
def help_link(context):
    """Show "Help with this" where the screen has a task; nothing elsewhere. Needs no more than the request."""
    # Headers are included with "only": the request is no longer among the words of the context, but still its own.
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    # A window over a screen has the screen's own link under it.
    is_window = match is None or request.headers.get("x-requested-with") == "XMLHttpRequest"
    topic = getattr(request, "handbook_topic", "")
    slug = "" if is_window else screens.task_for(match.view_name, match.kwargs, topic)
    return {"entry": book.find(slug) if slug else None}
