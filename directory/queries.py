"""Reading the directory: which listed services somebody asked for, in which order, a page at a time.

What is found comes from ``directory.engine``, which knows listed services only; the page's own services are read anew
and must still be listed. The number of queries does not grow with services, terms or choices (a test counts them).
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.http import QueryDict

from . import engine, facets, near
from .models import Service
from .search_forms import Sort

PER_PAGE = 10
# The same results in different shapes: the value of ``view=`` in the address, and what its tab says. The first is the list.
VIEWS = {"": "List", "map": "Map"}


@dataclass
class Found:
    """The answer to one search: ``page`` (a Page of services with ``distance`` set), ``facets``, and how many.

    ``keys`` are the primary keys of all results in order; ``failing`` says how many fail one chosen facet alone, by key.
    """

    page: object
    facets: list
    total: int
    near_total: int
    keys: list
    failing: dict


class Search:
    """What somebody asks of the directory: ``form`` (a FinderForm) and the choices in ``parameters`` (a QueryDict).

    ``asked_place`` says what became of a typed place; without a known place the search is for all of Victoria.
    """

    def __init__(self, form, parameters):
        self.form = form
        self.wanted = form.wanted
        self.asked_place = near.ask(form.typed_near) if form.typed_near else near.Asked()
        self.place = self.asked_place.place
        self.within = form.within
        self.view = parameters.get("view", "") if parameters.get("view", "") in VIEWS else ""
        self.facets = facets.all_facets(parameters)
        self.sort = form.settle_sort(has_words=self.has_words, has_place=self.place is not None)

    @property
    def has_words(self):
        return not self.wanted.is_empty

    @property
    def chosen(self):
        """The chosen choices of all facets, as (Facet, Choice) pairs."""
        return [(facet, choice) for facet in self.facets for choice in facet.chosen]

    @property
    def is_narrowed(self):
        """Whether this is anything but the whole directory in its own order."""
        return bool(self.wanted.text or self.form.typed_near or self.chosen or self.form.asked_sort)

    @cached_property
    def distances(self):
        """Kilometres by primary key of the services near the place; empty without a place."""
        return near.distances(self.place, self.within) if self.place else {}

    def rows(self, *columns, words=True, place=True, distances=None):
        """Return what the engine has for this search before any facet: tuples of primary key, letters and ``columns``.

        ``words`` and ``place`` say whether those count; ``distances`` stand in for those of the place.
        """
        box = near.Box.around(self.place, self.within) if place and self.place and distances is None else None
        found = engine.hits(self.wanted if words else None, box, ("reaches_everywhere", *columns))
        if not (place and self.place):
            return found
        close = self.distances if distances is None else distances
        return [row for row in found if row[2] or row[0] in close]

    def find(self, number=1, has_cards=True):
        """Return Found with page ``number`` (anything: what is no page gives the first, or the last).

        Without cards nothing is read of the page's services, and none is on it.
        """
        counted = self._counted()
        self.facets = counted.facets
        keys = self.in_order(counted.rows)
        page = Paginator(keys, PER_PAGE).get_page(_page_number(number))
        asked = Service.objects.listed().filter(pk__in=page.object_list).for_results() if has_cards else []
        services = {row.pk: row for row in asked}
        page.object_list = [services[pk] for pk in page.object_list if pk in services]
        for service in page.object_list:
            service.distance = self.distances.get(service.pk)
        near_total = sum(1 for pk in keys if pk in self.distances) if self.place else 0
        return Found(page, counted.facets, counted.total, near_total, keys, counted.failing)

    def keys(self):
        """Return the primary keys of all results in the order that they are shown in: a list, for downloads and maps."""
        return self.in_order(self._counted().rows)

    def _counted(self):
        return facets.count(self.rows(*Sort.COLUMNS[self.sort]), self.facets)

    def in_order(self, rows):
        """Return the primary keys of ``rows`` in the order they are shown: near a place first what is near, then what
        reaches everywhere; within that as ``sort`` says, and last by name."""
        key = {
            Sort.NAME: lambda row: (),
            # Days as text, the latest first: they are sorted the other way round below.
            Sort.CHECKED: lambda row: (),
            Sort.RELEVANCE: self._place_of_words,
            # Within a kilometre nobody minds which is nearer: there the words decide.
            Sort.DISTANCE: lambda row: (round(self.distances.get(row[0], 0)), *self._place_of_words(row)),
        }[self.sort]
        far = self.distances if self.place else None

        def whole(row):
            return (far is not None and row[0] not in far, *key(row), row[3], row[0])

        ordered = sorted(rows, key=whole)
        if self.sort == Sort.CHECKED:
            ordered.sort(key=lambda row: row[4] or "", reverse=True)
            if far is not None:
                ordered.sort(key=lambda row: row[0] not in far)
        return [row[0] for row in ordered]

    @cached_property
    def _stems(self):
        return [f" {stem} " for stem in self.wanted.stems]

    def _place_of_words(self, row):
        """Return where the words stand: (0, …) all in the name, (1, …) in name and summary, (2, …) elsewhere too; then
        how many are not in the name."""
        if not self._stems:
            return ()
        name, summary = row[4], row[5]
        missing = [stem for stem in self._stems if stem not in name]
        step = 0 if not missing else 1 if all(stem in summary for stem in missing) else 2
        return (step, len(missing))

    def totals_without(self):
        """Return how many results there would be otherwise, where there are none: {what: number}.

        ``(facet key, "")`` without what was chosen of a facet, "words" without words, "place" all over Victoria,
        "within" as far as one may ask. At most four queries.
        """
        totals = {}
        if self.has_words:
            totals["words"] = facets.count(self.rows(words=False), self.facets).total
        if self.place:
            rows = self.rows(place=False)
            totals["place"] = facets.count(rows, self.facets).total
            if self.within != near.WITHIN[-1]:
                wider = near.distances(self.place, near.WITHIN[-1])
                rows = [row for row in rows if row[2] or row[0] in wider]
                totals["within"] = facets.count(rows, self.facets).total
        return totals

    def address(self, without=None, **changes):
        """Return the query string (no ``?``) of this search: ``without`` leaves out one (Facet, Choice) or the name of a
        field, or a set of either; ``changes`` set fields. Only what is known is in it, always in one order, without the page."""
        without = without if isinstance(without, (set, list)) else [without]
        query = QueryDict(mutable=True)
        changes = dict(changes)
        view = changes.pop("view", self.view)
        fields = {"q": self.wanted.text, "near": self.form.typed_near}
        if self.form.typed_near and self.within != near.DEFAULT_WITHIN:
            fields["within"] = str(self.within)
        for name, value in (fields | changes).items():
            if value and name not in without:
                query[name] = value
        for facet, choice in self.chosen:
            if (facet.key, choice.value) not in without and facet.key not in without and "facets" not in without:
                query.appendlist(facet.parameter, choice.value)
        if self.form.asked_sort and "sort" not in without:
            query["sort"] = self.form.asked_sort
        if view:
            query["view"] = view
        return query.urlencode()


def _page_number(asked):
    """Return ``asked`` where a Paginator may read it as a number; else 1. Python refuses to read digits by the thousand."""
    asked = str(asked)
    return asked if len(asked) <= 9 else 10**9 if asked.isdecimal() else 1
