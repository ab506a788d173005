"""A list of services that a reader keeps on their own device, and its link.

The server keeps nothing: it reads the public ids in an address and shows what they name. An id is the service's UUID,
written short.
"""

from base64 import b64decode
from binascii import Error
from uuid import UUID

from django.urls import reverse

from .models import Service

MOST = 50
SEPARATOR = "."
ID_LENGTH = 22


def uuid_of(text):
    """Return the UUID of the service whose ``list_id`` is ``text``, or None for anything else."""
    try:
        uuid = (
            UUID(bytes=b64decode(text + "==", b"-_", validate=True))
            if len(text) == ID_LENGTH and text.isascii()
            else None
        )
    except (Error, ValueError):
        return None
    return uuid


def services_in(text):
    """Return (services, left out): the listed services that ``text`` names, in its order, each once and at most MOST;
    and how many names led to none. A fixed number of queries."""
    asked = list(dict.fromkeys(filter(None, text[: 4 * MOST * ID_LENGTH].split(SEPARATOR))))
    wanted = list(dict.fromkeys(filter(None, map(uuid_of, asked))))[:MOST]
    listed = Service.objects.listed().filter(uuid__in=wanted).for_results().prefetch_related("phones")
    found = {service.uuid: service for service in listed} if wanted else {}
    services = [found[uuid] for uuid in wanted if uuid in found]
    return services, len(asked) - len(services)


def address_of(services):
    """Return the path of a list of services, or of the page about lists where there are none."""
    path = reverse("directory:shortlist")
    return f"{path}?s={SEPARATOR.join(service.list_id for service in services)}" if services else path
