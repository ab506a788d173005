"""Services as machines read them: their part of the sitemap, and how one is named."""

from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.core.machines.sitemaps import Section
from cms.core.machines.subjects import Subject

from .models import Service


class ServiceSection(Section):
    """All listed services, with the day on which their page last changed."""

    def items(self):
        return Service.objects.listed().order_by("pk").only("slug", *Service.CHANGED_BY)

    def lastmod(self, item):
        return item.changed_on

    def get_latest_lastmod(self):
        latest = (
            self.items()
            .order_by()
            .aggregate(
                published=Max(Coalesce("last_published_at", "created_at")),
                status=Max("status_since"),
                check=Max("assured_at"),
            )
        )
        published = latest.pop("published")
        days = [timezone.localdate(published) if published else None, *latest.values()]
        return max(filter(None, days), default=None)


def subject_of(service):
    """Return the Subject of a service."""
    return Subject("service", service.uuid.hex, service.name, service.get_absolute_url(), service.slug)


def find_service(key):
    """Return the Subject of the listed service with that UUID (as hex), or None."""
    try:
        uuid = UUID(hex=key)
    except ValueError:
        return None
    service = Service.objects.listed().only("uuid", "name", "slug").filter(uuid=uuid).first()
    return service and subject_of(service)


def structured_data(service):
    """Return what schema.org may know of a service: what its page shows, never an email address, never what is kept back.

    Not a GovernmentService: most of these are run by people for each other.
    """
    areas = {
        Service.Coverage.STATEWIDE: [{"@type": "State", "name": "Victoria"}],
        Service.Coverage.NATIONAL: [{"@type": "Country", "name": "Australia"}],
    }
    near = [{"@type": "Place", "name": str(locality)} for locality in service.public_localities]
    phones = [
        {"@type": "ContactPoint", "telephone": phone.number, "name": phone.label} for phone in service.phones.all()
    ]
    addresses = [
        ", ".join(filter(None, [place["name"], *place["address"]])) for place in service.places if place["address"]
    ]
    return {
        "@type": "Service",
        "serviceType": "Peer support",
        "provider": {"@type": "Organization", "name": service.provider},
        "areaServed": areas.get(service.coverage, near),
        "availableChannel": [
            *({"@type": "ServiceChannel", "servicePhone": phone} for phone in phones),
            {"@type": "ServiceChannel", "serviceUrl": service.website},
            *({"@type": "ServiceChannel", "serviceLocation": {"@type": "Place", "address": one}} for one in addresses),
        ],
        "isAccessibleForFree": True if service.cost_kind == Service.Cost.FREE and not service.cost_note else None,
    }
