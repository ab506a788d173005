from pathlib import Path

from django.apps import AppConfig

# Reference data that the directory ships, with its licence (ATTRIBUTION.md).
DATA = Path(__file__).resolve().parent / "data"


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self):
        from cms.careful import bin as the_bin
        from cms.careful import calendar
        from cms.core import content_version, gazetteer, listings, nearby, page_cache, related, searchable, tools
        from cms.core.machines import feeds, sitemaps, subjects
        from cms.core.ways import register as register_ways
        from cms.intake import keeping, purge

        from . import check_queue, checks, contact_queue, links, people, receivers, search_receivers, waits  # noqa: F401
        from .alike import sharing
        from .bin import ServicesInTheBin, purge_bin
        from .calendar_entries import last_days
        from .feeds import DirectoryFeed
        from .found import ServiceSource
        from .gazetteer import places_called
        from .imports.carrying_out import purge_imports
        from .keeping import rows
        from .machines import ServiceSection, find_service
        from .mails import join as join_mails
        from .models import (
            Assignment,
            Closure,
            ContactRequest,
            DailyCount,
            ListingContact,
            Note,
            NotListed,
            ReminderSent,
            Report,
            SearchPhrase,
            ServiceImport,
            Submission,
        )
        from .nearby import NearServices
        from .pins import number_listed, towns
        from .promises import join as join_promises
        from .retention import forget_comments, forget_words
        from .statistics import count, purge_phrases, record_checked
        from .ways import names, ways

        tools.register("directory:list", "Directory of services", "directory:list", title="Find peer support")
        tools.register("directory:shortlist", "My list of services", "directory:shortlist", False, title="My list")
        tools.register("directory:add", "Add a service", "directory:add")
        tools.register(
            "directory:update_find",
            "Keep your entry right",
            "directory:update_find",
            False,
            title="Which service is yours?",
        )
        tools.register("directory:open-data", "The directory as open data", "hsds:page", title="Open data")
        listings.register("places", "Towns of the directory", towns, count=number_listed)
        register_ways("facets", names, ways)
        gazetteer.register("localities", places_called)
        searchable.register(ServiceSource())
        related.register("services", sharing)
        nearby.register("directory:list", NearServices())
        feeds.register(DirectoryFeed.key, DirectoryFeed)
        sitemaps.register("services", ServiceSection)
        subjects.register("service", find_service)
        people.join()
        links.join()
        join_promises()
        join_mails()
        keeping.register(rows)
        content_version.never_shown(
            Assignment, Closure, ContactRequest, DailyCount, ListingContact, NotListed, Note, ReminderSent, Report,
            SearchPhrase, ServiceImport, Submission,
        )  # fmt: skip
        waits.join()
        purge.register("words to editors", forget_words)
        purge.register("words of editors", forget_comments)
        purge.register("imports", purge_imports)
        purge.register("services in the bin", purge_bin)
        the_bin.register(ServicesInTheBin())
        calendar.register("last days", last_days)
        purge.register("search phrases", purge_phrases)
        page_cache.register_reading("directory", count)
        # Not deleted but kept, for the statistics: the nightly job is the one that runs once a day.
        purge.register("entries counted", record_checked)
