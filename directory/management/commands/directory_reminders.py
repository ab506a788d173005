"""``manage.py directory_reminders [--today YYYY-MM-DD] [--dry-run]``: keep entries current. Run it every day."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory import currency, upkeep


class Command(BaseCommand):
    help = "Ask services whether their entries are still right, and end pauses whose day is over."

    def add_arguments(self, parser):
        parser.add_argument("--today", help="Another day than today, as YYYY-MM-DD.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write and mail nothing.")

    def handle(self, *, today, dry_run, **options):
        """Take the steps that are due and print how many of each; no names and no addresses."""
        try:
            day = datetime.date.fromisoformat(today) if today else timezone.localdate()
        except ValueError as error:
            raise CommandError("Give the day as YYYY-MM-DD, for example 2026-11-24.") from error
        failed = []
        over = upkeep.end_what_is_over(day, dry_run=dry_run, failed=failed)
        ladder = currency.remind(day, dry_run=dry_run)
        for what, number in (
            ("pauses, waiting lists and notices whose day was over", len(over)),
            ("asked about", len(ladder.asked)),
            ("emails", ladder.mails),
            ("new tasks for editors", len(ladder.tasks)),
            ("to be unlisted by an editor", len(ladder.to_unlist)),
        ):
            self.stdout.write(f"{what}: {number}")
        if ladder.failed or failed:
            raise CommandError(
                f"Not done: {ladder.failed} emails and {len(failed)} days that are over. Run it again; see the log for why."
            )
        if dry_run:
            self.stdout.write("Nothing was written or mailed.")
