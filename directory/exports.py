"""Listed services as files: a spreadsheet (CSV) and map data (GeoJSON), written as they are sent.

A chunk of services at a time is read, by a fixed number of queries, so that memory does not grow with the directory.
Nothing that is kept private of an address is in either, and no email address (they would be harvested).
"""

import csv
import hashlib
import json

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from cms.core import content_version
from cms.core.site_links import absolute_url
from cms.core.spreadsheets import safe_cell

from .imports.columns import Sheet, with_everything
from .models import Location, Service

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
CHUNK = 200
# What "area only" means to a program: the point is the middle of the suburb or town.
AREA = "The middle of the suburb or town, never a street address."


class Echo:
    """What csv writes to: gives back the line that it was given."""

    def write(self, text):
        return text


def in_chunks(keys, services=None):
    """Yield services with everything, in the order of the primary keys ``keys``; what is gone meanwhile is left out."""
    services = Service.objects.listed() if services is None else services
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        found = {service.pk: service for service in with_everything(services.filter(pk__in=part))}
        yield from (found[pk] for pk in part if pk in found)


def csv_lines(keys):
    """Yield the lines of the spreadsheet of the listed services with these primary keys."""
    sheet, writer = Sheet(is_public=True), csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    # The mark tells spreadsheet programs that this is UTF-8.
    yield "\ufeff" + writer.writerow([safe_cell(heading) for heading in sheet.headings])
    for service in in_chunks(keys):
        for row in sheet.rows(service):
            yield writer.writerow([safe_cell(cell) for cell in row])


def geojson_parts(keys):
    """Yield the text of a GeoJSON FeatureCollection: a feature for each place that may be shown, and one without a
    point for a service without such a place."""
    head = {
        "type": "FeatureCollection",
        "title": "Peer support services in Victoria",
        "license": LICENCE,
        "license_name": LICENCE_NAME,
        "attribution": "Centre of Excellence in Peer Support",
        "points": AREA,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n'
    between = ""
    for service in in_chunks(keys):
        for feature in features(service):
            yield between + json.dumps(feature, ensure_ascii=False)
            between = ",\n"
    yield "\n]}\n"


def features(service):
    """Return the GeoJSON features of one service, as dicts. Coordinates are longitude, latitude (WGS 84)."""
    about = {
        "service": str(service.uuid),
        "name": service.name,
        "provided_by": service.provider,
        "summary": service.summary,
        "page": absolute_url(service.get_absolute_url()),
        "ways": service.delivery_labels,
        "reaches": service.get_coverage_display(),
        "cost": service.cost_in_words,
        "status": service.get_status_display(),
        "last_checked": service.assured_at.isoformat() if service.assured_at else None,
        "phone": [phone.number for phone in service.phones.all()],
    }
    found, seen = [], set()
    for place in service.locations.all():
        locality = place.public_locality
        is_area = place.address_shown != Location.AddressShown.STREET
        # Two kept-back streets in one suburb are one point that says no more than the other.
        if locality is None or (is_area and locality.pk in seen):
            continue
        seen.add(locality.pk)
        said = {"place": ", ".join(filter(None, [place.public_name, *place.public_address])), "area_only": is_area}
        point = {"type": "Point", "coordinates": [locality.longitude, locality.latitude]}
        found.append({"type": "Feature", "id": str(place.uuid), "geometry": point, "properties": about | said})
    return found or [{"type": "Feature", "id": str(service.uuid), "geometry": None, "properties": about}]


def state(*asked):
    """Return (etag, last modified) of an answer about the listed services: the tag changes with whatever readers may see,
    and with the day, since some of it stands until one. ``asked`` is what else the answer depends on. Two queries, which
    read no more of many services than of a few.

    The time is of what the public reads and nothing else: no history tells when a note, a report or a draft came in.
    """
    known = (asked, content_version.current(), timezone.localdate(), absolute_url(reverse("directory:list")))
    latest = Service.everything.once_public().aggregate(at=Max("changed_at"))["at"] or timezone.now()
    return f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"', latest
