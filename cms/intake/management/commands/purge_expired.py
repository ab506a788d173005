"""``manage.py purge_expired``: delete what has had its time. Run it every night."""

from django.core.management.base import BaseCommand

from cms.intake.purge import purge


class Command(BaseCommand):
    help = "Delete drafts, links, uploads, sent mail and senders' details whose time is over."

    def handle(self, **options):
        """Delete, and print how many of each."""
        for what, count in purge().items():
            self.stdout.write(f"{what}: {count}")
