"""Asking the index: which public things have the words, how many of each kind, which come first.

The stock index is asked without its relevance, which on SQLite takes time in the square of the hits
(docs/decisions/0004-search.md). At most CANDIDATES things of a source are read and ranked. Where there are
more, the newest of them are taken, and beside them whatever has all the words in its title, so that
the best results are there however common the words; the counts stay exact.
"""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Count

from cms.core import searchable

from .ranking import Candidate, ranked

CANDIDATES = 500


@dataclass(frozen=True)
class Outcome:
    """What was found. ``counts`` is exact, by kind key; ``candidates`` is ranked, of the asked kind or of all;
    ``total`` is how many there are of them, which may be more than were ranked."""

    counts: dict
    candidates: list
    total: int


def hits(source, wanted):
    """Return the queryset of what of ``source`` is public and has the words, newest first."""
    found = source.indexed().search(wanted.for_index(), order_by_relevance=False).get_queryset()
    return source.public().filter(pk__in=found.values("pk")).order_by("-pk")


def title_hits(source, wanted):
    """Return the queryset of what of ``source`` is public and has all the words in its title, newest first."""
    found = source.indexed().autocomplete(wanted.for_titles(), order_by_relevance=False).get_queryset()
    return source.public().filter(pk__in=found.values("pk")).order_by("-pk")


def read(source, queryset, limit):
    """Return at most ``limit`` rows of ``queryset`` as Candidates."""
    kinds = source.kinds()
    columns = ["pk", source.title_field, source.summary_field, *([source.kind_field] if source.kind_field else [])]
    return [
        Candidate(source, pk, (value := rest[0] if rest else None), kinds[value], title, summary or "")
        for pk, title, summary, *rest in queryset.values_list(*columns)[:limit]
    ]


def of_kind(source, queryset, kind):
    """Return ``queryset`` narrowed to ``kind``."""
    values = [value for value, one in source.kinds().items() if one.key == kind.key]
    if not source.kind_field:
        return queryset if values else queryset.none()
    return queryset.filter(**{f"{source.kind_field}__in": values})


def count_by_kind(source, queryset):
    """Return how many there are of each kind, by kind key, in one query."""
    kinds = source.kinds()
    if not source.kind_field:
        return {kinds[None].key: queryset.count()}
    counts = {}
    for value, count in queryset.order_by().values_list(source.kind_field).annotate(Count("pk")):
        counts[kinds[value].key] = counts.get(kinds[value].key, 0) + count
    return counts


def find(wanted, kind=None):
    """Return the Outcome of a query that is not empty, of one Kind or of all."""
    counts, candidates = {}, []
    for source in searchable.sources():
        queryset = hits(source, wanted)
        rows = read(source, queryset, CANDIDATES + 1)
        if len(rows) <= CANDIDATES:
            for row in rows:
                counts[row.kind.key] = counts.get(row.kind.key, 0) + 1
            candidates += [row for row in rows if kind is None or row.kind.key == kind.key]
            continue
        for key, count in count_by_kind(source, queryset).items():
            counts[key] = counts.get(key, 0) + count
        candidates += best_of_many(source, wanted, kind, rows)
    total = counts.get(kind.key, 0) if kind else sum(counts.values())
    return Outcome(counts, ranked(candidates, wanted), total)


def best_of_many(source, wanted, kind, rows):
    """Return the candidates of a source with more hits than are ranked: the newest, and those with the title."""
    titles = title_hits(source, wanted)
    if wanted.phrases:
        titles = titles.filter(pk__in=hits(source, wanted).values("pk"))
    if kind:
        titles = of_kind(source, titles, kind)
        rows = read(source, of_kind(source, hits(source, wanted), kind), CANDIDATES)
    titled = read(source, titles, CANDIDATES)
    return list({row.pk: row for row in chain(titled, rows[:CANDIDATES])}.values())
