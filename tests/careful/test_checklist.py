"""Whoever approves goes through the points of the step, by whatever way they come."""

import json
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Task, Workflow, WorkflowPage, WorkflowState
from wagtail.test.utils.form_data import inline_formset

from cms.intake.checklist import DONE, NOT_NEEDED, PointsMissing, absent_of, points_in
from cms.intake.models import ReviewTask, Upload
from directory.models import Service
from pages.models import StoryConsent
from tests.directory.factories import make_service
from tests.intake.deciding import approve, gone_through, ticked
from tests.pages.factories import StandardFactory, StoryFactory
from tests.pages.test_editing import form_of
from tests.settings_.forms import fields_of
from tests.writing.making import heading, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
READ_FIRST = "A colleague reads it first"


@pytest.fixture
def page(member_of):
    """A page that an editor submitted to the workflow that is there for every page."""
    page = StandardFactory(live=False, title="Opening hours")
    writer = member_of("Editors")
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    return page


def task_of(page):
    return Page.objects.get(pk=page.pk).current_workflow_task_state.task.specific


def decided_on(client, page, **details):
    """Approve ``page`` as the buttons of its screen do, with what its window gave back."""
    form = form_of("standard", page_terms=inline_formset([])) | {"title": page.title}
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form | {
            "action-workflow-action": "true", "workflow-action-name": "approve",
            "workflow-action-extra-data": json.dumps(details),
        },
        follow=True,
    )  # fmt: skip


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def test_the_steps_are_named_as_people_speak_and_each_says_what_is_looked_at():
    steps = {task.name: task for task in ReviewTask.objects.all()}
    assert set(steps) == {
        "Check the entry", "Read the story", "A second person reads it", "Look at shared work", "A colleague reads it",
    }  # fmt: skip
    assert all(task.explanation for task in steps.values())
    headings = {name: [point.partition(":")[0] for point in points_in(task.points)] for name, task in steps.items()}
    assert headings["Read the story"] == ["Consent", "Content notes", "Words", "Pictures", "Links"]
    assert headings["Check the entry"] == ["Consent", "Facts", "Words", "Pictures", "Links"]
    assert headings["A colleague reads it"] == ["Words", "Content notes", "Pictures", "Links"]
    assert headings["A second person reads it"] == []
    second = Workflow.objects.get(name="Story review").tasks.last()
    assert second.name == "A second person reads it"
    assert not Workflow.objects.get(name="Moderators approval").active


def test_the_reviewer_sees_the_points_beside_the_page_and_is_asked_about_each(page, as_member):
    client = as_member("Editors")
    screen = unescape(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode())
    assert "Your turn: A colleague reads it" in screen
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    window = reverse("wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "approve", state.pk])
    asked = unescape(client.get(window).json()["html"])
    for point in points_in(task_of(page).points):
        assert point in screen
        assert point in asked
    assert asked.count("Not needed here") == 4
    # The site itself sees that there are no pictures and no links.
    assert asked.count("checked") == 2
    refused = client.post(window, {"point_2": NOT_NEEDED}, headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert refused["step"] == "action"
    assert unescape(refused["html"]).count("Say whether you checked this.") == 3
    given = client.post(window, ticked(task_of(page)), headers={"x-requested-with": "XMLHttpRequest"}).json()
    decided_on(client, page, **given["cleaned_data"])
    assert is_live(page)
    entry = PageLogEntry.objects.get(action="intake.checklist")
    assert entry.user == client.user
    assert "Words (checked); Content notes (checked)" in entry.data["answers"]
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    assert "Went through the list before approving: Words (checked)" in client.get(history).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"checked": None},
        {"checked": []},
        {"checked": "done"},
        {"checked": {"Words": "done"}},
        {"checked": {"x": {}}},
    ],
)
def test_no_approval_passes_without_an_answer_to_each_point(page, as_member, given):
    response = decided_on(as_member("Editors"), page, **given)
    assert "each point of the list needs an answer" in response.content.decode()
    assert not is_live(page)
    assert Page.objects.get(pk=page.pk).workflow_in_progress


def test_answers_that_mean_nothing_are_no_answers(page, member_of):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    for answer in ("", "yes", None, 1, ["done"]):
        with pytest.raises(PointsMissing):
            approve(state, member_of("Editors"), **gone_through(task_of(page), answer))
    approve(state, member_of("Editors"), **gone_through(task_of(page), NOT_NEEDED))
    assert is_live(page)


def test_what_comes_with_a_decision_and_cannot_be_meant_is_refused(page, as_member):
    client = as_member("Editors")
    assert decided_on(client, page, user=1).status_code == 400
    form = form_of("standard", page_terms=inline_formset([]))
    form |= {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "["}
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 400
    assert not is_live(page)


def test_whoever_reviews_is_told_what_the_checks_noticed_and_who_wrote_it_is_not(member_of, as_member):
    writer = member_of("Contributors")
    page = page_of(heading("Where to begin"), live=False, owner=writer)
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    said = unescape(as_member("Approvers").get(edit).content.decode())
    assert "The site noticed:" in said
    assert "A heading has nothing below it: “Where to begin”" in said
    client = as_member("Approvers")
    client.force_login(writer)
    assert "The site noticed:" not in client.get(edit).content.decode()


def test_a_page_in_review_is_not_published_past_it_alone_or_with_others(page, as_member):
    client = as_member("Approvers")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'name="action-publish"' not in client.get(edit).content.decode()
    form = form_of("standard", page_terms=inline_formset([])) | {"title": page.title, "action-publish": "1"}
    assert "it is approved there and not published here" in client.post(edit, form, follow=True).content.decode()
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for url, data in (
        (f"{many}?id={page.pk}", {}),
        (f"{many}?id={page.get_parent().pk}", {"include_descendants": "on"}),
    ):
        answer = client.post(url, data, follow=True).content.decode()
        assert "are approved there: Opening hours" in answer
    quick = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", _state(page).pk])
    client.post(quick, ticked(task_of(page)))
    assert not is_live(page)
    # Nor by taking it out of its review first, which is for who asked for it.
    for action in ("cancel", "restart"):
        answer = client.post(edit, form | {"action-publish": "", f"action-{action}-workflow": "1"}, follow=True)
        assert "A colleague sent this to review." in answer.content.decode()
    assert Page.objects.get(pk=page.pk).current_workflow_state == WorkflowState.objects.get()
    assert "action-cancel-workflow" not in client.get(edit).content.decode()


@pytest.mark.parametrize("who", ["writer", "Administrators"])
def test_who_asked_for_a_review_takes_their_page_back_and_so_may_an_administrator(page, member_of, client, who):
    client.force_login(WorkflowState.objects.get().requested_by if who == "writer" else member_of(who))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Take it back from review" in client.get(edit).content.decode()
    form = form_of("standard", page_terms=inline_formset([])) | {"title": page.title}
    client.post(edit, form | {"action-cancel-workflow": "1"})
    assert Page.objects.get(pk=page.pk).current_workflow_state is None
    client.post(edit, form | {"action-publish": "1"})
    assert is_live(page)


def test_a_contributor_sends_any_page_to_a_colleague_and_cannot_publish_it(as_member):
    client = as_member("Contributors")
    parent = Page.objects.get(depth=2)
    add = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", parent.pk])
    screen = client.get(add).content.decode()
    assert f"Send on: {READ_FIRST}" in screen
    assert 'name="action-publish"' not in screen
    client.post(add, form_of("standard", page_terms=inline_formset([])) | {"action-submit": "1"})
    page = Page.objects.latest("pk")
    assert (page.live, task_of(page).name) == (False, "A colleague reads it")


def test_who_approves_a_story_without_consent_is_told_what_is_missing(member_of, as_member):
    story = StoryFactory(live=False)
    StoryConsent.objects.all().delete()
    writer = member_of("Contributors")
    story.save_revision(user=writer)
    story.get_workflow().start(story, writer)
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    form = form_of("story", page_terms=inline_formset([])) | {"title": story.title, "action-workflow-action": "true"}
    details = json.dumps(gone_through(task_of(story)))
    form |= {"workflow-action-name": "approve", "workflow-action-extra-data": details}
    answer = as_member("Approvers").post(edit, form, follow=True)
    assert "It was not approved. Nobody has" in unescape(answer.content.decode())
    assert task_of(story).name == "A colleague reads it"
    assert not is_live(story)


def test_a_site_that_chose_a_workflow_for_its_pages_keeps_its_choice(db):
    own = Workflow.objects.create(name="Our own way")
    WorkflowPage.objects.update(workflow=own)
    migration = import_module("cms.careful.migrations.0002_every_page_may_be_read_first")
    migration.choose(apps, None)
    assert WorkflowPage.objects.get().workflow == own
    WorkflowPage.objects.all().delete()
    migration.choose(apps, None)
    assert WorkflowPage.objects.get().workflow.name == READ_FIRST


def _state(page):
    return Page.objects.get(pk=page.pk).current_workflow_task_state


def test_a_list_that_a_colleague_changed_meanwhile_is_gone_through_again(page, member_of):
    state, task = _state(page), task_of(page)
    ReviewTask.objects.filter(pk=task.pk).update(points=f"{task.points}\nSources: each is named")
    with pytest.raises(PointsMissing):
        task.on_action(state, member_of("Editors"), "approve", **gone_through(task))
    ReviewTask.objects.filter(pk=task.pk).update(points="")
    task.on_action(state, member_of("Editors"), "approve")
    assert is_live(page)


def test_administrators_change_the_points_without_code_and_five_is_the_most(as_member):
    task = ReviewTask.objects.get(name="A colleague reads it")
    client = as_member(None)
    url = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    data = {
        "name": "A friend reads it",
        "groups": [Group.objects.get(name="Editors").pk],
        "explanation": "Read it aloud.",
    }
    assert "five at most" in client.get(url).content.decode()
    refused = client.post(url, data | {"points": "\n".join("abcdef")})
    assert "At most 5 points" in unescape(refused.content.decode())
    client.post(url, data | {"points": "Words: kind\n\nSources: named"})
    task.refresh_from_db()
    assert (task.name, points_in(task.points)) == ("A friend reads it", ["Words: kind", "Sources: named"])
    task.points = "Words: kind\nwords: plain"
    with pytest.raises(ValidationError):
        task.full_clean()


def test_of_an_entry_the_site_knows_whether_it_has_a_photo_or_a_website(submitted, decide):
    service = submitted.service
    assert absent_of(service) == {"pictures"}, "an email address is a link"
    without = service.get_latest_revision_as_object()
    without.public_email = ""
    without.save_revision()
    service.refresh_from_db()
    assert absent_of(service) == {"pictures", "links"}
    submitted.upload = Upload.objects.create(file="aa/x.png", size=1)
    submitted.save()
    assert absent_of(service) == {"links"}, "a photo waits"
    with pytest.raises(PointsMissing):
        decide(service, "approve", checked={})
    assert not Service.objects.get().live
    changed = service.get_latest_revision_as_object()
    changed.website = "https://example.org"
    changed.save_revision()
    assert absent_of(Service.objects.get()) == set()
    decide(Service.objects.get(), "approve")
    assert Service.objects.get().live
    assert "Facts (checked)" in ModelLogEntry.objects.get(action="intake.checklist").data["answers"]


def test_a_colleagues_own_entry_in_review_is_not_published_past_it(member_of, as_member):
    service = make_service("Free", live=False)
    service.save_revision()
    service.get_workflow().start(service, member_of("Editors"))
    page = as_member("Approvers").get(reverse("wagtailsnippets_directory_service:edit", args=[service.pk]))
    assert 'name="action-publish"' not in page.content.decode()
    assert 'data-workflow-action-name="approve"' in page.content.decode()
    assert "cancel-workflow" not in page.content.decode(), "nor is it taken out of its review, and then published"


def test_a_colleague_takes_back_an_own_entry_and_an_approver_does_not(member_of, client):
    service = make_service("Free", live=False)
    service.save_revision()
    editor, approver = member_of("Editors"), member_of("Approvers")
    service.get_workflow().start(service, editor)
    edit = reverse("wagtailsnippets_directory_service:edit", args=[service.pk])
    for who, waits in ((approver, True), (editor, False)):
        client.force_login(who)
        screen = client.get(edit)
        assert ("Take it back from review" in screen.content.decode()) is not waits
        client.post(edit, fields_of(screen) | {"action-cancel-workflow": "1"})
        service.refresh_from_db()
        assert (service.current_workflow_state is not None) is waits


def test_no_request_of_wagtails_screens_changes_a_page(page, member_of, client):
    client.force_login(member_of(None))
    for name in ("publish", "unpublish", "delete", "move", "copy", "revert_to_page_revision"):
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, name])
        assert client.post(url, {"recursive": "true"}).status_code == 404
    page.refresh_from_db()
    assert not page.live
    assert client.get(reverse("wagtailadmin_api:pages:detail", args=[page.pk])).status_code == 200


def test_a_step_that_has_no_points_asks_nothing(page):
    task = ReviewTask(points="")
    assert not hasattr(task.get_form_for_action("approve")(), "points")
    assert Task.objects.count() >= 5
    assert DONE in dict(task_of(page).get_form_for_action("approve")().fields["point_0"].choices)
