"""Two people change one entry: nobody's words are lost, published by another's approval, or said to be published untruly."""

import copy

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.intake.keys import form_token, new_key
from cms.intake.models import AccessLink, OutboxMessage
from directory import answers as answers_of
from directory import checks, moderation
from directory.models import Service, Submission

from .conftest import link_for
from .factories import make_service, make_taxonomy

pytestmark = pytest.mark.django_db


def send(service, started, **changes):
    """Send an update that began with ``started`` and changes ``step__field``; return its Submission."""
    answers = copy.deepcopy(started)
    for name, value in changes.items():
        step, field = name.split("__")
        answers[step][field] = value
    return moderation.submit_update(service, answers, new_key(), link_for(service), started=started)


def draft_by(user, service, **values):
    """Save an unpublished draft of a colleague; return its revision."""
    fresh = Service.objects.get(pk=service.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh.save_revision(user=user)


def latest(service):
    return Service.objects.get(pk=service.pk).get_latest_revision_as_object()


def mails(kind):
    return OutboxMessage.objects.filter(key__contains=f":{kind}:")


def test_an_update_that_comes_while_another_waits_for_changes_is_held_and_both_are_published(listed, decide):
    started = answers_of.of_service(listed)
    first = send(listed, started, about__summary="First’s summary.")
    decide(listed, "reject", comment="Which door?")
    second = send(listed, started, contact__contact_note="Second’s note.")
    assert second.proposed is not None
    assert Service.objects.get().current_workflow_state.status == "needs_changes"
    amended = answers_of.of_service(latest(listed))
    amended["about"]["description"] = "By the green door."
    moderation.amend(first, amended, link_for(listed, moderation.AMEND))
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert (live.summary, live.description, live.contact_note) == ("First’s summary.", "By the green door.", "")
    second.refresh_from_db()
    assert not second.decision
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert (live.summary, live.description, live.contact_note) == (
        "First’s summary.", "By the green door.", "Second’s note.",
    )  # fmt: skip
    second.refresh_from_db()
    assert second.decision == Submission.Decision.APPROVED
    assert second.changes == ["Contact note"]


def test_an_editor_takes_up_what_was_sent_back_and_the_late_amendment_is_told(listed, decide, as_member, client):
    started = answers_of.of_service(listed)
    first = send(listed, started, about__summary="First’s summary.")
    decide(listed, "reject", comment="Which door?")
    link, token = AccessLink.make(moderation.AMEND, listed.uuid, listed.listing_contacts.get().sender)
    editor = as_member("Approvers")
    page = editor.get(reverse("wagtailsnippets_directory_service:edit", args=[listed.pk])).content.decode()
    assert "You can go on without their changes" in page
    assert 'name="action-submit"' in page
    Service.objects.get().current_workflow_state.resume(user=editor.user)
    with pytest.raises(moderation.ReviewGoesOn):
        moderation.amend(first, started, link)
    told = client.get(reverse("directory:update", args=[token]))
    assert told.status_code == 410
    assert "An editor went on with what you sent before" in told.content.decode()
    decide(listed, "approve")
    assert Service.objects.listed().get().summary == "First’s summary."


def test_of_two_updates_the_second_changes_only_what_its_sender_changed(listed, decide):
    started = answers_of.of_service(listed)
    send(listed, started, about__summary="First’s summary.", people__age_min=30)
    second = send(listed, started, contact__phone_hours="evenings")
    assert second.changes == ["Phone numbers"]
    decide(listed, "approve")
    second.refresh_from_db()
    assert second.changes == ["Phone numbers"]
    assert second.started_from is None
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert (live.summary, live.age_min, live.phones.get().hours) == ("First’s summary.", 30, "evenings")


def test_what_was_approved_while_somebody_filled_the_form_in_stays(listed, decide):
    started = answers_of.of_service(listed)
    send(listed, started, about__summary="First’s summary.")
    decide(listed, "approve")
    place = copy.deepcopy(started["places"]["list"][0]) | {"place_name": "Another house"}
    second = send(Service.objects.get(), started, places__list=[place])
    assert second.proposed is None
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert (live.summary, live.locations.get().name) == ("First’s summary.", "Another house")


def test_an_editors_correction_stays_where_the_amendment_does_not_touch_it(listed, decide, member_of):
    started = answers_of.of_service(listed)
    sent = send(listed, started, about__summary="Sumary.")
    decide(listed, "reject", comment="Which door?")
    began = answers_of.of_service(latest(listed))
    corrected = latest(listed)
    corrected.summary = "Summary."
    corrected.save_revision(user=member_of("Editors"))
    amended = copy.deepcopy(began)
    amended["about"]["description"] = "The green one."
    moderation.amend(sent, amended, link_for(listed, moderation.AMEND), started=began)
    assert (latest(listed).summary, latest(listed).description) == ("Summary.", "The green one.")


def test_terms_that_somebody_added_or_took_away_meanwhile_stay_so(listed):
    taxonomy = make_taxonomy("Peers", "Hearing voices", "Grief", is_facet=True)
    voices, grief = taxonomy.terms.order_by("sort_order")
    listed.terms = [voices]
    listed.save()
    started = answers_of.of_service(listed)
    sent = copy.deepcopy(started)
    sent["about"]["summary"] = "New."
    listed.terms = [grief]
    listed.save()
    assert list(answers_of.put(sent, Service.objects.get(), started).terms.all()) == [grief]
    sent["people"]["terms_peers"] = [voices.slug, grief.slug]
    assert set(answers_of.put(sent, Service.objects.get(), started).terms.all()) == {voices, grief}


ANSWER = st.sampled_from(["", None, "a", "b", "a ", ["a"], ["a", "b"], ["b", "a"]])
STEP = st.dictionaries(st.sampled_from(["x", "y", "phone", "phone_label"]), ANSWER, max_size=4)


@settings(max_examples=50)
@given(STEP, STEP, STEP)
def test_who_changed_nothing_takes_nothing_back_and_who_was_alone_gets_what_they_sent(started, sent, now):
    started, sent, now = {"contact": started}, {"contact": sent}, {"contact": now}
    assert answers_of.changed(started, started, now)["contact"] == now["contact"]
    alone = answers_of.changed(sent, started, started)["contact"]
    plain = answers_of._plain
    assert {k: plain(v) for k, v in alone.items() if plain(v)} == {
        k: plain(v) for k, v in sent["contact"].items() if plain(v)
    }


def test_a_colleagues_unpublished_draft_is_in_no_preview_and_published_by_no_approval(
    listed, decide, member_of, client, as_member
):
    author = member_of("Editors", first_name="Dora", last_name="Draft")
    draft_by(author, listed, description="Not for the public yet.", safety_privacy="Secret draft.")
    _link, token = AccessLink.make(moderation.UPDATE, listed.uuid, listed.listing_contacts.get().sender)
    opened = client.post(
        reverse("directory:update", args=[token]), {"token": form_token("directory-update"), "do": "change"}
    )
    key = opened.url.split("/")[3]
    page = client.get(reverse("directory:add_preview", args=[key])).content.decode()
    assert "We sit together" in page
    assert "Not for the public yet" not in page
    sent = client.post(reverse("directory:add_check", args=[key]), {"token": form_token("directory-send")})
    assert sent.status_code == 302
    assert latest(listed).description == "We sit together and talk, or do not."
    panel = as_member("Approvers").get(reverse("wagtailsnippets_directory_service:edit", args=[listed.pk]))
    assert "There was an unpublished draft by Dora Draft of" in panel.content.decode()
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert (live.description, live.safety_privacy) == ("We sit together and talk, or do not.", "First names only.")
    assert any(r.as_object().description == "Not for the public yet." for r in live.revisions.all())


def test_declining_an_update_brings_the_colleagues_draft_back(listed, decide, member_of):
    author = member_of("Editors")
    draft_by(author, listed, description="Still a draft.")
    send(listed, answers_of.of_service(listed), about__summary="Declined words.")
    decide(listed, "decline", comment="Not so")
    service = Service.objects.get()
    assert (latest(service).description, latest(service).summary) == ("Still a draft.", listed.summary)
    assert service.latest_revision.user == author
    assert service.has_unpublished_changes
    assert Service.objects.listed().get().description == "We sit together and talk, or do not."
    assert service.live_revision.as_object().description == "We sit together and talk, or do not."


def test_what_was_held_behind_a_declined_update_leaves_the_draft_out_too(listed, decide, member_of):
    draft_by(member_of("Editors"), listed, description="Still a draft.")
    started = answers_of.of_service(listed)
    send(listed, started, about__summary="Declined words.")
    second = send(listed, started, contact__contact_note="Second’s note.")
    decide(listed, "decline", comment="Not so")
    second.refresh_from_db()
    assert second.set_aside.as_object().description == "Still a draft."
    decide(listed, "approve")
    live = Service.objects.listed().get()
    assert (live.description, live.contact_note) == ("We sit together and talk, or do not.", "Second’s note.")


# --- Where the workflow is switched off -----------------------------------------------------------


def switch_off(what, service):
    thing = service.get_workflow()
    if what == "step":
        thing = thing.tasks.get()
    type(thing).objects.filter(pk=thing.pk).update(active=False)
    return thing


@pytest.mark.parametrize("what", ["workflow", "step"])
def test_what_is_sent_while_the_review_is_switched_off_waits_unpublished_and_an_editor_starts_it(
    what, localities, answers, as_member, decide
):
    thing = switch_off(what, make_service(live=False))
    assert [warning.id for warning in checks.services_have_a_review(None, databases=["default"])] == ["directory.W001"]
    submission = moderation.submit_new(answers, new_key())
    service = submission.service
    assert not Service.objects.listed().exists()
    assert submission.stage == "Not in review"
    assert mails("received").count() == 1
    editor = as_member("Approvers")
    assert "Not in review: start the review" in editor.get(reverse("directory_queue:index")).content.decode()
    type(thing).objects.filter(pk=thing.pk).update(active=True)
    assert checks.services_have_a_review(None, databases=["default"]) == []
    page = editor.get(reverse("wagtailsnippets_directory_service:edit", args=[service.pk])).content.decode()
    assert "it is in no review" in page
    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page
    service.get_workflow().start(service, editor.user)
    decide(service, "approve")
    assert Service.objects.listed().exists()


def test_an_update_sent_while_the_review_is_switched_off_changes_nothing_and_the_next_is_held(listed, decide):
    started = answers_of.of_service(listed)
    thing = switch_off("workflow", listed)
    first = send(listed, started, about__summary="First’s summary.")
    second = send(listed, started, contact__contact_note="Second’s note.")
    assert (first.proposed is None, second.proposed is None) == (True, False)
    assert Service.objects.listed().get().summary == listed.summary
    type(thing).objects.filter(pk=thing.pk).update(active=True)
    service = Service.objects.get()
    service.get_workflow().start(service, None)
    decide(service, "approve")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.decision == Submission.Decision.APPROVED
    assert second.proposed is None
    assert not second.decision


def test_who_is_held_reads_that_another_update_came_first(listed):
    started = answers_of.of_service(listed)
    send(listed, started, about__summary="First’s summary.")
    second = send(listed, started, contact__contact_note="Second’s note.")
    assert mails("held").filter(key__startswith=f"directory:{second.pk}:").count() == 1
    assert b"Another change of this entry came first" in bytes(mails("held").get().content).replace(b"=\n", b"")
