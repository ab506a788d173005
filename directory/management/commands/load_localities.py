"""``manage.py load_localities``: put Victoria's localities into the database, or bring them up to date."""

import csv

from django.core.management.base import BaseCommand
from django.db import transaction

from directory import engine
from directory.apps import DATA
from directory.models import Locality, Location

FIELDS = ["latitude", "longitude", "council_area", "region", "is_primary"]


class Command(BaseCommand):
    help = "Load the localities of Victoria from directory/data. Running it again changes only what differs."

    @transaction.atomic
    def handle(self, **options):
        """Create and update localities; print how many of each. Nothing is deleted, since entries point at them."""
        with (DATA / "regions.csv").open(newline="", encoding="utf-8") as source:
            regions = {row["lga"]: row["region"] for row in csv.DictReader(source)}
        have = {(place.name, place.postcode): place for place in Locality.objects.all()}
        new, changed = [], []
        with (DATA / "vic-localities.csv").open(newline="", encoding="utf-8") as source:
            # 48 names stand twice with one postcode: the Bureau of Statistics' point (primary) is the better one.
            rows = {}
            for row in sorted(csv.DictReader(source), key=lambda row: row["is_primary"]):
                rows[row["locality"], row["postcode"]] = row
            for key, row in rows.items():
                values = {
                    "latitude": float(row["latitude"]),
                    "longitude": float(row["longitude"]),
                    "council_area": row["lga"],
                    "region": regions.get(row["lga"], ""),
                    "is_primary": row["is_primary"] == "1",
                }
                place = have.get(key)
                if place is None:
                    new.append(Locality(name=key[0], postcode=key[1], **values))
                elif any(getattr(place, field) != value for field, value in values.items()):
                    for field, value in values.items():
                        setattr(place, field, value)
                    changed.append(place)
        Locality.objects.bulk_create(new, batch_size=500)
        Locality.objects.bulk_update(changed, FIELDS, batch_size=500)
        engine.refresh(Location.objects.filter(locality__in=changed).values_list("service_id", flat=True))
        self.stdout.write(
            f"Localities: {len(new)} new, {len(changed)} changed, {len(have) - len(changed)} as they were."
        )
