"""``manage.py person export|erase EMAIL-or-REFERENCE``: what a person may ask of us."""

import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from cms.intake import people


class Command(BaseCommand):
    help = "Hand out, or delete, all that is kept of the person with this email address or under this reference."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("who", help="an email address, or a reference such as K7QM-2XRT")

    def handle(self, *, what, who, **options):
        """Print JSON: what is kept, or how much of each was deleted."""
        found = getattr(people, what)(who)
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
