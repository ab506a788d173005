"""The page that explains the open data to people, with examples that are true."""

import json

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.core.site_links import absolute_url

from . import LICENCE, LICENCE_URL, VERSION, views
from .answers import MOST_REQUESTS, PER_SECONDS, Problem
from .lists import KINDS
from .parameters import PARAMETERS


@require_safe
def open_data(request):
    """Say what the open data is, with answers of this very moment as examples."""
    services = KINDS["services"]
    context = {
        "version": VERSION,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "base_url": absolute_url(reverse("hsds:base")),
        "kinds": [{"kind": kind, "url": reverse("hsds:list", args=[kind.name])} for kind in KINDS.values()],
        "parameters": [
            {
                "parameter": one,
                "kinds": [
                    kind.name for kind in KINDS.values() if one.name in (*kind.parameters, *kind.item_parameters)
                ],
            }
            for one in PARAMETERS.values()
        ],
        "examples": [
            example("The first service by name", services, "per_page=1"),
            example("What is there, and when it changed", services, "minimal=true&per_page=2"),
            example("A question that cannot be answered", services, "page=zero"),
        ],
        "facts": [
            ("Format", f"HSDS {VERSION}, as JSON or a stream of lines"),
            ("Licence", LICENCE),
            ("Key or account", "None"),
            ("Limit", f"{MOST_REQUESTS} requests in {PER_SECONDS // 60} minutes"),
        ],
        "most_requests": MOST_REQUESTS,
        "minutes": PER_SECONDS // 60,
        "ancestors": [("Home", "/"), ("Find peer support", reverse("directory:list"))],
    }
    return render(request, "directory/open_data.html", context)


def example(title, rows, query):
    """Return an example as the API answers it: ``title``, ``url`` ``answer`` (JSON, indented) and ``is_wrong``."""
    is_wrong = False
    try:
        answer = views.envelope(rows, views.asked_of(QueryDict(query), rows.parameters))
    except Problem as problem:
        # Shown, and not a link: it leads to an error.
        answer, is_wrong = problem.body(), True
    url = f"{reverse('hsds:list', args=[rows.name])}?{query}"
    return {
        "title": title,
        "url": url,
        "answer": json.dumps(answer, indent=2, ensure_ascii=False),
        "is_wrong": is_wrong,
    }
