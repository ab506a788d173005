"""Give a new site the questions that the directory and the pages are filed by, without the rest of the sample."""

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.sample.ledger import Ledger
from cms.sample.loading import terms


class Command(BaseCommand):
    help = (
        "Load the taxonomies with their terms: whom a service is for, what it offers, its language and so on. Running it "
        "again adds only what is new; what editors changed stays changed, what they deleted stays deleted."
    )

    @transaction.atomic
    def handle(self, **options):
        """Make what this site never had; print how many taxonomies that is."""
        ledger = Ledger()
        found = terms.load(ledger)
        self.stdout.write(f"Taxonomies: {ledger.added} new, {len(found)} terms in all.")
