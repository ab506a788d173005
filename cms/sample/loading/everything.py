"""The order in which the sample is loaded, in one transaction."""

import logging
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction

from directory.models import Locality

from ..indexing import indexed_at_the_end
from ..ledger import Ledger
from . import (
    accounts,
    contributions,
    copies,
    directory,
    endorsements,
    files,
    glossary,
    help_lines,
    home,
    newsletter,
    pages,
    recordings,
    settings,
    submissions,
    terms,
)


@contextmanager
def few_words():
    """Wagtail says a line for each revision; here that would be two hundred."""
    logger = logging.getLogger("wagtail")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def load(today, say):
    """Load what the sample has and this site has never had. Return the Ledger.

    ``today`` is the date that the sample's dates count from; ``say(line)`` tells what happens. Either all of it
    is loaded or nothing.
    """
    if not Locality.objects.exists():
        call_command("load_localities")
    with few_words(), transaction.atomic(), indexed_at_the_end():
        people = accounts.load()
        ledger = Ledger(user=people.get("editor"), approver=people.get("approver"))
        by_slug = terms.load(ledger)
        help_lines.load(ledger)
        documents, images = files.load(ledger)
        services = directory.load(ledger, by_slug, today)
        found = pages.load(ledger, pages.Shelf(by_slug, documents, images, services, recordings.load(ledger)), today)
        endorsements.load(ledger, today)
        glossary.load(ledger, found)
        home.load(ledger, found)
        settings.load(ledger, found)
        submissions.load(ledger, services)
        contributions.load(ledger, today, people)
        newsletter.load(ledger, found, today)
        copies.load(ledger, found, today, people)
        say(f"Sample site: loaded, {ledger.added} new." if ledger.added else "Sample site: all there, nothing changed.")
    return ledger
