"""Take stories off the site whose tellers were to be asked again and did not answer in the time that we give."""

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.log_actions import log

from pages.models import StoryConsent, StoryPage


class Command(BaseCommand):
    help = "Unpublishes stories whose consent lapsed 90 days ago. Run it every day."

    def handle(self, *args, **options):
        count = 0
        for story in StoryPage.objects.live().filter(alias_of=None, consent__in=StoryConsent.objects.past_grace()):
            with transaction.atomic():
                story.take_down()
                log(instance=story, action="pages.story.lapsed")
            count += 1
        self.stdout.write(f"{count} {'story' if count == 1 else 'stories'} taken off the site.")
