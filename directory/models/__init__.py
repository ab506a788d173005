"""The directory's models: where (places), who (organisations), what (services) and what waits (submissions)."""

from .contacts import ListingContact
from .counts import DailyCount, SearchPhrase
from .desk import Assignment, Note, NotListed, ServiceRedirect
from .entries import SearchEntry, SearchPlace
from .imports import ServiceImport
from .organisations import Organisation
from .parts import Link, Location, Phone, Schedule
from .places import Locality
from .reports import Report
from .services import Service
from .submissions import Submission

__all__ = [
    "Assignment",
    "DailyCount",
    "Link",
    "ListingContact",
    "Locality",
    "Location",
    "NotListed",
    "Note",
    "Organisation",
    "Phone",
    "Report",
    "Schedule",
    "SearchEntry",
    "SearchPhrase",
    "SearchPlace",
    "Service",
    "ServiceImport",
    "ServiceRedirect",
    "Submission",
]
