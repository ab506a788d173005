"""Asking the index: which public things have the words, how many of each kind, which come first.

Wagtail's index is asked without its relevance, which on SQLite takes time in the square of the hits
(docs/decisions/0004-search.md). At most CANDIDATES things of a source are read and ranked. Where there are
more, the newest of them are taken, and beside them whatever has all the words in its title, so that
the best results are there however common the words; the counts stay exact.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

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
    return source.public().filter(pk__in=source.matching(wanted)).order_by("-pk")


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
    """Return the Outcome of a query that is not empty, of one Kind or of all. Two queries for each source."""
    counts, candidates = Counter(), []
    for source in searchable.sources():
        kinds = source.kinds()
        pks = []
        # Keys and kinds of all hits are little, and the one pass through the index gives both the counts and these.
        for pk, *value in hits(source, wanted).values_list("pk", *filter(None, [source.kind_field])):
            kind_key = kinds[value[0] if value else None].key
            counts[kind_key] += 1
            if kind is None or kind_key == kind.key:
                pks.append(pk)
        if pks:
            candidates += chosen(source, wanted, kind, pks)
    total = counts[kind.key] if kind else counts.total()
    return Outcome(dict(counts), ranked(candidates, wanted), total)


def chosen(source, wanted, kind, pks):
    """Return as Candidates the things of ``pks`` (newest first) that are ranked: the newest, and, where there are
    more than CANDIDATES, as many that have all the words in their titles."""
    newest = Q(pk__in=pks[:CANDIDATES])
    if len(pks) <= CANDIDATES:
        return read(source, source.public().filter(newest))
    titled = title_hits(source, wanted)
    if kind and source.kind_field:
        values = [value for value, one in source.kinds().items() if one.key == kind.key]
        titled = titled.filter(**{f"{source.kind_field}__in": values})
    both = source.public().filter(newest | Q(pk__in=titled.values("pk")[:CANDIDATES]))
    # A title may have all the words and not the phrase that they were asked for in.
    found = set(pks)
    return [row for row in read(source, both) if row.pk in found]
