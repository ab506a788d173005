"""``manage.py reset_second_factor ann@example.org``: for the administrator whose phone is lost, and whom nobody else can help."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from cms.signin import inviting, session


class Command(BaseCommand):
    help = (
        "Take away somebody's second factors and recovery codes and sign them out everywhere. They set up a new one when they "
        "next sign in with their password. It is told to them by mail, and stands in their history."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", help="email address or user name")

    def handle(self, *, who, **options):
        """Reset it; raise CommandError where there is no such person, or nothing to reset."""
        people = get_user_model().objects.filter(Q(email__iexact=who) | Q(username__iexact=who))
        if len(people) != 1:
            raise CommandError(f"There is no account with this address or name: {who}")
        if not session.has_factor(people[0]):
            raise CommandError(f"{who} has no second factor: nothing was changed.")
        inviting.reset_factor(people[0])
        self.stdout.write(f"The second factor of {who} is reset. They set up a new one when they next sign in.")
