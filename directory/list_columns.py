"""The columns and filters of the editors' lists of services and organisations."""

from datetime import timedelta

import django_filters
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from cms.core.columns import DayColumn
from cms.desk.listings import ChoiceFilter

from .models import Locality, Organisation, Service

HALF_YEAR = timedelta(days=183)
YEAR = timedelta(days=365)
NOT_PUBLISHED = "Not published"


class StageColumn(Column):
    """Where a service stands, in a word."""

    def get_value(self, service):
        return service.get_status_display() if service.live else NOT_PUBLISHED


def regions_of(service):
    """Return where a service is, for colleagues: its regions, or how far it reaches."""
    found = {place.locality.region for place in service.locations.all() if place.locality and place.locality.region}
    return ", ".join(sorted(found)) or (service.get_coverage_display() if service.coverage != "place" else "")


def checks():
    """What is said of when somebody last checked an entry."""
    today = timezone.localdate()
    half, whole = today - HALF_YEAR, today - YEAR
    return [
        ("under-6", "In the last 6 months", Q(assured_at__gt=half)),
        ("6-12", "6 to 12 months ago", Q(assured_at__lte=half, assured_at__gt=whole)),
        ("over-12", "Over 12 months ago", Q(assured_at__lte=whole)),
        ("never", "Never", Q(assured_at=None)),
    ]


def publications():
    return [("yes", "Published", Q(live=True)), ("no", NOT_PUBLISHED, Q(live=False))]


def region_choices():
    found = Locality.objects.exclude(region="").order_by("region").values_list("region", flat=True).distinct()
    return [(name, name) for name in found]


class ServiceFilterSet(WagtailFilterSet):
    published = ChoiceFilter(publications, label="Published")
    checked = ChoiceFilter(checks, label="Last checked")
    region = django_filters.ChoiceFilter(label="Region", choices=region_choices, method="in_region")

    class Meta:
        model = Service
        fields = ["status", "coverage", "organisation"]

    def in_region(self, queryset, name, value):
        # By the keys: a service with two places there stands in the list once.
        return queryset.filter(pk__in=Service.objects.filter(locations__locality__region=value).values("pk"))


SERVICE_COLUMNS = [
    "name",
    Column("provider", label="Provider"),
    Column("where", label="Region", accessor=regions_of),
    StageColumn("stage", label="Status", sort_key="status"),
    DayColumn("assured_at", label="Last checked", sort_key="assured_at"),
]


def with_numbers(organisations):
    """Return the queryset ``organisations`` with ``number`` of their services, and ``listed`` of those that readers see."""
    seen = Q(services__live=True) & ~Q(services__status=Service.Status.CLOSED)
    return organisations.annotate(number=Count("services"), listed=Count("services", filter=seen))


class OrganisationFilterSet(WagtailFilterSet):
    services = ChoiceFilter(
        lambda: [("yes", "With a service", Q(number__gt=0)), ("no", "Without a service", Q(number=0))], label="Services"
    )

    class Meta:
        model = Organisation
        fields = []


ORGANISATION_COLUMNS = [
    "name",
    Column("number", label="Services", sort_key="number"),
    Column("listed", label="Of these listed", sort_key="listed"),
    "website",
]
