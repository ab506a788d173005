"""Titles for somebody who is still typing."""

from dataclasses import dataclass

from wagtail.search.query import And, PlainText

from cms.core import searchable
from cms.core.words import folded_words

from .matching import read

FEWEST_LETTERS = 2
MOST = 8
# Read and put in order for each source; the rest of a common beginning is not worth the time.
CANDIDATES = 200


@dataclass(frozen=True)
class Suggestion:
    title: str
    url: str
    kind: str
    # The slugs of what it talks about, for readers who hide stories by note.
    notes: tuple[str, ...] = ()


def suggestions(wanted, request=None):
    """Return at most MOST Suggestions whose titles hold a word that begins with each word of ``wanted``.

    Titles that begin with what was typed come first, then shorter ones, then the alphabet.
    """
    typed = wanted.every_word[:MOST]
    # One letter is the beginning of everything; beside a longer word it says nothing.
    beginnings = [word for word in typed if len(word) >= FEWEST_LETTERS]
    if not beginnings:
        return []
    query = And([PlainText(word) for word in beginnings])
    candidates = []
    for source in searchable.sources():
        found = source.indexed().autocomplete(query, order_by_relevance=False).get_queryset()
        matches = source.public().filter(pk__in=found.values("pk")).order_by("-pk")
        candidates += read(source, matches[:CANDIDATES])
    start = " ".join(typed)
    candidates.sort(key=lambda candidate: place(candidate, start))
    best = candidates[:MOST]
    by_source = {}
    for candidate in best:
        by_source.setdefault(candidate.source, {})[candidate.pk] = candidate.kind_value
    loaded = {source: source.found(rows, request) for source, rows in by_source.items()}
    return [
        Suggestion(found.title, found.url, candidate.kind.one, found.note_slugs)
        for candidate in best
        if (found := loaded[candidate.source].get(candidate.pk))
    ]


def place(candidate, start):
    """Return the sort key of a candidate for what was typed, ``start``."""
    title = " ".join(folded_words(candidate.title))
    return (0 if title.startswith(start) else 1, len(title), title, candidate.source.key, candidate.pk)
