"""Services that a story names: the desk offers what the directory may have, and an editor chooses."""

from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, WorkflowState

from contribute.models import StorySent
from contribute.stories.asking import has_yes
from contribute.stories.services import MOST_LINES, lines_of
from pages.models import StoryPage
from tests.directory.factories import make_service

from .conftest import a_story
from .filled import TOLD

pytestmark = pytest.mark.django_db
NAMED = "milk and talk\nKettle On, the Wednesday one\nSomewhere else"


@pytest.fixture
def services(db):
    names = ("Milk and talk", "Kettle On Wednesdays", "Kettle On Fridays")
    return {name: make_service(name) for name in names}


@pytest.fixture
def story(services):
    return a_story(services={"services_named": NAMED})


@pytest.fixture
def staff(client, member_of):
    client.user = member_of("Approvers")
    client.force_login(client.user)
    return client


def screen(sent):
    return reverse("contribute_desk", args=[sent.pk])


def choose(client, sent, *services, line=0, **more):
    seen = StorySent.objects.get(pk=sent.pk).changed_at.isoformat()
    data = {"do": "act-services", "seen": seen, f"services-line-{line}": [service.pk for service in services]}
    return client.post(screen(sent), data | more, follow=True)


def led_to(sent):
    version = StoryPage.objects.get(pk=sent.page_id).get_latest_revision_as_object()
    return [one.service.name for one in version.services_mentioned.all()]


def test_what_is_not_called_exactly_so_is_offered_and_nothing_is_chosen_for_the_editor(story, staff):
    assert led_to(story) == ["Milk and talk"]
    page = unescape(staff.get(screen(story)).content.decode())
    assert "They wrote “Kettle On, the Wednesday one”" in page
    assert page.index("Kettle On Wednesdays") < page.index("Kettle On Fridays")
    assert "They wrote “milk and talk”" not in page
    assert "They wrote “Somewhere else”" not in page
    assert "checked" not in page[page.index('id="act-services"') : page.index('id="answer"')]
    assert led_to(story) == ["Milk and talk"]


def test_what_an_editor_chooses_stands_with_the_newest_version_and_needs_the_tellers_yes(story, staff, services):
    revision = story.page.latest_revision_id
    page = choose(staff, story, services["Kettle On Wednesdays"])
    assert "leads to “Kettle On Wednesdays”." in unescape(page.content.decode())
    assert led_to(story) == ["Milk and talk", "Kettle On Wednesdays"]
    fresh = StoryPage.objects.get(pk=story.page_id)
    assert fresh.latest_revision_id != revision
    assert fresh.latest_revision.user == staff.user
    assert not fresh.live
    assert not has_yes(StorySent.objects.get(), fresh.get_latest_revision_as_object())
    entry = ModelLogEntry.objects.get(action="contribute.story.services")
    assert (entry.user, entry.label, entry.data) == (staff.user, story.reference, {})
    # That line is settled: it is offered no more, and the same form sent again does nothing.
    assert "They wrote" not in unescape(staff.get(screen(story)).content.decode())
    choose(staff, story, services["Kettle On Fridays"])
    assert led_to(story) == ["Milk and talk", "Kettle On Wednesdays"]


def test_the_words_of_the_story_stay_and_its_review_goes_on(story, staff, services):
    choose(staff, story, services["Kettle On Wednesdays"])
    page = Page.objects.get(pk=story.page_id)
    assert TOLD in str(page.get_latest_revision().content["body"])
    assert WorkflowState.objects.for_instance(page).get().status == WorkflowState.STATUS_IN_PROGRESS
    assert page.current_workflow_task.name == "Read the story"


def test_a_service_that_is_listed_after_the_story_came_is_offered_too(story, staff):
    late = make_service("Somewhere else")
    assert led_to(story) == ["Milk and talk"]
    assert "They wrote “Somewhere else”" in unescape(staff.get(screen(story)).content.decode())
    choose(staff, story, late, line=1)
    assert led_to(story) == ["Milk and talk", "Somewhere else"]


def test_nothing_chosen_is_asked_for_and_what_was_not_offered_is_refused(story, staff):
    page = choose(staff, story)
    assert page.status_code == 400
    assert "Choose the entry that they mean." in page.content.decode()
    other = make_service("Quite another place")
    assert choose(staff, story, other).status_code == 400
    assert led_to(story) == ["Milk and talk"]


def test_the_second_of_two_editors_is_told_and_changes_nothing(story, staff, services):
    assert choose(staff, story, services["Kettle On Wednesdays"], seen="2026-01-01T00:00:00+00:00").status_code == 409
    assert led_to(story) == ["Milk and talk"]


def test_a_story_that_is_over_or_locked_offers_nothing(story, staff, member_of):
    page = StoryPage.objects.get(pk=story.page_id)
    StoryPage.objects.filter(pk=page.pk).update(locked=True, locked_by=member_of("Approvers"))
    assert "They wrote" not in staff.get(screen(story)).content.decode()
    StoryPage.objects.filter(pk=page.pk).update(locked=False)
    assert "They wrote" in staff.get(screen(story)).content.decode()
    StorySent.objects.update(status="done")
    assert "They wrote" not in staff.get(screen(story)).content.decode()


def test_a_long_list_of_names_is_read_so_far_and_no_further():
    assert len(lines_of("\n".join(f"Group {number}" for number in range(500)))) == MOST_LINES
    assert lines_of("\n  Tea \n\nTea\n") == ["Tea"]
