"""``manage.py make_place_list``: write the list of localities that devices read (``directory/place_list.py``)."""

from django.core.management.base import BaseCommand

from directory import place_list


class Command(BaseCommand):
    help = "Write static/data/places.txt from the localities in directory/data. Run it when those change."

    def handle(self, **options):
        """Write the file and say how long it is."""
        place_list.FILE.parent.mkdir(parents=True, exist_ok=True)
        text = place_list.text()
        place_list.FILE.write_text(text, encoding="utf-8")
        self.stdout.write(f"{place_list.FILE.name}: {len(text.splitlines())} localities, {len(text.encode())} bytes.")
