"""Fill the site with its sample: pages, files, services, help lines and one account for each role."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.sample.loading import load
from cms.sample.loading.accounts import accounts_file


class Command(BaseCommand):
    help = "Load the sample site. Loading again adds only what is new and changes nothing that is there."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--yes-this-is-a-sample",
            action="store_true",
            help="load it even where the settings do not allow it: the people and services in it are made up",
        )

    def handle(self, *args, yes_this_is_a_sample, verbosity, **options):
        if not (settings.SAMPLE_SITE_ALLOWED or yes_this_is_a_sample):
            raise CommandError(
                "These settings are for a real site (SAMPLE_SITE_ALLOWED is off), and the sample's people and services "
                "are made up. If it is to be a sample all the same, say --yes-this-is-a-sample."
            )
        say = self.stdout.write if verbosity else _quiet
        load(timezone.localdate(), say)
        say(f"Names and passwords to sign in with are in {accounts_file()}")


def _quiet(line):
    """Say nothing."""
