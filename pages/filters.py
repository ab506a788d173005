"""What a reader may narrow a list of pages by: a GET parameter, its choices, and what it does to the queryset.

A value that is not among the choices is ignored, so no address a visitor types can raise or reach the database.
"""

from dataclasses import dataclass

from django.utils.http import urlencode

from cms.core.models import Term


@dataclass(frozen=True)
class BoundFilter:
    """A filter as one request uses it: ``options`` are ``(value, label)`` pairs, ``chosen`` one of the values or ''."""

    name: str
    label: str
    options: list
    chosen: str

    @property
    def chosen_label(self):
        return dict(self.options).get(self.chosen, "")


class ChoiceFilter:
    """Narrow by a field with fixed choices."""

    def __init__(self, name, label, choices):
        self.name = name
        self.label = label
        self.choices = choices

    def options(self, pages):
        """Return the ``(value, label)`` pairs to choose from, for the queryset ``pages`` as nobody narrowed it."""
        return list(self.choices)

    def bind(self, data, pages):
        """Return the BoundFilter for the GET parameters ``data``."""
        options = [(str(value), str(label)) for value, label in self.options(pages)]
        chosen = data.get(self.name, "")
        return BoundFilter(self.name, self.label, options, chosen if chosen in dict(options) else "")

    def apply(self, pages, chosen):
        """Return ``pages`` narrowed to ``chosen``, which is one of the options."""
        return pages.filter(**{self.name: chosen})


class YearFilter(ChoiceFilter):
    """Narrow by a field that holds a year; the years that there are, latest first. One query."""

    def __init__(self, name, label):
        super().__init__(name, label, [])

    def options(self, pages):
        years = pages.order_by().exclude(**{self.name: None}).values_list(self.name, flat=True).distinct()
        return [(year, year) for year in sorted(years, reverse=True)]


class TermFilter(ChoiceFilter):
    """Narrow by the terms of one taxonomy that pages in the list have. One query."""

    def __init__(self, name, label, taxonomy):
        super().__init__(name, label, [])
        self.taxonomy = taxonomy

    def options(self, pages):
        terms = Term.objects.in_use().filter(
            taxonomy__slug=self.taxonomy, page_terms__page__in=pages.order_by().values("pk")
        )
        return list(terms.order_by("sort_order", "name").values_list("slug", "name").distinct())

    def apply(self, pages, chosen):
        # By subquery: a join would repeat a page for each of its terms.
        return pages.filter(pk__in=Term.objects.filter(slug=chosen).values("page_terms__page"))


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
