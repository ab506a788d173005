"""Mailed links, and what became of the entry between their mailing and their use."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.intake.keys import new_key
from cms.intake.models import AccessLink, Draft, OutboxMessage, Sender
from directory import answers as answers_of
from directory import contact_requests, merging, moderation, not_listed, reports, unlisting, upkeep
from directory.currency import UNLIST
from directory.models import Closure, ListingContact, Report, Service

from .conftest import look_after, posted
from .factories import BALLARAT, make_service
from .test_upkeep import at, history, mails, press, text_of

pytestmark = pytest.mark.django_db
Status = Service.Status


def ways_back(what="closed"):
    """The addresses with which everybody was told that the entry was closed, or "unlisted", oldest first."""
    return [re.search(r"(/directory/update/\S+)", text_of(message))[1] for message in mails(f":{what}:")]


def open_again(client, address):
    return client.post(address, posted({}, "directory-update"))


# --- Taking a closing back ------------------------------------------------------------------------


def refuse_after_editors_closing(entry, approver):
    moderation.set_status(entry, Status.OPEN, user=approver)
    moderation.set_status(entry, Status.CLOSED, user=approver)


def refuse_after_other_words(entry, approver):
    moderation.set_status(entry, Status.CLOSED, user=approver, message="Unsafe")


def refuse_after_wish(entry, approver):
    not_listed.remember(entry, "They rang.", user=approver)


def refuse_after_report(entry, approver):
    report = reports.receive(entry, ["unsafe"], "", "", new_key())
    reports.decide(report, Report.Decision.TAKEN_OFF, user=approver)


def refuse_after_unpublishing(entry, approver):
    Service.objects.get(pk=entry.pk).unpublish(user=approver)


@pytest.mark.parametrize(
    "happened",
    [
        refuse_after_editors_closing,
        refuse_after_other_words,
        refuse_after_wish,
        refuse_after_report,
        refuse_after_unpublishing,
    ],
)
def test_the_way_back_of_a_closing_ends_with_what_editors_do_about_the_entry(client, entry, approver, happened):
    upkeep.close(entry, reason="")
    happened(entry, approver)
    [back] = ways_back()
    assert client.get(back).status_code == 410
    assert open_again(client, back).status_code == 410
    assert not Service.objects.listed().exists()
    assert not mails(":opened:").exists()


def test_an_update_approved_while_it_is_closed_leaves_the_way_back(client, entry):
    upkeep.close(entry, reason="")
    entry = Service.objects.get()
    entry.save_revision().publish()
    assert not Service.objects.listed().exists()
    assert open_again(client, *ways_back()).status_code == 200
    assert Service.objects.listed().exists()


def test_one_press_uses_up_every_way_back_and_an_older_closing_has_none(client, entry):
    look_after(entry, "other@example.org")
    upkeep.close(entry, reason="")
    first, second = ways_back()
    assert open_again(client, first).status_code == 200
    upkeep.close(Service.objects.get(), reason="Now for good")
    for old in (first, second):
        assert open_again(client, old).status_code == 410
    assert Service.objects.get().status == Status.CLOSED
    # Even a link that was kept usable by mistake is that of the older closing.
    AccessLink.objects.filter(purpose=upkeep.REOPEN).update(used_at=None)
    assert open_again(client, second).status_code == 410
    assert open_again(client, ways_back()[-1]).status_code == 200


# --- Unlisted, since nobody confirmed it ----------------------------------------------------------


@pytest.fixture
def unlisted(entry, approver):
    """An entry that was published twice, then waited in vain for a check, and was unlisted."""
    for words in ("First words.", "As published."):
        entry.summary = words
        entry.save_revision().publish()
    Service.objects.update(reminder_step=UNLIST, assured_at=timezone.localdate() - timedelta(days=560))
    written_to, refusal = unlisting.unlist(entry.pk, user=approver)
    assert (written_to, refusal) == (1, "")
    return Service.objects.get()


def test_an_unlisted_entry_is_listed_again_as_it_was_by_the_link_of_the_email(client, unlisted, token):
    assert not Service.objects.listed().exists()
    [back] = ways_back("unlisted")
    page = client.get(back)
    assert (page.status_code, "nobody told us for a long time" in page.text) == (200, True)
    assert not Service.objects.listed().exists(), "opening a link does nothing"
    # The older link of a reminder does nothing any more, and says why.
    old = client.get(at(token))
    assert (old.status_code, "not in the directory at the moment" in old.text) == (410, True)
    done = open_again(client, back)
    assert "It is listed again" in done.text
    service = Service.objects.listed().get()
    assert (service.summary, service.reminder_step, service.assured_at) == ("As published.", 0, timezone.localdate())
    assert service.live_revision_id == service.latest_revision_id
    assert not service.has_unpublished_changes
    assert "directory.list_again" in history(service)
    assert mails(":listed_again:").count() == 1
    assert client.get("/directory/", {"q": "published"}).text.count(service.get_absolute_url())
    assert open_again(client, back).status_code == 410


def test_a_draft_that_waited_while_it_was_unlisted_is_no_part_of_it(client, unlisted):
    unlisted.summary = "A colleague's draft."
    unlisted.save_revision()
    assert open_again(client, *ways_back("unlisted")).status_code == 200
    service = Service.objects.listed().get()
    assert (service.summary, service.has_unpublished_changes) == ("As published.", True)


def publish_and_take_off(entry, approver):
    entry = Service.objects.get(pk=entry.pk)
    entry.get_latest_revision().publish(user=approver)
    Service.objects.get(pk=entry.pk).unpublish(user=approver)


def confirm(entry, approver):
    moderation.mark_checked(entry, user=approver)


@pytest.mark.parametrize(
    "happened",
    [refuse_after_editors_closing, refuse_after_wish, publish_and_take_off, confirm],
)
def test_the_way_back_of_an_unlisting_ends_with_what_editors_do_about_the_entry(client, unlisted, approver, happened):
    happened(unlisted, approver)
    [back] = ways_back("unlisted")
    assert client.get(back).status_code == 410
    assert open_again(client, back).status_code == 410
    assert not Service.objects.listed().exists()


def test_only_who_still_looks_after_it_lists_it_again(client, unlisted):
    [back] = ways_back("unlisted")
    ListingContact.objects.all().delete()
    assert open_again(client, back).status_code == 410
    assert not Service.objects.listed().exists()


# --- A status that changed meanwhile --------------------------------------------------------------


def test_what_somebody_saw_is_not_written_over_what_was_done_meanwhile(entry, approver):
    stale = Service.objects.get()
    moderation.set_status(entry, Status.CLOSED, user=approver)
    before = (history(entry), OutboxMessage.objects.count())
    assert not upkeep.pause(stale, None, until=None, message="Away")
    assert not upkeep.open_again(stale)
    assert (history(entry), OutboxMessage.objects.count()) == before
    assert Service.objects.get().status == Status.CLOSED


def test_a_pause_made_longer_while_it_ends_goes_on(entry, approver, monkeypatch):
    today = timezone.localdate()
    moderation.set_status(entry, Status.PAUSED, user=approver, until=today - timedelta(days=1))
    set_status = moderation.set_status

    def later(service, *args, **kwargs):
        Service.objects.update(status_until=today + timedelta(days=9))
        return set_status(service, *args, **kwargs)

    monkeypatch.setattr(moderation, "set_status", later)
    assert upkeep.end_what_is_over(today) == []
    assert Service.objects.get().status == Status.PAUSED
    assert not mails(":over:").exists()


def test_a_press_of_pause_on_an_old_page_says_that_something_changed(client, entry, token, monkeypatch):
    monkeypatch.setattr(moderation, "set_status", lambda *args, **kwargs: False)
    response = client.post(at(token, "pause"), posted({"message": "Away", "do": "pause"}, "directory-pause"))
    assert response.status_code == 400
    assert "Somebody changed this while you were here" in response.text
    assert "Away" in response.text


def test_a_pause_pressed_twice_is_told_once(client, entry, token):
    for _press in range(2):
        client.post(at(token, "pause"), posted({"message": "Away", "do": "pause"}, "directory-pause"))
    assert mails(":paused:").count() == 1


# --- Who no longer looks after it -----------------------------------------------------------------


def test_who_no_longer_looks_after_it_can_neither_go_on_writing_nor_send(client, entry, token, localities):
    check = press(client, token, "change").url
    link = AccessLink.objects.get()
    ListingContact.objects.all().delete()
    assert client.get(check).status_code == 404
    with pytest.raises(moderation.LinkUsed):
        moderation.submit_update(entry, answers_of.of_service(entry), new_key(), link)
    assert not entry.submissions.exists()


def test_taking_somebody_off_ends_their_links_and_drafts_and_their_details_have_a_time(client, submitted, decide):
    decide(submitted.service, "approve")
    contact = ListingContact.objects.get()
    token = AccessLink.make(moderation.UPDATE, submitted.service.uuid, contact.sender)[1]
    press(client, token, "change")
    assert Draft.objects.exists()
    contact_requests.take_off(contact)
    assert not Draft.objects.exists()
    assert not AccessLink.objects.usable().exists()
    page = client.get(at(token))
    assert page.status_code == 410
    assert "somebody else looks after the entry now" in page.text
    submitted.refresh_from_db()
    assert submitted.retain_until > timezone.localdate()


def test_whoever_was_added_keeps_details_and_consent_for_as_long_as_they_look_after_it(entry, approver):
    person = {"name": "Sam", "email": "sam@example.org", "phone": ""}
    asked = contact_requests.ask(entry, "add", person, new_key())
    asked = contact_requests.decide(asked, approve=True, user=approver)
    asked.refresh_from_db()
    assert asked.retain_until is None
    contact_requests.take_off(ListingContact.objects.get(sender=asked.sender))
    asked.refresh_from_db()
    assert asked.retain_until


# --- An entry that became part of another ---------------------------------------------------------


@pytest.mark.parametrize("name", ["detail", "report", "update_request", "stranger", "calendar"])
def test_every_address_of_an_entry_that_was_merged_leads_on(client, approver, name):
    kept, gone = make_service("Stays", place=BALLARAT), make_service("Goes", place=BALLARAT)
    merging.merge(kept, gone, user=approver)
    moved = client.get(reverse(f"directory:{name}", args=[gone.slug]))
    assert (moved.status_code, moved["Location"]) == (301, reverse(f"directory:{name}", args=[kept.slug]))
    assert client.get(reverse(f"directory:{name}", args=["nothing-here"])).status_code == 404


def test_one_time_of_an_entry_that_was_merged_leads_to_all_times_of_the_other(client, approver):
    kept, gone = make_service("Stays"), make_service("Goes")
    merging.merge(kept, gone, user=approver)
    moved = client.get(reverse("directory:calendar_of_time", args=[gone.slug, kept.uuid]))
    assert (moved.status_code, moved["Location"]) == (301, reverse("directory:calendar", args=[kept.slug]))


def test_a_merge_waits_for_a_decision_about_contacts_and_settles_closings(entry, approver):
    other = make_service("Other")
    upkeep.close(other, reason="We joined with the Tuesday Table")
    person = {"name": "Sam", "email": "sam@example.org", "phone": ""}
    asked = contact_requests.ask(entry, "add", person, new_key())
    for pair in ((entry, other), (make_service("Third"), entry)):
        with pytest.raises(merging.MergeRefused, match="who looks after"):
            merging.merge(*pair, user=approver)
    contact_requests.decide(asked, approve=False, user=approver, reason="No")
    merging.merge(entry, Service.objects.get(pk=other.pk), user=approver)
    closure = Closure.objects.get()
    assert (closure.service_id, closure.seen_by) == (other.pk, approver)
    assert not Closure.objects.unseen().exists()
    assert Sender.objects.filter(email="sam@example.org").exists()
