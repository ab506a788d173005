"""Take stories, and what says them in Easy Read, off the site where nobody answered in the time that we give."""

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.log_actions import log

from pages.models import StoryConsent


class Command(BaseCommand):
    help = "Unpublishes stories whose consent lapsed 90 days ago. Run it every day."

    def handle(self, *args, **options):
        count = 0
        # By the consents: of a story that is off the site already, the Easy Read may still be there.
        for consent in StoryConsent.objects.past_grace().select_related("story"):
            with transaction.atomic():
                if not consent.story.take_down():
                    continue
                log(instance=consent.story, action="pages.story.lapsed")
            count += 1
        self.stdout.write(f"{count} {'story' if count == 1 else 'stories'} taken off the site.")
