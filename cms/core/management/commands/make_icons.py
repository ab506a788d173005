"""Draw the site's icons from its mark into static/img. Run it when the mark or its colours change, and commit them."""

from django.core.management.base import BaseCommand

from cms.core.machines.icons import FOLDER, files


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        for name, content in files().items():
            (FOLDER / name).write_bytes(content)
            self.stdout.write(f"static/img/{name}: {len(content)} bytes")
