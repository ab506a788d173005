"""What the templates of pages need: bodies with numbered sources, contents lists, citations, filters' links."""

from django import template
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from home.links import link_book

from ..citations import doi_address
from ..citations import full_citation as citation_of
from ..references import cite_id, cited

register = template.Library()


@register.filter
def first_lower(text):
    """Return ``text`` with its first letter small, to go on inside a sentence: ``Talks about …``."""
    return f"{text[:1].lower()}{text[1:]}"


@register.simple_tag(takes_context=True)
def parent_url(context):
    """Return the address of the page above the shown one, or that of the home page."""
    ancestors = link_book(context).ancestors()
    return ancestors[-1][1] if ancestors else "/"


@register.simple_tag
def without(chosen, left_out):
    """Return the query string of the filters in ``chosen`` without ``left_out``: ``?year=2020``, or ``?``."""
    return f"?{urlencode({each.name: each.chosen for each in chosen if each.name != left_out.name})}"


@register.simple_tag
def contents(body):
    """Return ``(anchor, text)`` of the main headings of a body, for a list of contents; none where there is only one."""
    headings = [block.value for block in body if block.block_type == "heading" and block.value.get("level") == "h2"]
    entries = [(slugify(value["text"]), value["text"]) for value in headings if value.get("text")]
    return entries if len(entries) > 1 else []


def keys_of(body):
    """Return the keys of the sources in a body's own list of references, in their order."""
    return [source["key"] for block in body if block.block_type == "references" for source in block.value["references"]]


@register.simple_tag(takes_context=True)
def cited_body(context, body, sources=None):
    """Draw the blocks of ``body`` with their ``[^key]`` marks numbered and linked.

    ``sources``: the stream of a fact sheet's sources; without it, the list of references in the body itself.
    What was cited is left for ``cited_sources``, which follows it in the template.
    """
    around = context.flatten()
    html = "".join(block.render_as_block(around) for block in body)
    keys = [block.value.get("key") for block in sources] if sources is not None else keys_of(body)
    html, times = cited(html, keys)
    context["_cited"] = (sources, times)
    return html


@register.simple_tag(takes_context=True)
def cited_sources(context):
    """Return the sources of the body drawn before, each with its number and the ids of the places that name it."""
    sources, times = context.get("_cited") or ([], {})
    return [
        {
            "number": number,
            "key": block.value["key"],
            "text": block.value["text"],
            "url": block.value.get("url"),
            "doi": block.value.get("doi"),
            "doi_url": doi_address(block.value.get("doi")),
            "cite_ids": [cite_id(block.value["key"], time + 1) for time in range(times.get(block.value["key"], 0))],
        }
        for number, block in enumerate(sources or [], start=1)
    ]


@register.simple_tag
def full_citation(paper):
    """Return the citation of a ResearchPage as safe HTML, or '' where nothing is known of the paper."""
    return citation_of(paper) or mark_safe("")
