"""Facets: the questions that narrow the directory, what was chosen of them, and how many each choice would leave.

Choices within one facet widen (or), facets together narrow (and). The count beside a choice says how many services
there are with that choice and with what was chosen in the *other* facets. Services are sets of a Census (integers), in
which each choice is one too: what meets all chosen facets is a result, what meets all but one counts for that facet.
"""

from dataclasses import dataclass, replace

from django.utils.text import slugify

from cms.core import kept
from cms.core.models import Term

from . import letters
from .models import Service

# More chosen at once than anybody chooses by hand; the rest is left out.
MOST_CHOSEN = 60
PARAMETERS = (
    "term", "how", "region", "cost", "joining", "open", "when", "age", "children", "company", "council",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One choice of a facet: ``value`` in the address, ``label``, its ``letter``, ``count`` of services it would leave."""

    value: str
    label: str
    letter: str = ""
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A question. ``parameter`` is its name in the address; terms share one, since their slugs are unique over all.

    ``is_prominent`` facets show at once, the others behind "More filters". Facets of one ``label`` stand under it
    together. Of a facet that ``is_long`` one more choice at a time is taken from a list.
    """

    key: str
    parameter: str
    label: str
    choices: tuple
    is_prominent: bool = False
    help_text: str = ""
    is_long: bool = False

    @property
    def chosen(self):
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def shown(self):
        """The choices that lead somewhere, and those that were chosen."""
        return [choice for choice in self.choices if choice.count or choice.is_chosen]

    @property
    def rest(self):
        """The choices that lead somewhere and were not chosen."""
        return [choice for choice in self.choices if choice.count and not choice.is_chosen]


@dataclass(frozen=True)
class Counted:
    """Facets with their counts; the set of ``results`` that meet everything chosen; ``failing``: how many fail one facet
    alone, by its key."""

    facets: list
    results: int
    failing: dict


def all_facets(parameters):
    """Return every Facet in reading order, with what ``parameters`` (a QueryDict) choose of it. One query.

    Slugs that nobody knows and retired terms are left out; a term that was merged counts as what it became.
    """
    asked = {name: set(parameters.getlist(name)[:MOST_CHOSEN]) for name in PARAMETERS}
    by_taxonomy = _term_facets(asked["term"])
    prominent = [facet for facet in by_taxonomy if facet.is_prominent]

    def plain(name, label, choices, is_prominent=False, **fields):
        chosen = (
            Choice(value, text, letter or letters.letter(name, value), is_chosen=value in asked[name])
            for value, text, letter in choices
        )
        return Facet(name, name, label, tuple(chosen), is_prominent, **fields)

    def fixed(name, label, choices, is_prominent=False):
        return plain(name, label, [(value, text, "") for value, text in choices], is_prominent)

    return [
        *prominent[:1],
        fixed("how", "How", Service.DELIVERY.values(), True),
        *prominent[1:],
        plain(
            "region",
            "Where",
            [
                *((slugify(name), name, letters.letter_of_region(name)) for name in letters.regions()),
                *((value, label, "") for value, label in letters.COVERAGE.items()),
            ],
            True,
        ),
        fixed("when", "When", letters.WHEN.items()),
        fixed("cost", "Cost", Service.Cost.choices),
        fixed("open", "New people", letters.OPEN.items()),
        fixed("joining", "How people join", Service.Joining.choices),
        fixed("age", "Age", [(band, row[0]) for band, row in letters.AGES.items()]),
        fixed("children", "Bringing someone", [("yes", "Children welcome")]),
        fixed("company", "Bringing someone", [("yes", "Support person welcome")]),
        *(facet for facet in by_taxonomy if not facet.is_prominent),
        plain(
            "council",
            "Council area",
            [(slugify(name), name, letters.letter_of_council(name)) for name in letters.councils()],
            is_long=True,
        ),
    ]


def _term_facets(asked):
    """Return a Facet for each taxonomy that is one, in their order."""
    by_taxonomy, every = kept.get("facets' terms", catalogue)
    chosen = {current.pk for term in every.by_pk.values() if term.slug in asked and (current := every.current(term.pk))}
    return [
        Facet(
            taxonomy.slug,
            "term",
            taxonomy.name,
            tuple(
                Choice(term.slug, term.name, letters.letter_of_term(term.pk), is_chosen=term.pk in chosen)
                for term in terms
            ),
            taxonomy.is_prominent,
            taxonomy.help_text,
        )
        for taxonomy, terms in by_taxonomy
    ]


def every_term():
    """Return all terms as Terms: none or one query."""
    return kept.get("facets' terms", catalogue)[1]


def catalogue():
    """Return the taxonomies that are facets, as pairs with their current terms in order, and all terms as Terms. One query."""
    terms = list(
        Term.objects.select_related("taxonomy").order_by(
            "taxonomy__sort_order", "taxonomy__name", "sort_order", "name", "pk"
        )
    )
    every = letters.Terms(terms)
    facets = {}
    for term in terms:
        if term.taxonomy.is_facet and term.merged_into_id is None and not term.is_retired:
            facets.setdefault(term.taxonomy, []).append(term)
    return list(facets.items()), every


def narrowed(census, bits, facets):
    """Return the set of those in ``bits``, a set of a Census, that meet every chosen facet."""
    for facet in facets:
        if facet.chosen:
            bits &= census.having(choice.letter for choice in facet.chosen)
    return bits


def count(census, bits, facets):
    """Return the Counted of ``bits``: a set of a Census, before any facet."""
    results, beside, failing = narrowed(census, bits, facets), {}, {}
    chosen = [facet for facet in facets if facet.chosen]
    for facet in chosen:
        # With what was chosen in the others.
        beside[facet.key] = narrowed(census, bits, [other for other in chosen if other is not facet])
        failing[facet.key] = (beside[facet.key] & ~results).bit_count()
    letters_of = census.letters.get

    def counted(facet):
        those = beside.get(facet.key, results)
        return replace(
            facet,
            choices=tuple(
                replace(choice, count=(those & letters_of(choice.letter, 0)).bit_count()) for choice in facet.choices
            ),
        )

    return Counted([counted(facet) for facet in facets], results, failing)
