"""Every number on the dashboard is that of the rows behind it: also of what the other tests of the dashboard make none of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.desk import waiting
from cms.upkeep import links
from cms.upkeep.models import Link
from directory.models import Service
from pages.models import ConsentRequest, StoryConsent
from pages.story_stops import stop
from tests.directory.factories import make_service
from tests.pages.factories import StandardFactory, StoryFactory

from .makers import MAKERS
from .seeing import lines_of, parts_of, rows_of

pytestmark = pytest.mark.django_db


def page_to_check():
    page = StandardFactory()
    day = timezone.localdate() - timedelta(days=3)
    type(page).objects.filter(pk=page.pk).update(last_reviewed=day - timedelta(days=400), next_review_due=day)


def broken_link():
    links.gather(StandardFactory(body=[("text", '<p><a href="/nowhere/">there</a></p>')]))
    Link.objects.update(result=Link.Result.BROKEN)


def draft_of_a_colleague(author):
    service = make_service()
    service = Service.objects.get(pk=service.pk)
    service.summary = "Tea, and people who know."
    service.save_revision(user=author)
    service.get_workflow().start(service, author)


def consent_asked_for(author):
    # Until its consent is recorded, it is no story whose consent anybody gave.
    story = StoryFactory(live=False)
    StoryConsent.objects.filter(story=story).delete()
    story.save_revision()
    ConsentRequest.objects.create(story=story, asked_by=author, where="Second drawer")


def story_stopped(author):
    story = StoryFactory()
    story.save_revision()
    stop(story, "By phone", author)
    # Its consent is one of those that the other lines count.
    StoryConsent.objects.filter(story=story).delete()


def test_every_line_that_any_app_registers_lists_as_many_rows_as_it_says(client, member_of):
    author = member_of("Editors")
    for _ in range(3):
        page_to_check()
        broken_link()
        draft_of_a_colleague(author)
        consent_asked_for(author)
        story_stopped(author)
    # Pages that tests make belong to nobody.
    made = {
        "stories-stopped", "pages-to-check", "pages-of-nobody", "broken-links", "directory-draft", "consents-asked",
    }  # fmt: skip
    # Whoever registers another line makes some of it here, or among the makers.
    assert set(waiting._ones) == made | set(MAKERS) - {"inbox-story"}
    administrator = member_of("Administrators")
    client.force_login(administrator)
    found = {line.key: line for line in waiting.for_user(administrator)}
    assert made <= found.keys()
    assert all(found[key].number >= 3 for key in made)
    home = client.get("/admin/")
    for label, (number, url) in lines_of(home).items():
        assert rows_of(client.get(url)) == number, (label, url)
    for words, url in parts_of(home).items():
        assert rows_of(client.get(url)) == int(words.split()[0]), (words, url)
