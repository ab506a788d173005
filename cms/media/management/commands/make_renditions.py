"""``manage.py make_renditions``: make all sizes of pictures that readers' pages ask for and that are not there yet."""

from django.core.management.base import BaseCommand
from wagtail.images import get_image_model

from cms.media import renditions


class Command(BaseCommand):
    help = "Make the sizes of pictures that are missing. Does nothing where all are there; may be ended and run again."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many are missing.")

    def handle(self, dry_run=False, **options):
        """Go through all pictures that are public, one at a time; say how many sizes were made and which pictures failed."""
        pictures = made = absent = 0
        failed = []
        for image in get_image_model().objects.order_by("pk").iterator(chunk_size=100):
            specs = renditions.missing(image)
            if not specs:
                continue
            pictures, absent = pictures + 1, absent + len(specs)
            if dry_run:
                continue
            try:
                number, without = renditions.make(image, specs)
            except OSError:
                number, without = 0, specs
            made += number
            if without:
                failed.append(image.pk)
        if dry_run:
            self.stdout.write(f"{absent} sizes of {pictures} pictures are missing.")
            return
        self.stdout.write(f"{made} sizes of {pictures} pictures made.")
        if failed:
            self.stderr.write(f"Could not be made for the pictures with these numbers: {', '.join(map(str, failed))}")
