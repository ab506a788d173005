"""Reading the directory: which listed services somebody asked for, in which order, a page at a time.

Everything starts from ``Service.objects.listed()``. The number of queries does not grow with services, terms or
choices (a test counts them).
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict

from cms.core.words import folded_words, stem

from . import facets, near
from .models import Service

PER_PAGE = 12
# The same results in different shapes: the value of ``view=`` in the address, and what its tab says. The first is the list.
VIEWS = {"": "List"}
# Above so many hits only names are read for the order, and not summaries.
MOST_READ = 1_000


@dataclass
class Found:
    """The answer to one search: ``page`` (a Page of services with ``distance`` set), ``facets``, and how many."""

    page: object
    facets: list
    total: int
    near_total: int = 0


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
        self.near_total = 0

    @property
    def has_words(self):
        return not self.wanted.is_empty

    @property
    def chosen(self):
        """The chosen choices of all facets, as (Facet, Choice) pairs."""
        return [(facet, choice) for facet in self.facets for choice in facet.chosen]

    @property
    def is_narrowed(self):
        """Whether this is anything but the whole directory."""
        return bool(self.wanted.text or self.form.typed_near or self.chosen)

    @cached_property
    def distances(self):
        """Kilometres by primary key of the services near the place; empty without a place."""
        return near.distances(self.place, self.within) if self.place else {}

    def base(self):
        """Return the listed services that have the words and are near or reach everywhere: before any facet."""
        services = Service.objects.listed()
        if self.has_words:
            hits = Service.objects.search(self.wanted.for_index(), order_by_relevance=False).get_queryset()
            services = services.filter(pk__in=hits.order_by().values("pk"))
        if self.place:
            everywhere = ~Q(coverage=Service.Coverage.PLACE)
            services = services.filter(Q(pk__in=list(self.distances)) | everywhere)
        return services

    def find(self, number=1):
        """Return Found with page ``number`` (anything: what is no page gives the first, or the last)."""
        base = self.base()
        if self.has_words or self.place:
            rows = facets.read(base, self.facets)
            counted = facets.count(base, self.facets, rows)
            results = [row for row in rows if row[0] == 0]
            page = Paginator(self.in_order(results), PER_PAGE).get_page(number)
            services = {row.pk: row for row in Service.objects.listed().filter(pk__in=page.object_list).for_results()}
            page.object_list = [services[pk] for pk in page.object_list if pk in services]
        else:
            counted = facets.count(base, self.facets)
            results = facets.mark(base, self.facets)[0].filter(missed=0)
            paginator = Paginator(results.order_by("name", "pk").for_results(), PER_PAGE)
            paginator.count = counted.total
            page = paginator.get_page(number)
            page.object_list = list(page.object_list)
        self.facets = counted.facets
        for service in page.object_list:
            service.distance = self.distances.get(service.pk)
        return Found(page, counted.facets, counted.total, self.near_total)

    def keys(self):
        """Return the primary keys of all results in the order that they are shown in: a list, for downloads."""
        base = self.base()
        if self.has_words or self.place:
            return self.in_order([row for row in facets.read(base, self.facets) if row[0] == 0])
        results = facets.mark(base, self.facets)[0].filter(missed=0)
        return list(results.order_by("name", "pk").values_list("pk", flat=True))

    def in_order(self, rows):
        """Return the primary keys of ``rows`` (of ``facets.read``) in the order they are shown: nearest first, then what
        reaches everywhere; within that by where the words stand (name, summary, the rest), then by name."""
        stems = frozenset(self.wanted.stems)
        self.near_total = sum(1 for row in rows if row[3] in self.distances)
        reads_summaries = len(rows) <= MOST_READ

        def key(row):
            _missed, name, summary, pk, *_rest = row
            distance = self.distances.get(pk)
            return (
                bool(self.place) and distance is None,
                round(distance or 0),
                _step(stems, name, summary if reads_summaries else "") if stems else 0,
                name.casefold(),
                pk,
            )

        return [row[3] for row in sorted(rows, key=key)]

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
            if (facet.key, choice.value) not in without and "facets" not in without:
                query.appendlist(facet.parameter, choice.value)
        if view:
            query["view"] = view
        return query.urlencode()


def _step(stems, name, summary):
    """Return 0 where all stems are in the name, 1 where name and summary have them, 2 otherwise."""
    in_name = {stem(word) for word in folded_words(name)}
    if stems <= in_name:
        return 0
    return 1 if stems <= in_name | {stem(word) for word in folded_words(summary)} else 2
