"""Asking the index: which public things have the words, how many of each kind, which come first.

The stock index is asked without its relevance, which on SQLite takes time in the square of the hits
(docs/decisions/0004-search.md). At most CANDIDATES things of a source are read and ranked. Where there are
more, the newest of them are taken, and beside them whatever has all the words in its title, so that
the best results are there however common the words; the counts stay exact.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

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


def read(source, queryset):
    """Return the rows of a bounded ``queryset`` as Candidates."""
    kinds = source.kinds()
    columns = ["pk", source.title_field, source.summary_field, *([source.kind_field] if source.kind_field else [])]
    return [
        Candidate(source, pk, (value := rest[0] if rest else None), kinds[value], title, summary or "")
        for pk, title, summary, *rest in queryset.values_list(*columns)
    ]


def find(wanted, kind=None):
    """Return the Outcome of a query that is not empty, of one Kind or of all."""
    counts, candidates = Counter(), []
    for source in searchable.sources():
        queryset = hits(source, wanted)
        rows = read(source, queryset[: CANDIDATES + 1])
        if len(rows) > CANDIDATES:
            rows = best_of_many(source, queryset, wanted, kind, counts)
        else:
            counts.update(row.kind.key for row in rows)
        candidates += [row for row in rows if kind is None or row.kind.key == kind.key]
    total = counts[kind.key] if kind else counts.total()
    return Outcome(dict(counts), ranked(candidates, wanted), total)


def best_of_many(source, queryset, wanted, kind, counts):
    """Return the candidates of a source with more hits than are ranked: the newest, and those with the title.

    Adds to ``counts`` how many there are of each kind.
    """
    kinds = source.kinds()
    every = queryset.values_list("pk", source.kind_field) if source.kind_field else queryset.values_list("pk")
    newest, pks = [], set()
    for pk, *value in every:
        kind_key = kinds[value[0] if value else None].key
        counts[kind_key] += 1
        if kind is None or kind_key == kind.key:
            pks.add(pk)
            if len(newest) < CANDIDATES:
                newest.append(pk)
    if not pks:
        return []
    titled = title_hits(source, wanted)
    if kind and source.kind_field:
        titled = titled.filter(
            **{f"{source.kind_field}__in": [value for value, one in kinds.items() if one.key == kind.key]}
        )
    # A title may have all the words and not the phrase that they were asked for in.
    rows = chain(read(source, titled[:CANDIDATES]), read(source, source.public().filter(pk__in=newest)))
    return list({row.pk: row for row in rows if row.pk in pks}.values())
