"""Template tags for what the site draws: companions, the outline of Victoria, and a few icons."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from cms.core import companions as drawing
from cms.core import outline

register = template.Library()


def _next_on_page(context):
    """Return a number that no other drawing of this request has, or None where there is no request."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return None
    count = getattr(request, "_drawings", 0) + 1
    request._drawings = count
    return count


@register.simple_tag(takes_context=True, name="companions")
def companions(context, seed="", variant="head", filled=0, total=0, place=False):
    """Draw companions as inline SVG, hidden from screen readers.

    ``variant``: hero, head (400 x 230), tile (200 x 200), featured (on the deep panel), strip, share, mark, quote,
    place (two and a dotted place), finding (``seed`` is up, same, mixed or unclear), progress (``filled`` of
    ``total``) or steps (``filled`` is 1, 2 or 3). ``place`` adds a dotted place to head, tile and strip.
    """
    parts = ["c", variant, slugify(str(seed))[:40]]
    if number := _next_on_page(context):
        parts.append(str(number))
    return mark_safe(drawing.drawn(str(seed), variant, filled, total, place, "-".join(part for part in parts if part)))


@register.simple_tag(name="outline_map")
def outline_map(points, size="wide", ring=None):
    """Draw Victoria with pins, hidden from screen readers: a list of the same places must stand beside it.

    ``points``: dicts or objects with ``lat`` and ``lon`` in degrees, and if wanted ``label``, ``number``, ``hollow``.
    ``size``: wide (labels from 30rem), panel (an aside), numbered (numbers in the pins) or near (the ring's
    surroundings only). ``ring``: ``(lat, lon, kilometres)``.
    """
    return mark_safe(outline.draw_map(points, size=size, ring=ring))


@register.filter
def wordmark_parts(name):
    """Split a site's name for the wordmark: ``("Centre of Excellence in", "Peer Support")``; short names stay whole."""
    words = str(name or "Centre of Excellence in Peer Support").split()
    if len(words) < 4:
        return "", " ".join(words)
    return " ".join(words[:-2]), " ".join(words[-2:])


@register.filter
def file_facts(document):
    """Return the kind, pages and size of a document in words, such as ``PDF, 2 pages, 94 KB``."""
    facts = [document.format_label]
    if document.pages:
        facts.append(f"{document.pages} page{'' if document.pages == 1 else 's'}")
    size = document.get_file_size()
    if size:
        facts.append(f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, round(size / 1024))} KB")
    return ", ".join(facts)


@register.filter
def file_opens(document):
    """Return what a press on a document's link does, in words: browsers show PDFs and keep the rest."""
    return "opens in your browser" if document.content_disposition == "inline" else "saves to your device"


@register.filter
def version_words(version):
    """Return a file's version with the word before it, once: ``2`` gives ``version 2``, ``Version 2`` stays."""
    return version if version.lower().startswith("version") else f"version {version}"


_ICONS = {
    "arrow": ("0 0 34 24", "M2 12h29M22 3.5 31 12l-9 8.5"),
    "arrow-short": ("0 0 24 24", "M2 12h20M14.5 4.5 22 12l-7.5 7.5"),
    "back": ("0 0 24 24", "M22 12H2M9.5 4.5 2 12l7.5 7.5"),
    "search": ("0 0 24 24", "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15 15l6.5 6.5"),
    "chevron": ("0 0 24 24", "M3 7.5l9 9 9-9"),
    "close": ("0 0 24 24", "M4 4l16 16M20 4L4 20"),
    "menu": ("0 0 24 24", "M2 5h20M2 12h20M2 19h20"),
    "exit": ("0 0 24 24", "M9 3H4.5A1.5 1.5 0 0 0 3 4.5v15A1.5 1.5 0 0 0 4.5 21H9M9 12h12.5M16 6.5l5.5 5.5-5.5 5.5"),
    "tick": ("0 0 24 24", "M2.5 13.5 9 20 22 4.5"),
    "cross": ("0 0 24 24", "M4.5 4.5l15 15M19.5 4.5l-15 15"),
    "file": ("0 0 24 24", "M14 2H6.5A1.5 1.5 0 0 0 5 3.5v17A1.5 1.5 0 0 0 6.5 22h11a1.5 1.5 0 0 0 1.5-1.5V7zM14 2v5h5"),
}


# Every name that ``icon`` draws.
ICONS = [*_ICONS, "problem"]


@register.simple_tag
def icon(name):
    """Draw a small icon in the colour of the text around it, hidden from screen readers.

    ``name``: arrow, arrow-short, back, search, chevron, close, menu, exit, tick, cross, file or problem.
    """
    if name == "problem":
        return mark_safe(
            '<svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">'
            '<path fill="currentColor" fill-rule="evenodd" d="M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22Zm-1.6 5h3.2l-.4 '
            '8h-2.4zm1.6 9.6a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4Z"/></svg>'
        )
    box, path = _ICONS[name]
    width, height = box.split()[2:]
    return format_html(
        '<svg class="icon" viewBox="{}" width="{}" height="{}" fill="none" stroke="currentColor" stroke-width="2.5" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        box,
        width,
        height,
        path,
    )
