"""``manage.py verify_search [--repair]``: compare what the directory's search holds with what it should hold."""

from django.core.management.base import BaseCommand

from directory import engine


class Command(BaseCommand):
    help = "Compare the directory's search with the services, and with --repair write anew what differs."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="Write anew what differs.")

    def handle(self, repair, **options):
        """Print how many services differ. Without ``--repair`` end with status 1 where any does, for a scheduled job."""
        differing = list(engine.differing())
        if not differing:
            self.stdout.write("The directory’s search is as it should be.")
            return
        if repair:
            engine.refresh(differing)
            self.stdout.write(f"{len(differing)} services differed and are mended.")
            return
        self.stdout.write(f"{len(differing)} services differ. manage.py verify_search --repair mends them.")
        raise SystemExit(1)
