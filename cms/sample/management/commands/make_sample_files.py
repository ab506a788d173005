"""Make the sample's PDFs again, after its texts have changed. The results are committed."""

import logging

from django.core.management.base import BaseCommand

from cms.sample.reading import FILES, read


class Command(BaseCommand):
    help = "Make the PDFs of the sample site from their texts. Needs requirements-dev.txt and Pango."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="names of files in content/files.toml; all when left out")

    def handle(self, *args, names, **options):
        for name in ("fontTools", "weasyprint", "weasyprint.progress"):
            logging.getLogger(name).setLevel(logging.ERROR)
        from cms.sample import printing  # WeasyPrint is there for developers only

        FILES.mkdir(exist_ok=True)
        for entry in read("files")["file"]:
            if names and entry["name"] not in names:
                continue
            path = FILES / f"{entry['name']}.pdf"
            content = printing.make(entry)
            changed = not path.exists() or path.read_bytes() != content
            if changed:
                path.write_bytes(content)
            self.stdout.write(f"{path.name}  {len(content) // 1024} KB  {'written' if changed else 'same'}")
