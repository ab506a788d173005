"""``manage.py benchmark directory``: how long searches take with 1,000, with 10,000 and, if asked, with more services."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from directory import measuring

SIZES = [1_000, 10_000]


class Command(BaseCommand):
    help = "Measure the directory in a database of its own, which is made and removed. Prints a table."

    def add_arguments(self, parser):
        parser.add_argument("subject", choices=["directory"])
        parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="Numbers of services, growing.")

    def handle(self, sizes, **options):
        """Make a test database, fill it size by size, measure at each and print the table; the site's own data stay untouched."""
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        settings.DEBUG = False
        own = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            measuring.prepare()
            results = []
            for size in sorted(sizes):
                seconds, listed = measuring.grow_to(size)
                self.stdout.write(f"{size:,} services, {listed:,} of them listed, made in {seconds:.0f} s")
                results.append(measuring.measure())
                worst, most, queries, address = measuring.fuzzed()
                self.stdout.write(
                    f"{measuring.FUZZED} searches at random: 95 % within {most:.0f} ms, the worst {worst:.0f} ms, at most "
                    f"{queries} SQL queries. The worst was {address}"
                )
                took, peak, stays = measuring.loading()
                self.stdout.write(
                    f"Each process reads what it counts with in {took:.0f} ms, in at most {peak:.0f} MB, and keeps {stays:.0f} MB"
                )
            self.stdout.write("\n".join(measuring.table(sorted(sizes), results)))
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)
