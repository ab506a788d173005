"""How long a story that was sent in is kept: while readers read it, and for the promised days after it left the site."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.intake.keys import new_key
from cms.intake.models import Sender
from cms.intake.purge import purge
from contribute import desk
from contribute.models import Channel, Contribution, Message, StorySent
from contribute.stories.sending import take_story
from pages.models import StoryConsent, StoryIndexPage, StoryPage
from tests.pages.factories import index

from .telling import EMAIL, answers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

KEPT = 30


@pytest.fixture
def story(db):
    """A story on the site, whose teller let an editor give it a title."""
    index(StoryIndexPage)
    found = take_story(answers(reach={"your_email": EMAIL, "may_correct": "correct"}), new_key())
    StorySent.objects.update(decision="approved")
    page = StoryPage.objects.get(pk=found.page_id).get_latest_revision_as_object()
    page.title, page.teaser = "The kettle", "It was a platypusmorning."
    page.save_revision().publish()
    found.refresh_from_db()
    assert found.page.live
    return found


@pytest.fixture
def ada(client, member_of):
    user = member_of("Administrators", first_name="Ada")
    client.force_login(user)
    return user


def by_an_editor(story):
    story.page.unpublish()


def by_its_consent(story):
    StoryConsent.objects.update(review_on=timezone.localdate() - timedelta(days=100))
    call_command("review_story_consents", verbosity=0)


def days_later(monkeypatch, days):
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)


@pytest.mark.parametrize("leave", [by_an_editor, by_its_consent])
def test_a_story_that_left_the_site_is_kept_for_the_promised_days_and_no_longer(client, ada, story, leave, monkeypatch):
    assert (story.status, story.retain_until) == ("done", None)
    days_later(monkeypatch, 400)
    purge()
    assert StoryPage.objects.get().live
    leave(story)
    client.force_login(ada)
    story.refresh_from_db()
    assert not story.page.live
    until = timezone.localdate() + timedelta(days=KEPT)
    assert story.retain_until == until
    said = f"{until:%-d %B %Y}"
    assert said in client.get(reverse("contribute_desk", args=[story.pk])).text
    assert f"deleted on <strong>{said}" in client.get(reverse("wagtailadmin_pages:edit", args=[story.page_id])).text
    days_later(monkeypatch, KEPT - 1)
    purge()
    assert StoryPage.objects.exists()
    assert Sender.objects.exists()
    days_later(monkeypatch, 1)
    purge()
    assert not StoryPage.objects.exists()
    assert not Sender.objects.exists()
    assert StoryConsent.objects.get().story is None


def test_publishing_it_again_or_taking_it_up_ends_its_days(ada, story, monkeypatch):
    story.page.unpublish()
    story.page.get_latest_revision().publish()
    story.refresh_from_db()
    assert story.retain_until is None
    StoryPage.objects.get().unpublish()
    desk.set_status(story, "started", user=ada)
    days_later(monkeypatch, 100)
    purge()
    assert StoryPage.objects.exists()
    desk.set_status(story, "done", user=ada)
    story.refresh_from_db()
    assert story.retain_until == timezone.localdate() + timedelta(days=KEPT)


def test_a_story_is_not_done_before_somebody_decided_on_it(client, sent, ada):
    story = sent("story")
    screen = reverse("contribute_desk", args=[story.pk])
    page = client.get(screen).text
    assert 'value="done"' not in page
    assert "We go on with it" in page
    assert "Nobody has decided" in client.post(screen, {"do": "status", "status": "done"}).text
    with pytest.raises(desk.NotDoneYet):
        desk.reply(story, "We have it.", user=ada)
    assert not Message.objects.exists()
    client.post(screen, {"do": "reply", "comment": "We read it next week."})
    story.refresh_from_db()
    assert (story.status, story.retain_until) == ("started", None)
    assert Message.objects.get().words == "We read it next week."


def test_a_story_that_was_done_without_a_decision_goes_when_its_days_are_over(sent):
    sent("story")
    Contribution.objects.update(status="done", retain_until=timezone.localdate())
    purge()
    assert not StoryPage.objects.exists()
    assert not Sender.objects.exists()


def test_stories_that_were_kept_past_their_day_get_days_that_a_colleague_can_see(sent, story):
    undecided = sent("story")
    past = timezone.localdate() - timedelta(days=300)
    Contribution.objects.update(status="done", retain_until=past)
    import_module("contribute.migrations.0018_days_of_stories").begin_days(apps, None)
    found = dict(StorySent.objects.values_list("pk", "retain_until"))
    assert found == {story.pk: None, undecided.pk: timezone.localdate() + timedelta(days=KEPT)}
    StoryPage.objects.filter(pk=story.page_id).update(live=False)
    import_module("contribute.migrations.0018_days_of_stories").begin_days(apps, None)
    assert StorySent.objects.get(pk=story.pk).retain_until == timezone.localdate() + timedelta(days=KEPT)


def test_the_promise_of_the_form_is_the_days_that_are_tested_here(db):
    assert Channel.objects.get(kind="story").keep_for == KEPT
