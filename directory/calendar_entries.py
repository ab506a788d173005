"""What the directory puts into the editors' calendar: the last days of pauses, waiting lists and notices."""

from django.urls import reverse

from cms.careful.calendar import MOST, Entry

from .models import Service


def last_days(user, first, last):
    """Days after which a service's status or message goes by itself, for those who may change it."""
    if not user.has_perm("directory.publish_service"):
        return []
    services = Service.objects.listed().filter(status_until__gte=first, status_until__lte=last)
    return [
        Entry(
            service.status_until, f"Last day of “{service.get_status_display()}”", service.name,
            reverse("directory_service_status", args=[service.pk]),
        )
        for service in services.only("name", "status", "status_until").order_by("status_until", "name")[:MOST]
    ]  # fmt: skip
