"""Draw the sample's illustrations again, after ``cms/sample/pictures.py`` has changed. The results are committed."""

from django.core.management.base import BaseCommand

from cms.sample import pictures
from cms.sample.reading import IMAGES, read


class Command(BaseCommand):
    help = "Draw the illustrations of the sample site."
    requires_system_checks = []

    def handle(self, *args, **options):
        IMAGES.mkdir(exist_ok=True)
        for entry in read("pictures")["picture"]:
            path = IMAGES / f"{entry['name']}.png"
            pictures.draw(entry["name"]).save(path, optimize=True)
            self.stdout.write(f"{path.name}  {path.stat().st_size // 1024} KB")
