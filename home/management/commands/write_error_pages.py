"""``manage.py write_error_pages``: make the pages for a broken site and for maintenance anew, with today's help lines."""

from django.core.management.base import BaseCommand

from home.error_pages import write


class Command(BaseCommand):
    help = (
        "Makes the static error and maintenance pages with today's help lines. Changes nothing where nothing changed."
    )

    def handle(self, **options):
        written = write()
        self.stdout.write(f"Error pages: {', '.join(written) if written else 'as they were'}.")
