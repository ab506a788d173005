"""``manage.py page_reminders [--today YYYY-MM-DD] [--dry-run]``: ask people to check their pages. Run it every day."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.upkeep.reminders import remind


class Command(BaseCommand):
    help = "Remind people of pages that are due for a check: one email for each person, at most one in a week."

    def add_arguments(self, parser):
        parser.add_argument("--today", help="Another day than today, as YYYY-MM-DD.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write and mail nothing.")

    def handle(self, *, today, dry_run, **options):
        """Write the reminders that are due and print how many; no titles and no addresses."""
        try:
            day = datetime.date.fromisoformat(today) if today else timezone.localdate()
        except ValueError as error:
            raise CommandError("Give the day as YYYY-MM-DD, for example 2026-11-24.") from error
        done = remind(day, dry_run=dry_run)
        self.stdout.write(f"pages due for a check: {done.due}")
        self.stdout.write(f"emails: {done.mails}")
        if done.nobody:
            self.stdout.write(f"pages that nobody can be asked about: {done.nobody}")
        if done.failed:
            raise CommandError(f"Not written: {done.failed} emails. Run it again; see the log for why.")
        if dry_run:
            self.stdout.write("Nothing was written or mailed.")
