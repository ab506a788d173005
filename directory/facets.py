"""Facets: the questions that narrow the directory, what was chosen of them, and how many each choice would leave.

Choices within one facet widen (or), facets together narrow (and). The count beside a choice says how many services
there are with that choice and with what was chosen in the *other* facets. All counts come from three
queries, however many facets there are and whatever was chosen: each service is marked with the chosen facets that it
fails, one bit each; those that fail none are the results, those that fail one alone count for that facet.
"""

import csv
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils.text import slugify

from cms.core.models import Term

from .apps import DATA
from .models import Location, Service

# More chosen at once than anybody chooses by hand; the rest is left out.
MOST_CHOSEN = 60
# Among counts by choice: the count of all services.
EVERY = "every"


@dataclass(frozen=True)
class Choice:
    """One choice of a facet: ``value`` in the address, ``label``, ``count`` of services it would leave."""

    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    # The rows that it stands for: primary keys of terms, a field's name or value.
    stands_for: tuple = ()


@dataclass(frozen=True)
class Facet:
    """A question. ``parameter`` is its name in the address; terms share one, since their slugs are unique over all.

    ``is_prominent`` facets show at once, the others behind "More filters".
    """

    key: str
    parameter: str
    label: str
    choices: tuple
    is_prominent: bool = False
    help_text: str = ""

    @property
    def chosen(self):
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def shown(self):
        """The choices that lead somewhere, and those that were chosen."""
        return [choice for choice in self.choices if choice.count or choice.is_chosen]

    def condition(self):
        """Return the Q that services with one of the chosen choices meet."""
        rows = [row for choice in self.chosen for row in choice.stands_for]
        if self.parameter == "term":
            having = Service.terms.through.objects.filter(service_id=OuterRef("pk"), term_id__in=rows)
            return Q(Exists(having))
        if self.parameter == "how":
            return reduce(or_, (Q(**{name: True}) for name in rows))
        if self.parameter == "cost":
            return Q(cost_kind__in=rows)
        return Q(Exists(_shown_in_regions().filter(service_id=OuterRef("pk"), locality__region__in=rows)))


@dataclass
class Counted:
    """Facets with their counts, and the number of services that meet everything chosen."""

    facets: list
    total: int


def _shown_in_regions():
    return Location.objects.exclude(address_shown=Location.AddressShown.NOTHING).exclude(locality__region="")


@cache
def regions():
    """Return the names of the mental health regions, from the reference data that localities are loaded from."""
    with (DATA / "regions.csv").open(newline="", encoding="utf-8") as source:
        return tuple(sorted({row["region"] for row in csv.DictReader(source) if row["region"]}))


def all_facets(parameters):
    """Return every Facet in reading order, with what ``parameters`` (a QueryDict) choose of it. One query.

    Slugs that nobody knows and retired terms are left out; a term that was merged counts as what it became.
    """
    asked = {name: set(parameters.getlist(name)[:MOST_CHOSEN]) for name in ("term", "how", "cost", "region")}
    by_taxonomy = _term_facets(asked["term"])
    prominent = [facet for facet in by_taxonomy if facet.is_prominent]
    return [
        *prominent[:1],
        _plain(
            "how", "How", [(slug, label, name) for name, (slug, label) in Service.DELIVERY.items()], asked["how"], True
        ),
        *prominent[1:],
        _plain(
            "region", "Region of Victoria", [(slugify(name), name, name) for name in regions()], asked["region"], True
        ),
        _plain("cost", "Cost", [(value, label, value) for value, label in Service.Cost.choices], asked["cost"]),
        *(facet for facet in by_taxonomy if not facet.is_prominent),
    ]


def _plain(name, label, rows, asked, is_prominent=False):
    choices = (Choice(value, text, is_chosen=value in asked, stands_for=(row,)) for value, text, row in rows)
    return Facet(name, name, label, tuple(choices), is_prominent)


def _term_facets(asked):
    """Return a Facet for each taxonomy that is one, in their order."""
    terms = list(
        Term.objects.filter(taxonomy__is_facet=True)
        .select_related("taxonomy")
        .order_by("taxonomy__sort_order", "taxonomy__name", "sort_order", "name", "pk")
    )
    by_pk = {term.pk: term for term in terms}
    # Which terms each current one stands for: itself and what was merged into it, at whatever remove.
    stands_for, chosen = {}, set()
    for term in terms:
        current = _current(term, by_pk)
        if current is not None and not current.is_retired:
            stands_for.setdefault(current.pk, []).append(term.pk)
            if term.slug in asked:
                chosen.add(current.pk)
    facets = {}
    for term in terms:
        if term.pk in stands_for and term.merged_into_id is None:
            facets.setdefault(term.taxonomy, []).append(
                Choice(term.slug, term.name, is_chosen=term.pk in chosen, stands_for=tuple(sorted(stands_for[term.pk])))
            )
    return [
        Facet(taxonomy.slug, "term", taxonomy.name, tuple(choices), taxonomy.is_prominent, taxonomy.help_text)
        for taxonomy, choices in facets.items()
    ]


def _current(term, by_pk):
    """Return the term that ``term`` has become, or None where that is none of these (or the merges go in a ring)."""
    for _step in range(10):
        if term is None or term.merged_into_id is None:
            return term
        term = by_pk.get(term.merged_into_id)
    return None


def mark(services, facets):
    """Return ``services`` with ``missed``: one bit for each facet with a choice that they fail, in order; 0 is a result.

    Also returns the bit of each such facet by key.
    """
    bits, failing = {}, []
    for facet in facets:
        if facet.chosen:
            bits[facet.key] = 2 ** len(bits)
            failing.append(Case(When(facet.condition(), then=0), default=bits[facet.key], output_field=IntegerField()))
    missed = reduce(lambda total, one: total + one, failing) if failing else Value(0, output_field=IntegerField())
    return services.annotate(missed=missed), bits


def count(services, facets, rows=None):
    """Return the Counted of ``services``: the public ones that have the words and are near, before any facet.

    ``rows`` are tuples of them that ``read`` gave, where they had to be read for their order anyway. Two queries with
    rows, three without.
    """
    marked, bits = mark(services.order_by(), facets)
    if bits:
        marked = marked.filter(missed__in=[0, *bits.values()])
    plain = _plain_counts(marked) if rows is None else _plain_counts_of(rows)
    terms = _term_counts(marked, facets)
    places = _grouped(
        marked.filter(locations__in=_shown_in_regions()).annotate(region=F("locations__locality__region")), "region"
    )

    def counted(facet, choice):
        fails = (0, bits[facet.key]) if facet.key in bits else (0,)
        row = choice.stands_for[0]
        if facet.parameter == "term":
            # What was merged counts under the first row that its choice stands for (_term_counts).
            return sum(terms.get((miss, row), 0) for miss in fails)
        if facet.parameter == "region":
            return sum(places.get((miss, row), 0) for miss in fails)
        return sum(plain.get((miss, row), 0) for miss in fails)

    return Counted(
        [
            replace(facet, choices=tuple(replace(choice, count=counted(facet, choice)) for choice in facet.choices))
            for facet in facets
        ],
        plain.get((0, EVERY), 0),
    )


def read(services, facets):
    """Return ``services`` as tuples for ``count``: (missed, name, summary, pk, cost kind, a bool for each way of taking part)."""
    marked, bits = mark(services.order_by(), facets)
    if bits:
        marked = marked.filter(missed__in=[0, *bits.values()])
    return list(marked.values_list("missed", "name", "summary", "pk", "cost_kind", *Service.DELIVERY))


def _plain_counts(marked):
    """Return {(missed, a way of taking part, a kind of cost or EVERY): number of services}."""
    ways = {name: Count("pk", filter=Q(**{name: True})) for name in Service.DELIVERY}
    costs = {value: Count("pk", filter=Q(cost_kind=value)) for value in Service.Cost.values}
    counts = {EVERY: Count("pk"), **{f"n_{name}": one for name, one in (ways | costs).items()}}
    return {
        (row["missed"], name.removeprefix("n_")): row[name]
        for row in marked.values("missed").annotate(**counts)
        for name in counts
    }


def _plain_counts_of(rows):
    """Return what ``_plain_counts`` does, of tuples that ``read`` gave."""
    counts = Counter()
    for missed, _name, _summary, _pk, cost, *ways in rows:
        counts[missed, EVERY] += 1
        counts[missed, cost] += 1
        counts.update((missed, name) for name, offered in zip(Service.DELIVERY, ways, strict=True) if offered)
    return counts


def _term_counts(marked, facets):
    """Return {(missed, the first of the rows that a term's choice stands for): number of services}."""
    marked = marked.filter(terms__taxonomy__is_facet=True)
    merged = [
        When(terms__in=choice.stands_for, then=Value(choice.stands_for[0]))
        for facet in facets
        if facet.parameter == "term"
        for choice in facet.choices
        if len(choice.stands_for) > 1
    ]
    if merged:
        first = Case(*merged, default=F("terms"), output_field=IntegerField())
        return _grouped(marked.annotate(term_pk=first), "term_pk")
    # A service has a term once: counting without distinct is several times faster.
    return _grouped(marked.annotate(term_pk=F("terms")), "term_pk", distinct=False)


def _grouped(rows, name, distinct=True):
    """Return {(missed, value of name): number of services}; where ``distinct``, a service counts once for a value."""
    counts = rows.values("missed", name).annotate(services=Count("pk", distinct=distinct))
    return {(row["missed"], row[name]): row["services"] for row in counts}
