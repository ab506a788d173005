"""The directory's models: where (places), who (organisations), what (services) and what waits (submissions)."""

from .contacts import Closure, ContactRequest, ListingContact, ReminderSent
from .counts import DailyCount, SearchPhrase
from .desk import Assignment, Note, NotListed, ServiceRedirect
from .entries import SearchChange, SearchEntry, SearchPlace, SearchWord
from .imports import ServiceImport
from .link_words import DirectoryLinkWords
from .organisations import Organisation
from .parts import Link, Location, Phone, Schedule
from .places import Locality
from .reports import Report
from .services import Service
from .submissions import Submission
from .texts import DirectoryTexts

__all__ = [
    "Assignment",
    "Closure",
    "ContactRequest",
    "DailyCount",
    "DirectoryLinkWords",
    "DirectoryTexts",
    "Link",
    "ListingContact",
    "Locality",
    "Location",
    "NotListed",
    "Note",
    "Organisation",
    "Phone",
    "ReminderSent",
    "Report",
    "Schedule",
    "SearchChange",
    "SearchEntry",
    "SearchPhrase",
    "SearchPlace",
    "SearchWord",
    "Service",
    "ServiceImport",
    "ServiceRedirect",
    "Submission",
]
