"""How the body of an article is drawn: headings one below the other, words explained, sources numbered."""

import re
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from cms.core.anchors import Anchors

from .explained import Explaining
from .references import Citing

DEEPEST = 4
# A whole main heading in finished markup.
H2 = re.compile(r"<h2\b.*?</h2\s*>", re.DOTALL | re.IGNORECASE)


def keys_of(body):
    """Return the keys of the sources in a body's own list of references, in their order."""
    return [source["key"] for block in body if block.block_type == "references" for source in block.value["references"]]


def levels(body, anchors):
    """Yield each block of ``body`` with what its template needs to know of the blocks before it: a dict.

    ``heading_level`` and ``heading_anchor`` for a heading: no level is left out, whatever an editor chose, since
    screen readers go by them. ``box_level`` for the rest: the level of a title in a box.
    """
    depth = 1
    for block in body:
        if block.block_type == "heading":
            depth = min(int(block.value["level"][1:]), depth + 1, DEEPEST)
            yield block, {"heading_level": f"h{depth}", "heading_anchor": anchors.give(block.value["text"])}
        else:
            yield block, {"box_level": "h3" if depth > 1 else "h2"}


def drawn(body, around, keys, taken=(), pull_quote=""):
    """Return ``(html, times)``: the blocks of ``body`` as safe HTML, and how often the text names each of ``keys``.

    ``around`` is the context of the page's template, a dict; ``taken`` are ids that the page has beside the body's, a list or one string;
    ``pull_quote`` is set large in the middle.
    """
    citing, explaining, parts = Citing(keys), Explaining(), []
    for block, place in levels(body, Anchors(taken.split() if isinstance(taken, str) else taken)):
        # A list of sources is drawn last: it leads back to places that may come after it.
        is_list = block.block_type == "references"
        parts.append(block if is_list else citing.copied(explaining.copied(block.render_as_block(around | place))))
    shown = [
        part if isinstance(part, str) else part.render_as_block(around | {"cite_times": citing.times}) for part in parts
    ]
    if pull_quote and shown:
        quote = render_to_string("components/pull_quote.html", {"quote": pull_quote})
        shown.insert((len(shown) + 1) // 2, quote)
    return format_html_join("", "{}", ((mark_safe(part),) for part in shown)), citing.times


class _Headings(HTMLParser):
    """Collects the ``(id, words)`` of the h2 that have an id and may stand in a list of contents."""

    def __init__(self):
        super().__init__()
        self.found, self.anchor, self.words = [], None, []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "h2" and attributes.get("id") and "data-unlisted" not in attributes:
            self.anchor, self.words = attributes["id"], []

    def handle_data(self, data):
        if self.anchor:
            self.words.append(data)

    def handle_endtag(self, tag):
        if tag == "h2" and self.anchor:
            self.found.append((self.anchor, " ".join("".join(self.words).split())))
            self.anchor = None


def headings_in(html):
    """Return ``(id, words)`` of the main headings in finished markup, in their order: a list.

    An h2 without an id, or with ``data-unlisted``, is not one of them: it names a box and not a part of the text.
    """
    parser = _Headings()
    for heading in H2.findall(str(html)):
        parser.feed(heading)
    parser.close()
    return parser.found
