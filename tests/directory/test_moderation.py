"""The review: one decision, on what was seen; updates beside live entries; what a decline leaves behind."""

from email import message_from_bytes, policy

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cms.core.site_links import absolute_url
from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage
from cms.intake.review import AlreadyDecided, NewerVersion
from directory import answers as answers_of
from directory import moderation
from directory.models import Service, Submission

from .conftest import link_for

pytestmark = pytest.mark.django_db


def update(service, name, key=None, link=None):
    """Send an update that renames ``service``; return its Submission."""
    answers = answers_of.of_service(service)
    answers["about"]["service_name"] = name
    answers["contact"]["note"] = ""
    return moderation.submit_update(service, answers, key or new_key(), link or link_for(service))


def mails(kind):
    return OutboxMessage.objects.filter(key__startswith="directory:", key__contains=f":{kind}:")


def test_approval_lists_the_service_records_the_decision_and_tells_the_sender_once(submitted, decide, approver):
    decide(submitted.service, "approve")
    service = Service.objects.listed().get()
    submitted.refresh_from_db()
    assert service.name == "Tuesday Table"
    assert service.assured_at
    assert submitted.decision == Submission.Decision.APPROVED
    assert submitted.decided_by == approver
    assert mails("approved").count() == 1
    assert moderation_log(service)[:2]


@pytest.mark.sqlite_only
def test_whose_new_service_is_approved_is_mailed_where_it_is_and_how_to_change_it(submitted, decide):
    decide(submitted.service, "approve")
    sent = message_from_bytes(bytes(mails("approved").get().content), policy=policy.default)
    text = sent.get_body(("plain",)).get_content()
    service = Service.objects.listed().get()
    assert f"See it:\n{absolute_url(service.get_absolute_url())}\n" in text
    assert (
        f"When something changes:\n{absolute_url(reverse('directory:update_request', args=[service.slug]))}\n" in text
    )


def moderation_log(service):
    from wagtail.models import ModelLogEntry

    return [entry.action for entry in ModelLogEntry.objects.filter(object_id=str(service.pk))]


def test_every_decision_leaves_a_row_in_the_history(submitted, decide):
    decide(submitted.service, "decline", comment="Not here")
    assert "directory.decline" in moderation_log(submitted.service)


def test_an_editor_cannot_decide_and_inbox_staff_cannot_either(submitted, member_of, decide):
    for group in ("Editors", "Contributors", "Inbox staff"):
        state = submitted.service.current_workflow_task_state
        assert state.task.specific.get_actions(submitted.service, member_of(group)) == []


def test_nobody_approves_what_they_submitted_for_review_themselves(listed, member_of):
    author, other = member_of("Approvers"), member_of("Approvers")
    listed.name = "Renamed by staff"
    listed.save_revision(user=author)
    listed.get_workflow().start(listed, author)
    task = listed.current_workflow_task
    assert task.specific.get_actions(listed, author) == []
    assert {name for name, *_rest in task.specific.get_actions(listed, other)} == {"reject", "approve"}


def test_a_second_decision_is_refused_and_told_by_whom(submitted, decide, member_of):
    state = submitted.service.current_workflow_task_state
    decide(submitted.service, "approve")
    with pytest.raises(AlreadyDecided) as refused:
        state.task.specific.on_action(state, member_of("Approvers"), "decline", comment="No")
    assert "Ada Approver" in refused.value.message
    submitted.refresh_from_db()
    assert submitted.decision == Submission.Decision.APPROVED
    assert not mails("declined").exists()


def test_a_version_that_came_after_the_page_was_opened_is_not_approved_unseen(submitted, decide, member_of):
    opened = submitted.service.latest_revision_id
    newer = submitted.service.get_latest_revision_as_object()
    newer.name = "Changed meanwhile"
    newer.save_revision(user=member_of("Editors"))
    with pytest.raises(NewerVersion):
        decide(submitted.service, "approve", revision=opened)
    assert not Service.objects.listed().exists()


def test_a_version_that_was_written_over_since_the_page_was_opened_is_not_approved_unseen(submitted, decide, member_of):
    editor = member_of("Editors")
    submitted.service.save_revision(user=editor)
    opened = Service.objects.get().get_latest_revision()
    newer = Service.objects.get().get_latest_revision_as_object()
    newer.name = "Changed meanwhile"
    newer.save_revision(user=editor, overwrite_revision=Service.objects.get().get_latest_revision())
    with pytest.raises(NewerVersion):
        decide(submitted.service, "approve", revision=opened.pk, saved_at=opened.created_at.isoformat())
    assert not Service.objects.listed().exists()
    latest = Service.objects.get().get_latest_revision()
    decide(submitted.service, "approve", revision=latest.pk, saved_at=latest.created_at.isoformat())
    assert Service.objects.listed().get().name == "Changed meanwhile"


def test_an_approvers_own_correction_is_kept(submitted, decide, approver):
    corrected = submitted.service.get_latest_revision_as_object()
    corrected.summary = "Corrected by the approver."
    opened = submitted.service.latest_revision_id
    corrected.save_revision(user=approver)
    decide(submitted.service, "approve", revision=opened)
    assert Service.objects.listed().get().summary == "Corrected by the approver."


def test_asking_for_changes_sends_a_link_with_which_the_sender_amends(submitted, decide, answers):
    decide(submitted.service, "reject", comment="Which door?")
    message = mails("changes").get()
    assert b"/directory/update/" in bytes(message.content)
    submitted.refresh_from_db()
    assert submitted.stage == "Changes requested"
    answers["about"]["description"] = "By the green door."
    moderation.amend(submitted, answers, link_for(submitted.service, moderation.AMEND))
    service = Service.objects.get()
    assert service.workflow_in_progress
    assert not service.live
    assert service.get_latest_revision_as_object().description == "By the green door."
    decide(service, "approve")
    assert Service.objects.listed().get().description == "By the green door."
    assert Submission.objects.count() == 1


def test_an_amendment_by_a_link_that_was_used_is_refused(submitted, decide, answers):
    decide(submitted.service, "reject", comment="Which door?")
    link = link_for(submitted.service, moderation.AMEND)
    moderation.amend(submitted, answers, link)
    with pytest.raises(moderation.LinkUsed):
        moderation.amend(submitted, answers, link)


def test_an_update_leaves_the_live_entry_as_it_is_until_approved(listed, decide):
    update(listed, "Wednesday Table")
    assert Service.objects.listed().get().name == "Tuesday Table"
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert live.name == "Wednesday Table"
    assert live.slug == "tuesday-table"


def test_an_update_that_changes_nothing_keeps_places_times_and_their_ids(listed, decide):
    before = [(p.pk, p.uuid) for p in listed.locations.all()]
    update(listed, listed.name)
    decide(listed, "approve")
    service = Service.objects.get()
    assert [(p.pk, p.uuid) for p in service.locations.all()] == before
    assert service.locations.get().schedules.count() == 1


def test_a_declined_update_leaves_no_trace_in_the_next_editors_form(listed, decide):
    sent = update(listed, "Declined words")
    decide(listed, "decline", comment="Not so")
    sent.refresh_from_db()
    service = Service.objects.get()
    assert sent.decision == Submission.Decision.DECLINED
    assert service.get_latest_revision_as_object().name == "Tuesday Table"
    assert service.latest_revision.as_object().name == "Tuesday Table"
    assert not service.has_unpublished_changes
    assert service.current_workflow_state is None
    assert mails("declined").count() == 1


def test_a_declined_new_service_is_kept_with_its_reason_and_shown_nowhere(submitted, decide):
    decide(submitted.service, "decline", comment="It is in another state")
    submitted.refresh_from_db()
    assert submitted.decision_reason == "It is in another state"
    assert submitted.retain_until
    assert Service.objects.count() == 1
    assert not Service.objects.listed().exists()


def test_what_arrives_during_a_review_is_held_and_comes_next(listed, decide):
    first = update(listed, "First update")
    second = update(listed, "Second update")
    assert second.proposed is not None
    assert listed.revisions.order_by("-pk").first().as_object().name == "First update"
    decide(listed, "approve")
    assert Service.objects.listed().get().name == "First update"
    service = Service.objects.get()
    second.refresh_from_db()
    first.refresh_from_db()
    assert first.decision == Submission.Decision.APPROVED
    assert second.decision == ""
    assert second.proposed is None
    assert service.workflow_in_progress
    decide(service, "approve")
    assert Service.objects.listed().get().name == "Second update"


def test_a_held_update_comes_next_after_a_colleagues_own_review_too(listed, decide, member_of):
    listed.summary = "By a colleague"
    listed.save_revision(user=member_of("Editors"))
    listed.get_workflow().start(listed, member_of("Editors"))
    held = update(Service.objects.get(), "Held behind a colleague")
    assert held.proposed is not None
    decide(listed, "approve")
    held.refresh_from_db()
    assert held.proposed is None
    assert Service.objects.get().workflow_in_progress


def test_a_pause_or_a_check_made_while_an_update_waits_survives_its_approval(listed, decide, approver):
    update(listed, "Wednesday Table")
    moderation.set_status(listed, Service.Status.PAUSED, user=approver, message="Back in February")
    moderation.mark_checked(listed, user=approver)
    checked = Service.objects.get().assured_at
    decide(listed, "approve")
    service = Service.objects.get()
    assert (service.name, service.status, service.status_message) == ("Wednesday Table", "paused", "Back in February")
    assert service.assured_at == checked
    assert {"directory.status", "directory.check"} <= set(moderation_log(service))


def test_a_closed_service_is_listed_nowhere(listed, approver):
    moderation.set_status(listed, Service.Status.CLOSED, user=approver)
    assert not Service.objects.listed().exists()


def test_an_update_is_sent_once_however_often_it_is_posted(listed):
    key, link = new_key(), link_for(listed)
    first, second = update(listed, "Once", key, link), update(listed, "Once", key, link)
    assert first == second
    assert listed.submissions.count() == 2


def test_a_used_link_sends_no_second_update(listed):
    link = link_for(listed)
    update(listed, "One", link=link)
    with pytest.raises(moderation.LinkUsed):
        update(listed, "Two", link=link)
    assert listed.submissions.count() == 2


def test_an_organisation_that_an_editor_linked_stays_through_an_update(listed, decide):
    from directory.models import Organisation

    Service.objects.filter(pk=listed.pk).update(
        organisation=Organisation.objects.create(name="Wendouree Collective Inc.")
    )
    service = Service.objects.get()
    update(service, "Wednesday Table")
    decide(service, "approve")
    assert Service.objects.get().provider == "Wendouree Collective Inc."


def test_an_unknown_action_is_refused(submitted, decide):
    with pytest.raises(PermissionDenied):
        decide(submitted.service, "publish")


def test_a_link_request_tells_nobody_whether_an_address_is_known(client, listed):
    from django.urls import reverse

    from .conftest import posted

    url = reverse("directory:update_request", args=[listed.slug])
    known = client.post(url, posted({"email": "private.person@example.org"}, "directory-update-request"))
    unknown = client.post(url, posted({"email": "stranger@example.org"}, "directory-update-request"))
    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    client.post(url, posted({"email": "private.person@example.org"}, "directory-update-request"))
    assert OutboxMessage.objects.filter(key__startswith="directory:link:").count() == 1
