"""What the templates of pages need: bodies with numbered sources, contents lists, citations, filters' links."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import urlencode
from wagtail.models import Page

from cms.core.sources import numbered
from home.links import link_book

from ..blocks import shown_presentations
from ..bodies import drawn, headings_in, keys_of
from ..explained import explained
from ..journeys import standings_of
from ..models.audiences import NEW
from ..related import chosen_in, close_pages, close_services, new_for

register = template.Library()
register.filter("explained", explained)

# From this many main headings on a page lists its contents.
LONG = 3


@register.filter
def first_lower(text):
    """Return ``text`` with its first letter small, to go on inside a sentence: ``Talks about …``."""
    return f"{text[:1].lower()}{text[1:]}"


@register.simple_tag(takes_context=True)
def with_notes(context, tasks):
    """Return ``tasks``, dicts, with ``note_slugs`` and the words of what the stories among them talk about.

    The context's ``task_notes`` says it: ``{page: (slugs, line)}``. It is said whatever an editor wrote.
    """
    notes = context.get("task_notes") or {}
    noted = []
    for task in tasks:
        slugs, line = notes.get(task.get("page"), ((), ""))
        words = " · ".join(filter(None, [task.get("meta"), line]))
        noted.append({**task, "note_slugs": slugs, "meta": words})
    return noted


@register.simple_tag(takes_context=True)
def parent_url(context):
    """Return the address of the page above the shown one, or that of the home page."""
    ancestors = link_book(context).ancestors()
    return ancestors[-1][1] if ancestors else "/"


@register.inclusion_tag("pages/includes/ways.html", takes_context=True)
def ways_over_this(context):
    """Draw the step before and the next on each path that leads over the shown page; nothing elsewhere."""
    page = context.get("page")
    return {"standings": standings_of(page) if getattr(page, "pk", None) and "step" not in context else []}


@register.simple_tag
def without(bound, left_out=None, *queries):
    """Return the query string of what is chosen in the filters ``bound`` but the Choice ``left_out``: ``?year=2020``, or ``?``.

    ``queries`` are more of the same address, which stays.
    """
    chosen = [(choice.name, choice.value) for each in bound for choice in each.chosen_choices if choice != left_out]
    return f"?{'&'.join(filter(None, [urlencode(chosen), *queries]))}"


@register.simple_block_tag(takes_context=True)
def on_this_page(context, content):
    """Put a list of its main headings before the text ``content``, where there are enough to need one."""
    page = context.get("page")
    if not getattr(page, "lists_contents", True):
        return content
    entries = headings_in(content)
    # An editor may ask for it on a shorter page.
    least = LONG - 1 if getattr(page, "show_contents", False) else LONG
    if len(entries) < least:
        return content
    return format_html("{}{}", render_to_string("components/contents.html", {"entries": entries}), content)


@register.simple_tag(takes_context=True)
def cited_body(context, body, sources=None, taken=(), pull_quote=""):
    """Draw the blocks of ``body`` with their ``[^key]`` marks numbered and linked.

    ``sources``: the stream of a fact sheet's sources; without it, the list of references in the body itself.
    What was cited is left for ``cited_sources``, which follows it in the template. ``taken``: ids of other headings
    of the page. ``pull_quote``: words to set large in the middle.
    """
    keys = [block.value.get("key") for block in sources] if sources is not None else keys_of(body)
    html, times = drawn(body, context.flatten(), keys, taken, pull_quote)
    context["_cited"] = (sources, times)
    return html


@register.simple_tag(takes_context=True)
def cited_sources(context):
    """Return the sources of the body drawn before, as ``components/sources.html`` takes them."""
    sources, times = context.get("_cited") or ([], {})
    return numbered([block.value for block in sources or []], times)


@register.simple_tag
def page_called(number):
    """Return the live page with the number ``number``, or None: for previews in the editor. One query."""
    return Page.objects.live().filter(pk=number).first() if number else None


@register.simple_tag
def new_for_readers(page):
    """Return what is new for the readers of an AudiencePage, where the editor wants it: a list. Two queries at most."""
    found = new_for(page, NEW) if page.pk and page.shows_new else []
    # Not to be said again further down.
    page.shown_as_new = {one.pk for one in found}
    return found


@register.simple_tag(takes_context=True)
def close_to_this(context, named=()):
    """Return what shares terms with the shown page, as a dict: ``pages`` and ``services``. Two queries.

    What editors chose is left out, and so are the services in ``named``, which the template shows itself.
    """
    page = context["page"]
    pages, services = chosen_in(page)
    pages |= getattr(page, "shown_as_new", set())
    return {
        "pages": close_pages(page, without=pages),
        "services": close_services(page, without=services | {service.pk for service in named}),
    }


@register.simple_tag
def presentations_of(event):
    """Return what was shown at an event, as ``pages/blocks/presentation.html`` takes it: a list. One query at most."""
    return shown_presentations(event.presentations)
