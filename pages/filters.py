"""What a reader may narrow a list of pages by: a GET parameter, its choices, and what it does to the queryset.

Choices within one filter widen (or), filters together narrow (and). The count beside a choice says how many pages there
are with that choice and with what is chosen in the *other* filters. A value that is not among the choices is ignored, so
no address a visitor types can raise or reach the database.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import PurePath

from django.db.models import Q
from django.utils.http import urlencode

from cms.core.models import PageTerm, Term
from cms.media.models import FORMAT_LABELS

# More of one parameter than anybody ticks by hand; the rest is left out.
MOST_CHOSEN = 60


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: ``name`` and ``value`` in the address, and the ``count`` of pages it would leave."""

    name: str
    value: str
    label: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class BoundFilter:
    """A filter as one request uses it: its ``choices`` in order, of which several may be chosen where it ``is_many``."""

    name: str
    label: str
    choices: tuple
    is_many: bool = False

    @property
    def chosen_choices(self):
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def chosen(self):
        """The chosen values, in the order of the choices."""
        return [choice.value for choice in self.chosen_choices]

    @property
    def shown(self):
        """The choices that lead somewhere, and those that were chosen."""
        return [choice for choice in self.choices if choice.count or choice.is_chosen]


class ChoiceFilter:
    """Narrow by a field with fixed choices; by several of them at once where ``many``."""

    def __init__(self, name, label, choices=(), *, many=False):
        self.name = name
        # What is read of each page to know its value.
        self.field = name
        self.label = label
        self.choices = choices
        self.many = many

    def value_of(self, held):
        """Return the value, a string, of a page that has ``held`` in the field; '' for none."""
        return "" if held is None else str(held)

    def offered(self, found):
        """Return what there is to choose, in order: by value its label and the set of the pages that have it.

        ``found`` are the sets of primary keys by value.
        """
        return {str(value): (str(label), found.get(str(value), set())) for value, label in self.choices}

    def apply(self, pages, chosen):
        """Return ``pages`` narrowed to those with one of the values ``chosen``, which are among the choices."""
        return pages.filter(**{f"{self.name}__in": chosen})


class YearFilter(ChoiceFilter):
    """Narrow by a field that holds a year; the years that there are, latest first."""

    def offered(self, found):
        return {year: (year, found[year]) for year in sorted(found, key=int, reverse=True)}


class FormatFilter(ChoiceFilter):
    """Narrow by the kind of a page's file, as people say it; ``field`` leads to the file."""

    def __init__(self, name, label, field, *, many=False):
        super().__init__(name, label, many=many)
        self.field = field

    def value_of(self, held):
        extension = PurePath(held or "").suffix.lower().lstrip(".")
        return extension if extension in FORMAT_LABELS else ""

    def offered(self, found):
        return {kind: (label, found[kind]) for kind, label in FORMAT_LABELS.items() if kind in found}

    def apply(self, pages, chosen):
        return pages.filter(reduce(or_, (Q(**{f"{self.field}__iendswith": f".{kind}"}) for kind in chosen)))


class TermFilter(ChoiceFilter):
    """Narrow by the terms of one taxonomy that pages in the list have."""

    def __init__(self, name, label, taxonomy, *, many=False):
        super().__init__(name, label, many=many)
        self.taxonomy = taxonomy

    def offered(self, found):
        return {term.slug: (term.name, pages) for term, pages in found.items()}

    def apply(self, pages, chosen):
        # By subquery: a join would repeat a page for each of its terms.
        return pages.filter(pk__in=Term.objects.filter(slug__in=chosen).values("page_terms__page"))


def bind(filters, data, pages):
    """Return the BoundFilter of each of ``filters`` for the GET parameters ``data`` (a QueryDict).

    ``pages`` is the queryset as nobody narrowed it. At most two queries, whatever there is to choose.
    """
    found = _found(filters, pages)
    offered = {each.name: each.offered(found[each.name]) for each in filters}
    chosen = {each.name: _chosen(each, data) & offered[each.name].keys() for each in filters}
    meeting = {
        name: set().union(*(offered[name][value][1] for value in values)) for name, values in chosen.items() if values
    }

    def count(name, pages):
        return len(pages.intersection(*(met for other, met in meeting.items() if other != name)))

    return [
        BoundFilter(
            each.name,
            each.label,
            tuple(
                Choice(each.name, value, label, count(each.name, pages), value in chosen[each.name])
                for value, (label, pages) in offered[each.name].items()
            ),
            each.many,
        )
        for each in filters
    ]


def _chosen(each, data):
    asked = data.getlist(each.name)
    # Of one choice the last counts, as in any form.
    return set(asked[:MOST_CHOSEN] if each.many else asked[-1:])


def _found(filters, pages):
    """Return the primary keys of ``pages`` in sets by value (of terms: by Term, in their order), by the filter's name."""
    found = {each.name: {} for each in filters}
    taxonomies = {each.taxonomy: each.name for each in filters if isinstance(each, TermFilter)}
    read = [each for each in filters if not isinstance(each, TermFilter)]
    pages = pages.order_by()
    if read:
        for pk, *held in pages.values_list("pk", *(each.field for each in read)):
            for each, value in zip(read, held, strict=True):
                if value := each.value_of(value):
                    found[each.name].setdefault(value, set()).add(pk)
    if taxonomies:
        terms = Term.objects.in_use().filter(taxonomy__slug__in=taxonomies)
        rows = PageTerm.objects.filter(term__in=terms, page__in=pages.values("pk"))
        rows = rows.select_related("term__taxonomy").order_by("term__sort_order", "term__name")
        for row in rows:
            found[taxonomies[row.term.taxonomy.slug]].setdefault(row.term, set()).add(row.page_id)
    return found


class LeaveOut:
    """Terms whose pages a reader leaves out of a list: any number of the parameter ``name``.

    ``options`` are ``(slug, label)`` pairs; ``typed`` is what the address says, of which only options count.
    """

    def __init__(self, name, options, typed):
        self.name = name
        self.options = [(slug, label, slug in typed) for slug, label in options]
        self.chosen = [slug for slug, _label, is_chosen in self.options if is_chosen]

    @property
    def query(self):
        """The query string that leaves out the same: ``without=a&without=b``."""
        return urlencode({self.name: self.chosen}, doseq=True)

    @property
    def chosen_options(self):
        """What is left out: for each its slug, its label, and the query string that leaves out the others."""
        return [
            (slug, label, urlencode({self.name: [other for other in self.chosen if other != slug]}, doseq=True))
            for slug, label, is_chosen in self.options
            if is_chosen
        ]
