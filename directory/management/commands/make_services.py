"""``manage.py make_services N``: made-up services to measure the directory with; ``--remove`` takes them away again."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory import made


class Command(BaseCommand):
    help = "Make N made-up services, spread over Victoria as people live, to measure the directory with."

    def add_arguments(self, parser):
        parser.add_argument("number", nargs="?", type=int, help="How many to make beside those that are there.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same services. Default 1.")
        parser.add_argument("--remove", action="store_true", help="Delete all that this command ever made.")
        parser.add_argument("--yes", action="store_true", help="Do it on a real site too, where readers will see them.")

    def handle(self, number, seed, remove, yes, **options):
        """Make or remove services; refuse on a real site without ``--yes``, and whatever is no number to make."""
        if not settings.SAMPLE_SITE_ALLOWED and not yes:
            raise CommandError(
                "This is a real site: readers would see made-up services. Add --yes to do it all the same."
            )
        if remove:
            removed = made.remove(self.say(options))
            self.stdout.write(f"Removed {removed} made-up services.")
        elif number is None or number < 1:
            raise CommandError("Say how many services to make, for example: manage.py make_services 1000")
        else:
            try:
                listed = made.make(number, seed, self.say(options))
            except LookupError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(
                f"Made {number} services, {listed} of them listed. manage.py make_services --remove takes them away."
            )

    def say(self, options):
        """Return what tells how far it is: words only where somebody asked for more."""
        return self.stdout.write if options["verbosity"] > 1 else lambda words: None
