"""``manage.py purge_expired``: delete what has had its time. Run it every night."""

from django.core.management.base import BaseCommand, CommandError

from cms.intake.purge import PurgeIncomplete, purge


class Command(BaseCommand):
    help = "Delete drafts, links, uploads, sent mail and senders' details whose time is over."

    def handle(self, **options):
        """Delete, and print how many of each. Ends with an error that names what could not be deleted."""
        try:
            counts, incomplete = purge(), None
        except PurgeIncomplete as error:
            counts, incomplete = error.counts, error
        for what, count in counts.items():
            self.stdout.write(f"{what}: {count}")
        if incomplete:
            raise CommandError(str(incomplete)) from incomplete
