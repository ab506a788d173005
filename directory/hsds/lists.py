"""What the API lists: for each kind of object which rows were asked for, a page of them, all of them, or one.

Everything public starts from ``Service.objects.listed()``. A page and a chunk of a stream cost a fixed number of
queries, whatever the rows; a stream holds one chunk at a time.
"""

from abc import ABC, abstractmethod
from math import cos, radians

from django.db.models import F, Max, Prefetch, Q, Value, prefetch_related_objects

from cms.core import wording
from cms.core.models import Taxonomy, Term

from .. import near, words_table
from ..letters import Terms
from ..models import Locality, Location, Organisation, Service
from .objects import Objects
from .parameters import MOST_FULL_SERVICE
from .parts import MOST_IN_FULL, provider_id

CHUNK = 100
PAGED = ("search", "page", "per_page", "format")
BY_TERM = ("taxonomy_term_id", "taxonomy_id")
BY_PLACE = ("postcode", "proximity")


def terms_meant(asked):
    """Return the lists of keys of terms that services meet, a key of each: whatever became what was asked for, by merges.

    A list for each question about terms; none where none was asked. A retired term is met by nothing. One query.
    """
    if not (asked.taxonomy_term_id or asked.taxonomy_id):
        return []
    terms = Terms(Term.objects.select_related("taxonomy"))
    became = {pk: term for pk in terms.by_pk if (term := terms.current(pk))}
    found = []
    if asked.taxonomy_term_id:
        found.append([pk for pk, term in became.items() if asked.taxonomy_term_id in (term.uuid, terms.by_pk[pk].uuid)])
    if asked.taxonomy_id:
        found.append([pk for pk, term in became.items() if term.taxonomy.uuid == asked.taxonomy_id])
    return found


def services_asked(asked):
    """Return the listed services that meet everything asked, but for places."""
    services = Service.objects.listed()
    if asked.search is not None:
        wanted = wording.wanted(asked.search)
        if wanted.is_empty:
            services = services.none() if asked.search else services
        else:
            services = services.filter(pk__in=words_table.matching(wanted))
    for terms in terms_meant(asked):
        having = Service.terms.through.objects.filter(term_id__in=terms)
        services = services.filter(pk__in=having.values("service_id"))
    if asked.organization_id:
        services = services.filter(
            Q(organisation__uuid=asked.organization_id)
            | Q(organisation=None, uuid=provider_id(asked.organization_id)) & ~Q(provider_name="")
        )
    if asked.modified_after:
        services = services.filter(changed_at__gte=asked.modified_after)
    return services


def near_enough(asked):
    """Return the Q of the locations whose locality shows and that are where was asked: two small queries."""
    shown = ~Q(address_shown=Location.AddressShown.NOTHING)
    of_postcode = list(Locality.objects.filter(postcode=asked.postcode))
    if asked.proximity is None:
        areas = {locality.council_area for locality in of_postcode}
        return shown & Q(locality__council_area__in=areas)
    return shown & Q(locality__in=localities_within(of_postcode, asked.proximity / 1000))


def localities_within(localities, kilometres):
    """Return the keys of the localities whose point is within ``kilometres`` of the middle of ``localities``."""
    found = [locality for locality in localities if locality.is_primary] or localities
    if not found:
        return []
    latitude = sum(locality.latitude for locality in found) / len(found)
    longitude = sum(locality.longitude for locality in found) / len(found)
    north = kilometres / near.KM_A_DEGREE
    east = kilometres / (near.KM_A_DEGREE * cos(radians(min(80, abs(latitude) + north))))
    box = Locality.objects.filter(
        latitude__range=(latitude - north, latitude + north), longitude__range=(longitude - east, longitude + east)
    )
    return [
        pk
        for pk, *point in box.values_list("pk", "latitude", "longitude")
        if near.kilometres(latitude, longitude, *point) <= kilometres
    ]


class Kind(ABC):
    """One kind of object: which ``parameters`` narrow it, what to read of its rows, and what is said of each."""

    name = ""
    schema = ""
    about = ""
    parameters = PAGED
    item_parameters = ()

    def with_parts(self, rows, asked, full=False):
        """Return ``rows`` with what ``make`` reads of them."""
        return rows

    @abstractmethod
    def make(self, objects, row, asked):
        """Return the object that stands for one row."""

    def make_one(self, objects, row, asked):
        return self.make(objects, row, asked)

    @abstractmethod
    def page(self, asked):
        """Return (number of all that were asked for, the objects of the page)."""

    @abstractmethod
    def stream(self, asked):
        """Yield everything that was asked for, in chunks (lists of objects), in the order of keys."""

    @abstractmethod
    def one(self, identifier, asked):
        """Return the object with that id (a UUID) and when it changed (or None); (None, None) where there is none."""

    def latest(self):
        """When anything in this list last changed, where that is known."""
        return None


class Rows(Kind):
    """A kind whose objects are the rows of one model."""

    @abstractmethod
    def every(self):
        """Return all rows that may be read."""

    @abstractmethod
    def asked_for(self, asked):
        """Return those that meet what was asked, as a queryset in reading order."""

    def page(self, asked):
        rows = self.asked_for(asked)
        start = (asked.page - 1) * asked.per_page
        total = rows.count()
        found = self.with_parts(rows, asked)[start : start + asked.per_page] if start < total else []
        objects = Objects()
        return total, [self.make(objects, row, asked) for row in found]

    def stream(self, asked):
        rows, objects, last = self.asked_for(asked).order_by("pk"), Objects(), 0
        while True:
            found = list(self.with_parts(rows.filter(pk__gt=last), asked)[:CHUNK])
            if found:
                yield [self.make(objects, row, asked) for row in found]
            if len(found) < CHUNK:
                return
            last = found[-1].pk

    def one(self, identifier, asked):
        row = self.with_parts(self.every(), asked, full=True).filter(uuid=identifier).first()
        return (None, None) if row is None else (self.make_one(Objects(), row, asked), self.changed(row))

    def changed(self, row):
        """When the row last changed, where that is known."""
        return None


class Services(Rows):
    name, schema = "services", "service"
    about = "Services that people can use now, or that pause. Never what is closed or waits for an editor."
    parameters = (*PAGED, *BY_TERM, "organization_id", "modified_after", "minimal", "full", *BY_PLACE)

    PARTS = (
        "terms", "phones", "links", Prefetch("locations", Location.objects.select_related("locality")),
        "locations__schedules",
    )  # fmt: skip

    def every(self):
        return Service.objects.listed()

    def asked_for(self, asked):
        services = services_asked(asked)
        if asked.postcode:
            places = Location.objects.filter(near_enough(asked)).values("service_id")
            everywhere = ~Q(coverage=Service.Coverage.PLACE) if asked.proximity is None else Q(pk__in=[])
            services = services.filter(Q(pk__in=places) | everywhere)
        return services.order_by("name", "pk")

    def with_parts(self, rows, asked, full=False):
        if asked.minimal:
            return rows.only("uuid", "changed_at")
        rows = rows.select_related("organisation")
        return rows.prefetch_related(*self.PARTS) if full or asked.full else rows

    def make(self, objects, row, asked):
        if asked.minimal:
            return objects.service_minimal(row)
        return objects.service_full(row) if asked.full else objects.service_row(row)

    def make_one(self, objects, row, asked):
        return objects.service_full(row)

    def changed(self, row):
        return row.changed_at

    def latest(self):
        # Of what was public once, too: what is withdrawn changes the list as well.
        return Service.everything.once_public().aggregate(latest=Max("changed_at"))["latest"]


class ServiceAtLocations(Rows):
    name, schema = "service_at_locations", "service_at_location"
    about = "Each service at each place or way it is offered, with its times."
    parameters = (*PAGED, *BY_TERM, "organization_id", "modified_after", "full", *BY_PLACE)

    def every(self):
        return Location.objects.filter(service__in=Service.objects.listed())

    def asked_for(self, asked):
        locations = Location.objects.filter(service__in=services_asked(asked))
        if asked.postcode:
            everywhere = ~Q(service__coverage=Service.Coverage.PLACE) if asked.proximity is None else Q(pk__in=[])
            locations = locations.filter(near_enough(asked) | everywhere)
        return locations.order_by("service__name", "service_id", "sort_order", "pk")

    def with_parts(self, rows, asked, full=False):
        rows = rows.select_related("service__organisation", "locality")
        if not (full or asked.full):
            return rows
        places = Prefetch("service__locations", Location.objects.select_related("locality"))
        return rows.prefetch_related("schedules", "service__terms", "service__phones", "service__links", places)

    def make(self, objects, row, asked):
        return (objects.at_location_full if asked.full else objects.at_location_row)(row, row.service)

    def make_one(self, objects, row, asked):
        return objects.at_location_full(row, row.service)

    def changed(self, row):
        return row.service.changed_at

    latest = Services.latest


class Taxonomies(Rows):
    name, schema = "taxonomies", "taxonomy"
    about = "The lists that terms are taken from."

    def every(self):
        return Taxonomy.objects.all()

    def asked_for(self, asked):
        return containing(self.every(), asked).order_by("sort_order", "name", "pk")

    def make(self, objects, row, asked):
        return objects.taxonomy(row)


class TaxonomyTerms(Rows):
    name, schema = "taxonomy_terms", "taxonomy_term"
    about = "The words by which services are found: whom they are for, what they offer, in which language."
    parameters = (*PAGED, "taxonomy_id", "top_only", "parent_id")

    def every(self):
        return Term.objects.in_use().select_related("taxonomy")

    def asked_for(self, asked):
        terms = containing(self.every(), asked)
        if asked.taxonomy_id:
            terms = terms.filter(taxonomy__uuid=asked.taxonomy_id)
        if asked.top_only:
            # A wider term that is retired is no longer said.
            terms = terms.filter(Q(parent=None) | Q(parent__is_retired=True))
        if asked.parent_id:
            terms = terms.filter(parent__uuid=asked.parent_id)
        return terms.order_by("taxonomy__sort_order", "taxonomy__name", "sort_order", "name", "pk")

    def make(self, objects, row, asked):
        return objects.taxonomy_term(row)


def containing(rows, asked):
    """Return the rows whose name has what was searched for."""
    return rows.filter(name__icontains=asked.search) if asked.search else rows


class Organizations(Kind):
    """Organisations with a listed service, and the providers that services name in words, in one list.

    A provider in words is the row of the service that names it, until an editor links an organisation.
    """

    name, schema = "organizations", "organization"
    about = "Who provides the services. Only organisations with a service in the directory."
    parameters = (*PAGED, *BY_TERM, "full", "full_service")
    item_parameters = ("full_service",)

    def parts(self, asked=None):
        """Return two querysets: the organisations and the services that name their provider in words."""
        services = Service.objects.listed()
        for terms in terms_meant(asked) if asked else []:
            having = Service.terms.through.objects.filter(term_id__in=terms)
            services = services.filter(pk__in=having.values("service_id"))
        linked = Organisation.objects.filter(pk__in=services.exclude(organisation=None).values("organisation_id"))
        in_words = services.filter(organisation=None).exclude(provider_name="")
        if asked and asked.search:
            linked = linked.filter(name__icontains=asked.search)
            in_words = in_words.filter(provider_name__icontains=asked.search)
        return linked, in_words

    def page(self, asked):
        linked, in_words = self.parts(asked)
        keys = (
            linked.order_by()
            .annotate(label=F("name"), is_words=Value(0))
            .values_list("label", "is_words", "pk")
            .union(
                in_words.order_by()
                .annotate(label=F("provider_name"), is_words=Value(1))
                .values_list("label", "is_words", "pk"),
                all=True,
            )
        )
        start = (asked.page - 1) * asked.per_page
        total = linked.count() + in_words.count()
        ordered = keys.order_by("label", "is_words", "pk")
        wanted = list(ordered[start : start + asked.per_page]) if start < total else []
        rows = {0: linked.model.objects, 1: in_words.model.objects}
        found = {
            (is_words, row.pk): row
            for is_words in (0, 1)
            for row in self.with_full_services(
                self.with_parts(
                    rows[is_words].filter(pk__in=[pk for _name, words, pk in wanted if words == is_words]), asked
                ),
                asked,
            )
        }
        objects = Objects()
        owners = [found[words, pk] for _name, words, pk in wanted if (words, pk) in found]
        return total, [self.make(objects, owner, asked) for owner in owners]

    def with_parts(self, rows, asked, full=False):
        if not (full or asked.full or asked.full_service):
            return rows
        if rows.model is Service:
            return rows.prefetch_related(*Services.PARTS) if asked.full_service else rows
        services = Service.objects.listed().select_related("organisation").order_by("name", "pk")
        return rows.prefetch_related(Prefetch("services", services, to_attr="listed_services"))

    @staticmethod
    def with_full_services(rows, asked):
        """Return organisations as a list; the services of those that nest them in full have their parts."""
        rows = list(rows)
        if asked.full_service:
            nested = [getattr(row, "listed_services", []) for row in rows]
            few = [service for services in nested if len(services) <= MOST_IN_FULL for service in services]
            prefetch_related_objects(few, *Services.PARTS)
        return rows

    def stream(self, asked):
        chunk = MOST_FULL_SERVICE if asked.full_service else CHUNK
        for rows in self.parts(asked):
            objects, last = Objects(), 0
            while True:
                found = self.with_parts(rows.filter(pk__gt=last).order_by("pk"), asked)[:chunk]
                found = self.with_full_services(found, asked)
                if found:
                    yield [self.make(objects, row, asked) for row in found]
                if len(found) < chunk:
                    break
                last = found[-1].pk

    def make(self, objects, row, asked):
        if asked.full or asked.full_service:
            return self.make_one(objects, row, asked)
        return objects.provider_row(row) if isinstance(row, Service) else objects.organization_row(row)

    def make_one(self, objects, row, asked):
        services = [row] if isinstance(row, Service) else row.listed_services
        return objects.organization_full(row, services, asked.full_service)

    def one(self, identifier, asked):
        linked, in_words = self.parts()
        for rows, own in ((linked, identifier), (in_words, provider_id(identifier))):
            for row in self.with_full_services(self.with_parts(rows, asked, full=True).filter(uuid=own)[:1], asked):
                return self.make_one(Objects(), row, asked), None
        return None, None


KINDS = {kind.name: kind() for kind in (Services, Organizations, ServiceAtLocations, Taxonomies, TaxonomyTerms)}
