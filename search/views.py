"""The search page and the suggestions for its box."""

from dataclasses import dataclass
from math import ceil

from django.core.paginator import Page, Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms.core import searchable, tools
from cms.core.crisis import sounds_urgent
from cms.core.page_cache import keeps

from .forms import SearchForm, page_number
from .highlight import Marker
from .matching import Outcome, find
from .promoted import promoted
from .suggestions import suggestions

PER_PAGE = 10


@dataclass(frozen=True)
class Result:
    """A line of the results page: ``title`` and ``excerpt`` are safe HTML with marked words."""

    kind: str
    title: str
    url: str
    excerpt: str
    facts: tuple[str, ...] = ()
    note: str = ""
    note_slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    url: str
    is_current: bool


@require_safe
@keeps(parameters=("kind", "page"), typed=("q",))
def results(request):
    """Show what ``?q=`` finds, ``?kind=`` of it, ``?page=`` of that; without words, where to start.

    Never an error for what was typed: the form corrects and says so. What was found is not for search engines,
    and no cache keeps it, since its address holds what somebody typed.
    """
    form = SearchForm(request.GET)
    context = {
        "form": form,
        "wanted": form.wanted,
        "is_urgent": sounds_urgent(form.wanted.every_word),
        "corrections": form.corrections,
        "directory": tools.get("directory:list"),
        "help_now": tools.get("home:get_help_now"),
        "is_narrowed": bool(request.GET),
    }
    if form.wanted.is_empty:
        context["starts"] = [start for source in searchable.sources() for start in source.starts(request)]
    else:
        context |= found_context(request, form)
    response = render(request, "search/results.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


def found_context(request, form):
    """Return what the template needs beyond the form, for a query that has words."""
    outcome = find(form.wanted, form.kind)
    last = max(1, ceil(len(outcome.candidates) / PER_PAGE))
    number, correction = page_number(request.GET.get("page", ""), last)
    page = Paginator(outcome.candidates, PER_PAGE).page(number)
    if correction:
        form.corrections.append(correction)
    shows_promoted = number == 1 and form.kind is None
    marker = Marker(form.wanted.stems)
    return {
        "outcome": outcome,
        "kind": form.kind,
        "page_obj": page,
        "results": shown(page, marker, request),
        "promoted": [shown_one("", one, marker) for one in promoted(form.wanted, request)] if shows_promoted else [],
        "tabs": tabs(outcome, form),
        "query": address_query(form, form.kind),
        "everything_url": f"?{address_query(form)}",
    }


def shown(page: Page, marker, request):
    """Return the Results of a page of Candidates, loaded with one question to each source among them."""
    by_source = {}
    for candidate in page.object_list:
        by_source.setdefault(candidate.source, {})[candidate.pk] = candidate.kind_value
    loaded = {source: source.found(rows, request) for source, rows in by_source.items()}
    return [
        shown_one(candidate.kind.one, loaded[candidate.source][candidate.pk], marker)
        for candidate in page.object_list
        # Unpublished between the two questions: nothing to show.
        if candidate.pk in loaded[candidate.source]
    ]


def shown_one(kind, found, marker):
    return Result(
        kind, marker.mark(found.title), found.url, marker.excerpt(found), found.facts, found.note, found.note_slugs
    )


def tabs(outcome: Outcome, form):
    """Return a Tab for everything and one for each kind that has results (and for the current one)."""
    kinds = searchable.kinds()
    every = [Tab("Everything", sum(outcome.counts.values()), f"?{address_query(form)}", form.kind is None)]
    return every + [
        Tab(kind.many, outcome.counts.get(key, 0), f"?{address_query(form, kind)}", kind == form.kind)
        for key, kind in kinds.items()
        if key in outcome.counts or kind == form.kind
    ]


def address_query(form, kind=None):
    """Return the query string of these results without the page."""
    return urlencode({"q": form.wanted.text} | ({"kind": kind.key} if kind else {}))


@require_safe
def suggest(request):
    """Return JSON ``{"help", "suggestions": [{"title", "url", "kind", "notes"}]}``: at most eight public titles for ``?q=``.

    The words of the query may be the beginnings of words. Fewer than two letters give none. ``notes`` are the slugs
    of what it talks about. ``help`` has the same parts, for a query that sounds urgent; else it is null.
    The answer is kept nowhere, since its address holds what somebody typed.
    """
    form = SearchForm(request.GET)
    help_now = tools.get("home:get_help_now") if sounds_urgent(form.wanted.every_word) else None
    response = JsonResponse(
        {
            "help": help_now and suggestion(help_now.label, help_now.url, "You can talk to someone now"),
            "suggestions": [
                suggestion(one.title, one.url, one.kind, one.notes) for one in suggestions(form.wanted, request)
            ],
        }
    )
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def suggestion(title, url, kind, notes=()):
    return {"title": title, "url": url, "kind": kind, "notes": list(notes)}
