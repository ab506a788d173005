"""Words of a story stand in more places than the story: each of them forgets it."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.intake.models import OutboxMessage
from pages import models
from pages.withdrawal import withdraw

from .factories import SiteDocumentFactory, StandardFactory, StoryFactory
from .test_withdrawal import CANARY, files_below, folders, picture, rows_with

__all__ = ["folders"]
pytestmark = pytest.mark.django_db
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}


def with_document(document, **fields):
    return StoryFactory(body=[("text", f'<p><a linktype="document" id="{document.pk}">It</a></p>')], **fields)


def test_the_tasks_that_delete_its_files_hold_no_name_of_them(settings, folders, django_capture_on_commit_callbacks):
    settings.TASKS = DATABASE_TASKS
    with django_capture_on_commit_callbacks(execute=True):
        story = with_document(SiteDocumentFactory(title=CANARY), teaser_image=picture(f"{CANARY} hands"))
        picture("Other").delete()
    at_it = DBTaskResult.objects.filter(task_path__endswith="delete_file_from_storage_task").count()
    assert at_it == 2, "the other picture and its size"
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(story)
    left = DBTaskResult.objects.filter(task_path__endswith="delete_file_from_storage_task")
    assert left.count() == at_it
    assert rows_with("hands") == rows_with(CANARY) == []
    assert not [name for name in files_below(*folders) if CANARY in name]


def unsaved(instance, user, hours=0):
    FormState.objects.update_or_create_by_instance(
        instance,
        user=user,
        defaults={"data": f"title={CANARY}", "last_updated_at": timezone.now() - datetime.timedelta(hours=hours)},
    )


def test_what_was_typed_into_the_form_of_a_new_story_goes_with_it(member_of):
    user, other = member_of("Editors"), StandardFactory()
    for each in (models.StoryPage(), models.EasyReadPage(), other):
        unsaved(each, user)
    withdraw(StoryFactory())
    assert [each.content_object for each in FormState.objects.all()] == [other]


def test_what_was_typed_and_not_saved_is_deleted_every_night(member_of):
    unsaved(StandardFactory(), member_of("Editors"), hours=25)
    unsaved(StoryFactory(), member_of("Editors"), hours=1)
    call_command("purge_expired")
    assert FormState.objects.count() == 1


@pytest.mark.parametrize("length", [20, 250])
def test_a_notice_with_a_long_title_is_forgotten_too(length):
    story = StoryFactory(title=(CANARY * 30)[:length], slug="short")
    subject = f'The page "{story.title}" has been submitted for approval in moderation stage "Second reading"'[:255]
    for sent_at in (None, timezone.now()):
        OutboxMessage.objects.create(recipients=[], from_email="a@example.org", subject=subject, sent_at=sent_at)
    OutboxMessage.objects.create(recipients=[], from_email="a@example.org", subject='The page "Another" waits')
    withdraw(story)
    subjects = sorted(OutboxMessage.objects.values_list("subject", flat=True))
    assert subjects == ["About a story that was withdrawn", 'The page "Another" waits']


def test_redirects_to_it_go_however_they_are_written_and_with_them_their_address_in_the_history(member_of):
    story = StoryFactory(title="One", slug="by-the-door")
    links = [story.url, story.url.rstrip("/"), f"{story.url}?from=flyer", f"http://localhost{story.url}#end"]
    redirects = [
        Redirect.objects.create(old_path=f"/door-{number}", redirect_link=link) for number, link in enumerate(links)
    ]
    redirects.append(Redirect.objects.create(old_path="/door-9", redirect_page=story))
    for each in redirects:
        log(instance=each, action="wagtail.create", user=member_of("Editors"))
    kept = Redirect.objects.create(old_path="/others", redirect_link=f"{story.url}more/")
    log(instance=kept, action="wagtail.create")
    withdraw(story)
    assert list(Redirect.objects.all()) == [kept]
    assert rows_with("/door-") == []
    assert ModelLogEntry.objects.filter(label="/others").exists()


def test_tags_that_nothing_else_has_go_with_its_files(folders):
    image, document, other = picture("Hands"), SiteDocumentFactory(title="Letter"), picture("Hills")
    image.tags.add("her garden", "people")
    document.tags.add("her letter")
    other.tags.add("people")
    with_document(document, teaser_image=image)
    withdraw(models.StoryPage.objects.get())
    assert list(Tag.objects.values_list("name", flat=True)) == ["people"]
    assert [tag.name for tag in other.tags.all()] == ["people"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM taggit_taggeditem")
        assert cursor.fetchone()[0] == 1


@pytest.mark.parametrize(
    ("how", "why", "listed"),
    [
        ("asked", "The teller took their consent back.", "they asked us"),
        ("link", "The teller took their consent back by their own link.", "by their own link"),
        ("family", "Somebody close to the teller asked us to take the story down.", "somebody close to them asked"),
        ("editors", "We decided to take the story down.", "we decided to take it down"),
    ],
)
def test_a_withdrawn_consent_says_truly_by_whose_wish(client, member_of, how, why, listed):
    withdraw(StoryFactory(), how=how)
    record = models.StoryConsent.objects.get()
    assert record.why_not() == why
    models.StoryConsent.objects.update(withdrawn_at=datetime.datetime(2026, 5, 3, 2, tzinfo=datetime.UTC))
    client.force_login(member_of("Approvers"))
    assert f"Withdrawn 3 May 2026: {listed}" in client.get(reverse("story_consents:index")).content.decode()


def test_every_way_to_withdraw_has_its_sentence():
    assert set(models.StoryConsent.WHY_WITHDRAWN) == set(models.StoryConsent.How)
