"""How long what people wrote to the editors is kept, and who they are."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, TaskState

from cms.intake.keys import new_key
from cms.intake.models import Sender
from cms.intake.purge import purge
from directory import contact_requests, moderation, reports, upkeep
from directory.models import Closure, ContactRequest, ListingContact, Report, Service, Submission

from .test_moderation import link_for

pytestmark = pytest.mark.django_db
PERSON = {"name": "Sam", "email": "sam@example.org", "phone": ""}


def test_words_to_the_editors_go_a_year_after_the_decision_and_not_before(submitted, decide, approver):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    asked = contact_requests.ask(service, "add", PERSON, new_key(), note="Ring 03 5550 0000")
    contact_requests.decide(asked, approve=True, user=approver)
    waits = contact_requests.ask(service, "add", PERSON, new_key(), note="Still undecided")
    upkeep.close(service, reason="I am ill")
    purge()
    assert Submission.objects.get().note
    assert ContactRequest.objects.get(pk=asked.pk).note
    assert Closure.objects.get().reason
    for queryset in (Submission.objects.all(), ContactRequest.objects.filter(pk=asked.pk)):
        queryset.update(decided_at=timezone.now() - timedelta(days=400))
    Closure.objects.update(closed_at=timezone.now() - timedelta(days=400))
    assert purge()["words to editors"] == 3
    assert (Submission.objects.get().note, Closure.objects.get().reason) == ("", "")
    assert not ContactRequest.objects.get(pk=asked.pk).note
    assert ContactRequest.objects.get(pk=waits.pk).note == "Still undecided"
    assert ListingContact.objects.filter(sender__email="sam@example.org").exists(), "who looks after it is still known"
    assert ContactRequest.objects.get(pk=asked.pk).consent, "and so is that they agreed"


def test_details_of_somebody_who_was_taken_off_are_deleted_a_year_later(submitted, decide):
    decide(submitted.service, "approve")
    contact_requests.take_off(ListingContact.objects.get())
    purge()
    assert Sender.objects.exists()
    Submission.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
    purge()
    assert not Sender.objects.exists()
    assert (Submission.objects.get().note, Submission.objects.get().sender) == ("", None)


def test_details_that_nothing_names_any_more_are_deleted(entry):
    ListingContact.objects.get().delete()
    purge()
    assert Sender.objects.exists(), "somebody may be in the middle of something"
    Sender.objects.update(created_at=timezone.now() - timedelta(days=2))
    purge()
    assert not Sender.objects.exists()


def test_whose_update_is_approved_after_they_were_taken_off_is_not_kept_for_ever(submitted, decide):
    ListingContact.objects.get().delete()
    decide(submitted.service, "approve")
    assert Submission.objects.get().retain_until


def test_a_strangers_words_are_only_for_who_may_read_contact_details(entry, approver, client):
    asked = contact_requests.ask(entry, "add", PERSON, new_key(), note="Ring me on 0491 570 156")
    url = reverse("directory_contact_request", args=[asked.pk])
    client.force_login(approver)
    assert "0491 570 156" in client.get(url).content.decode()
    for group in approver.groups.all():
        group.permissions.remove(*Permission.objects.filter(codename="read_contact_details"))
    page = client.get(url).content.decode()
    assert "0491 570 156" not in page
    assert "this may hold some" in page


# --- What editors wrote ----------------------------------------------------------------------------


def is_kept(words):
    """Whether ``words`` of an editor stand anywhere: in a review, in a history, with what was sent in."""
    told = [
        *TaskState.objects.values_list("comment", flat=True),
        *(str(entry.data) for entry in ModelLogEntry.objects.all()),
        *Submission.objects.values_list("decision_reason", flat=True),
        *Report.objects.values_list("decision_reason", flat=True),
        *ContactRequest.objects.values_list("decision_reason", flat=True),
    ]
    return any(words in each for each in told)


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def test_what_editors_wrote_in_a_review_goes_with_the_reason_of_a_decline(submitted, decide, approver):
    decide(submitted.service, "reject", comment="Jo sounded drunk")
    submitted.service.current_workflow_state.resume(user=None)
    decide(submitted.service, "decline", comment="Jo was rude")
    purge()
    assert is_kept("Jo sounded drunk")
    assert is_kept("Jo was rude")
    Submission.objects.update(retain_until=yesterday())
    assert purge()["words of editors"] == 1
    assert not is_kept("Jo")
    assert purge()["words of editors"] == 0
    assert ModelLogEntry.objects.filter(action="wagtail.workflow.reject").exists(), "that it happened is still told"


def test_comments_stay_that_belong_to_what_is_kept_and_to_colleagues(submitted, decide, approver, member_of, answers):
    decide(submitted.service, "approve", comment="A lovely group")
    service = Service.objects.get()
    answers["about"]["summary"] = "First."
    moderation.submit_update(service, answers, new_key(), link_for(service))
    answers["about"]["summary"] = "Second."
    moderation.submit_update(service, answers, new_key(), link_for(service))
    decide(service, "approve", comment="The first is fine")
    decide(service, "reject", comment="The second is not")
    service.current_workflow_state.resume(user=None)
    decide(service, "decline", comment="No answer")
    service.refresh_from_db()
    service.save_revision(user=member_of("Editors"))
    service.get_workflow().start(service, member_of("Editors"))
    decide(service, "reject", comment="A colleague reads this")
    Submission.objects.filter(decision="declined").update(
        retain_until=yesterday(), decided_at=timezone.now() + timedelta(minutes=1)
    )
    assert purge()["words of editors"] == 1
    assert not is_kept("The second is not")
    for words in ("A lovely group", "The first is fine", "A colleague reads this"):
        assert is_kept(words), words


def test_of_a_deleted_entry_what_editors_wrote_stays_a_year_in_its_history(submitted, decide, approver):
    decide(submitted.service, "reject", comment="Jo sounded drunk")
    Service.objects.get().delete()
    purge()
    assert is_kept("Jo sounded drunk")
    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(days=400))
    purge()
    assert not is_kept("Jo sounded drunk")


def test_what_a_colleague_wrote_about_a_report_or_a_change_of_contact_goes_with_the_details(entry, approver):
    report = reports.receive(entry, ["other"], "Loud", "reader@example.org", new_key())
    reports.decide(report, "kept", user=approver, words="Thank you", reason="Jo was rude on the phone")
    asked = contact_requests.ask(entry, "add", PERSON, new_key())
    contact_requests.decide(asked, approve=False, user=approver, reason="Jo could not be reached")
    purge()
    assert is_kept("rude on the phone")
    assert is_kept("could not be reached")
    Report.objects.update(retain_until=yesterday())
    ContactRequest.objects.update(retain_until=yesterday())
    purge()
    assert not is_kept("Jo")
