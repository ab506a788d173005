"""Made-up services, places and terms for the tests of the directory's reading side."""

import datetime
from itertools import count

from django.utils.text import slugify

from cms.core.models import Taxonomy, Term
from directory.models import Locality, Location, Organisation, Phone, Schedule, Service

_numbers = count(1)

BALLARAT = ("Ballarat Central", "3350", -37.5627, 143.8504, "Ballarat", "Grampians")
WENDOUREE = ("Wendouree", "3355", -37.5314, 143.8283, "Ballarat", "Grampians")
GEELONG = ("Geelong", "3220", -38.1475, 144.3612, "Greater Geelong", "Barwon South West")
MILDURA = ("Mildura", "3500", -34.1889, 142.1583, "Mildura", "Loddon Mallee")


def make_locality(
    name, postcode, latitude=-37.8, longitude=144.9, council_area="Yarra", region="Inner Metro", **fields
):
    """Return the locality of that name and postcode, made where there is none."""
    values = {"latitude": latitude, "longitude": longitude, "council_area": council_area, "region": region} | fields
    return Locality.objects.get_or_create(name=name, postcode=postcode, defaults=values)[0]


def make_taxonomy(name, *terms, is_prominent=True, **fields):
    """Return a taxonomy with terms of these names; a term's slug is the taxonomy's and its own."""
    taxonomy = Taxonomy.objects.create(name=name, slug=slugify(name), is_prominent=is_prominent, **fields)
    for number, term in enumerate(terms):
        make_term(taxonomy, term, sort_order=number)
    return taxonomy


def make_term(taxonomy, name, **fields):
    slug = fields.pop("slug", f"{taxonomy.slug}-{slugify(name)}")
    return Term.objects.create(taxonomy=taxonomy, name=name, slug=slug, **fields)


def make_service(name=None, terms=(), place=None, live=True, organisation=None, locations=(), **fields):
    """Return a saved service, listed unless ``live=False`` or closed. ``place`` is a tuple as BALLARAT, or a dict for
    ``new_location``, whose ``locations`` come after it."""
    number = next(_numbers)
    fields = {"summary": "People who have been there.", "offers_in_person": True} | fields
    if organisation:
        fields["organisation"] = Organisation.objects.get_or_create(name=organisation)[0]
    else:
        fields.setdefault("provider_name", f"Provider {number}")
    service = Service(name=name or f"Service {number:04}", live=live, **fields)
    # Once, with all its parts, as a form saves it: saving tells the search and Wagtail's indexes each time.
    if terms:
        service.terms.set(terms)
    if place:
        locations = [new_location(**(place if isinstance(place, dict) else {"locality": place})), *locations]
    if locations:
        service.locations = locations
    service.save()
    return service


def new_location(locality=None, address_shown="suburb", times=(), **fields):
    """Return an unsaved Location; ``locality`` is a Locality or a tuple as BALLARAT, ``times`` keyword sets for Schedule."""
    if isinstance(locality, tuple):
        locality = make_locality(*locality)
    location = Location(locality=locality, address_shown=address_shown, **fields)
    usual = {"weekday": 1, "starts": datetime.time(18, 30), "ends": datetime.time(20)}
    location.schedules = [Schedule(**usual | {"sort_order": number} | one) for number, one in enumerate(times)]
    return location


def make_location(service, *place, **fields):
    """Add a location, as ``new_location`` makes it, to a service that is saved."""
    location = new_location(*place, **fields)
    location.service = service
    location.save()
    # Parts are saved beside the service here, so what it keeps of them is asked for anew.
    for name in ("schedules", "public_localities", "when_lines", "places", "coming"):
        service.__dict__.pop(name, None)
    service.save()  # index what it now says
    return location


def make_phone(service, number="(03) 5550 0142", **fields):
    phone = Phone(service=service, number=number, **fields)
    phone.save()
    return phone
