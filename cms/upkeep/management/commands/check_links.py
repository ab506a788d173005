"""``manage.py check_links [--minutes N] [--most N] [--own]``: look at the site's links. Run it every night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.upkeep.checking import check
from cms.upkeep.links import gather_everything


class Command(BaseCommand):
    help = "Look at every link of the site: those to the site itself at once, some of those to other sites politely."

    def add_arguments(self, parser):
        parser.add_argument("--minutes", type=int, default=30, help="How long to ask other sites; 30.")
        parser.add_argument("--most", type=int, help="How many links to other sites to look at, at most.")
        parser.add_argument("--own", action="store_true", help="Ask no other site.")

    def handle(self, *, minutes, most, own, **options):
        """Print numbers only; no addresses."""
        self.stdout.write(f"links: {gather_everything()}")
        if own:
            return
        run = check(timezone.localdate(), minutes=minutes, most=most)
        for what, number in (
            ("looked at", run.checked), ("broken", run.broken), ("could not be checked", run.unknown), ("left for next time", run.left),
        ):  # fmt: skip
            self.stdout.write(f"{what}: {number}")
