"""How long what people wrote to the editors is kept, and who they are."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cms.intake.keys import new_key
from cms.intake.models import Sender
from cms.intake.purge import purge
from directory import contact_requests, upkeep
from directory.models import Closure, ContactRequest, ListingContact, Service, Submission

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
