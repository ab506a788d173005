"""The directory's models: where (places), who (organisations), what (services) and what waits (submissions)."""

from .contacts import ListingContact
from .organisations import Organisation
from .parts import Link, Location, Phone, Schedule
from .places import Locality
from .services import Service
from .submissions import Submission

__all__ = [
    "Link",
    "ListingContact",
    "Locality",
    "Location",
    "Organisation",
    "Phone",
    "Schedule",
    "Service",
    "Submission",
]
