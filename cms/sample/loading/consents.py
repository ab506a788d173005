"""The consents of the sample's stories, whose tellers are made up, and who read the hard ones a second time."""

from datetime import timedelta

from pages.models import StoryConsent, StoryPage, StoryReading

AGREED_DAYS_AGO = 60
KEPT_AT = "Sample site: this story is made up, so there is no paper."


def agree(page, revision, reader, today):
    """Record what lets ``revision`` of a story be published; other pages need nothing."""
    if isinstance(page, StoryPage):
        _record(page, today)
        if page.needs_second_reader:
            StoryReading.keep(page, revision, reader)


def catch_up(pages, today):
    """Record consents for stories of a sample that was loaded before there were any."""
    live = StoryPage.objects.filter(pk__in=[page.pk for page in pages], live=True, consent=None, alias_of=None)
    for story in live:
        _record(story, today)


def _record(story, today):
    StoryConsent.objects.get_or_create(
        story=story,
        defaults={
            "for_website": True,
            "for_print": True,
            "for_training": True,
            "wording_version": "Sample wording, version 1",
            "agreed_on": today - timedelta(days=AGREED_DAYS_AGO),
            "kept_at": KEPT_AT,
        },
    )
