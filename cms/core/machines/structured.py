"""Structured data (schema.org, as JSON-LD): what a page is, in the words that stand on it.

A page type says only what differs, in ``structured_data()``; a view gives its own under the same name in its context.
What is said here must be visible on the page or public anyway: machines get no more than readers.
See docs/decisions for why a data block may stand in the page although no inline script may.
"""

import json
from zoneinfo import ZoneInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .. import tools
from ..site_links import absolute_url

MELBOURNE = ZoneInfo("Australia/Melbourne")
# What could end the block or begin markup inside it, as in Django's json_script.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
EMPTY = ("", None, [], {})


def without_empty(value):
    """Return ``value`` without what is empty, at any depth; a node of which only its type is left is empty."""
    if isinstance(value, dict):
        kept = {key: inner for key, inner in ((k, without_empty(v)) for k, v in value.items()) if inner not in EMPTY}
        return {} if set(kept) <= {"@type"} else kept
    if isinstance(value, list | tuple):
        return [inner for inner in map(without_empty, value) if inner not in EMPTY]
    return value


def moment(when):
    """Return an aware time with Melbourne's offset: ``2026-12-05T09:30:00+11:00``; '' for None."""
    return when.astimezone(MELBOURNE).isoformat(timespec="seconds") if when else ""


def node(kind, **properties):
    return {"@type": kind, **properties}


def organisation(site):
    """Return the node of the organisation that is responsible for the site."""
    return node(
        "Organization",
        **{"@id": absolute_url("/#organization")},
        name=site.organisation_name or site.site_name,
        url=absolute_url("/"),
        telephone=site.phone,
    )


def website(site):
    """Return the node of the whole site, with the address of its search."""
    search = tools.get("search:results")
    return node(
        "WebSite",
        **{"@id": absolute_url("/#website")},
        name=site.site_name,
        url=absolute_url("/"),
        inLanguage="en-AU",
        publisher={"@id": absolute_url("/#organization")},
        potentialAction=search
        and node(
            "SearchAction",
            target=node("EntryPoint", urlTemplate=f"{absolute_url(search.url)}?q={{search_term_string}}"),
            **{"query-input": "required name=search_term_string"},
        ),
    )


def breadcrumbs(trail):
    """Return the node of the way to a page: ``trail`` is a list of (label, path), the page itself last; {} for one step."""
    if len(trail) < 2:
        return {}
    steps = [
        node("ListItem", position=number, name=label, item=absolute_url(path))
        for number, (label, path) in enumerate(trail, 1)
    ]
    return node("BreadcrumbList", itemListElement=steps)


def about(subject, title, description, picture, data):
    """Return the node of what is shown: the plain facts of any page, and over them what its type says (``data``)."""
    address = absolute_url(subject.path)
    return {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": title,
        "description": description,
        "image": picture,
    } | data


def script(*nodes):
    """Return the nodes as one data block for the page, escaped so that nothing in it can end the block."""
    graph = [each for each in map(without_empty, nodes) if each]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, cls=DjangoJSONEncoder, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPES)))
