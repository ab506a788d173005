"""Reading the directory: which listed services somebody asked for, in which order, a page at a time.

What is found comes from ``directory.kept_census`` and ``directory.engine``, which know listed services only; the page's
own services are read anew and must still be listed. Neither the number of queries nor the rows that they read grow with
services, terms or choices (tests count them).
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.http import QueryDict

from . import engine, facets, kept_census, near
from .census import Ordered
from .models import Service
from .search_forms import Sort

PER_PAGE = 10
# The same results in different shapes: the value of ``view=`` in the address, and what its tab says. The first is the list.
VIEWS = {"": "List", "map": "Map"}


@dataclass
class Found:
    """The answer to one search: ``page`` (a Page of services with ``distance`` set), ``facets``, and how many.

    ``results`` is the set of all of them in ``search.census``; ``failing`` says how many fail one chosen facet alone, by
    key.
    """

    page: object
    facets: list
    total: int
    near_total: int
    results: int
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
    def census(self):
        """What is listed, as it is for the whole of this search."""
        return kept_census.current()

    @cached_property
    def around(self):
        """What is near the place: an Around; None without a place."""
        return near.Around(self.census, self.place, self.within) if self.place else None

    @cached_property
    def by_words(self):
        """The sets of what has the words, the best first; one set of everything without words."""
        if not self.has_words:
            return [self.census.all]
        return engine.standing(self.census, self.wanted, self.sort in {Sort.RELEVANCE, Sort.DISTANCE})

    def before_facets(self, words=True, around=None):
        """Return the set of what this search has before any facet. ``words`` says whether they count; ``around`` is what is
        near the place, if that counts: an Around."""
        bits = self.census.all
        if words and self.has_words:
            bits = 0
            for those in self.by_words:
                bits |= those
        return bits & (around.close | self.census.everywhere) if around else bits

    def find(self, number=1, has_cards=True):
        """Return Found with page ``number`` (anything: what is no page gives the first, or the last).

        Without cards nothing is read of the page's services, and none is on it.
        """
        counted = facets.count(self.census, self.before_facets(around=self.around), self.facets)
        self.facets = counted.facets
        keys = self.in_order(counted.results)
        page = Paginator(keys, PER_PAGE).get_page(_page_number(number))
        asked = Service.objects.listed().filter(pk__in=page.object_list).for_results() if has_cards else []
        services = {row.pk: row for row in asked}
        page.object_list = [services[pk] for pk in page.object_list if pk in services] if has_cards else []
        for service in page.object_list:
            service.distance = self.around.distance(service.pk) if self.around else None
        near_total = (counted.results & self.around.close).bit_count() if self.around else 0
        return Found(page, counted.facets, len(keys), near_total, counted.results, counted.failing)

    def keys(self):
        """Return the primary keys of all results in the order that they are shown in: a list, for downloads."""
        return list(self.in_order(facets.narrowed(self.census, self.before_facets(around=self.around), self.facets)))

    def in_order(self, results):
        """Return the primary keys of the set ``results`` in the order they are shown: near a place first what is near, then
        what reaches everywhere; within that as ``sort`` says, and last by name. A sequence, made as far as it is read."""
        close = self.around.close if self.around else 0

        def sets():
            for ring in self.around.rings() if self.around and self.sort == Sort.DISTANCE else [close]:
                if those := results & ring:
                    yield from self._by_words(those)
            yield from self._by_words(results & ~close)

        return Ordered(self.census, sets, results.bit_count(), by_check=self.sort == Sort.CHECKED)

    def _by_words(self, bits):
        """Yield the parts of a set by where the words stand, where that counts."""
        if self.sort not in {Sort.RELEVANCE, Sort.DISTANCE}:
            yield bits
        else:
            yield from (bits & those for those in self.by_words)

    def totals_without(self):
        """Return how many results there would be otherwise, where there are none: {what: number}.

        "words" without words, "place" all over Victoria. No queries.
        """

        def total(bits):
            return facets.narrowed(self.census, bits, self.facets).bit_count()

        totals = {}
        if self.has_words:
            totals["words"] = total(self.before_facets(words=False, around=self.around))
        if self.place:
            totals["place"] = total(self.before_facets())
        return totals

    def nearest(self):
        """Return (kilometres to the nearest result all over Victoria, the smallest distance of the finder that has it in it,
        how many results that has), where there is a place; None for what there is not. No queries."""
        everything = facets.narrowed(self.census, self.before_facets(), self.facets)
        away = near.nearest(self.census, self.place, everything)
        within = next((within for within in near.WITHIN if away is not None and away <= within), None)
        if within is None:
            return away, None, 0
        around = near.Around(self.census, self.place, within)
        return away, within, (everything & (around.close | self.census.everywhere)).bit_count()

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
