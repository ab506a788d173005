"""Keeping an entry right by a mailed link: asking for one, what it does, who gets one, and what it must not do."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.intake.keys import new_key
from cms.intake.models import AccessLink, Draft, OutboxMessage
from directory import contact_requests, moderation, queue, upkeep
from directory.bulk_actions import waits
from directory.models import Closure, ContactRequest, ListingContact, Service
from directory.views import updating
from tests.counting import settled_cost

from .conftest import ME, look_after, posted
from .factories import BALLARAT, make_phone, make_service

pytestmark = pytest.mark.django_db


def at(token, name="update"):
    return reverse(f"directory:{name}", args=[token])


def press(client, token, do="confirm"):
    return client.post(at(token), posted({"do": do}, "directory-update"))


def mails(part=""):
    return OutboxMessage.objects.filter(key__startswith="directory:", key__contains=part).order_by("pk")


def text_of(message):
    return message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()


def history(service):
    return list(ModelLogEntry.objects.filter(object_id=str(service.pk)).values_list("action", flat=True))


# --- Asking for a link ----------------------------------------------------------------------------


def ask(client, service, email):
    return client.post(
        reverse("directory:update_request", args=[service.slug]), posted({"email": email}, "directory-update-request")
    )


def test_asking_for_a_link_says_and_costs_the_same_whether_or_not_the_address_is_known(client, entry):
    ask(client, entry, "warm-up@example.org")
    answers, costs = [], []
    for email in ("stranger@example.org", "Me@Example.org", ME):
        with CaptureQueriesContext(connection) as captured:
            answers.append(ask(client, entry, email))
        costs.append(len([query for query in captured if "SAVEPOINT" not in query["sql"]]))
    assert len({answer.content for answer in answers}) == 1
    assert len(set(costs)) == 1, costs
    assert [message.recipients for message in mails(":link:")] == [[ME]]
    assert AccessLink.objects.count() == 1


def test_which_service_is_yours_finds_listed_entries_by_a_word_of_their_name(client, entry):
    make_service("Tuesday draft", live=False)
    page = client.get(reverse("directory:update_find"), {"name": "table"}).text
    assert reverse("directory:update_request", args=[entry.slug]) in page
    assert "Teusday" in client.get(reverse("directory:update_find"), {"name": "Teusday Table"}).text
    assert "draft" not in client.get(reverse("directory:update_find"), {"name": "tuesday"}).text
    for odd in ("\x00", "%", "x" * 300, "zebra", "'\""):
        assert client.get(reverse("directory:update_find"), {"name": odd}).status_code == 200


def test_finding_ones_entry_costs_the_same_at_any_number(client):
    def queries():
        return settled_cost(lambda: client.get(reverse("directory:update_find"), {"name": "table"}))

    for number in range(2):
        make_service(f"Table {number}", place=BALLARAT)
    few = queries()
    for number in range(4):
        make_service(f"Other table {number}", place=BALLARAT)
    assert queries() == few <= 15


# --- What the link does ---------------------------------------------------------------------------


def test_opening_the_link_changes_nothing_and_a_press_confirms_for_today(client, entry, token):
    before = entry.assured_at
    page = client.get(at(token))
    assert "Everything is still right" in page.text
    assert "no-store" in page["Cache-Control"]
    assert Service.objects.get().assured_at == before
    Service.objects.update(reminder_step=2)
    assert "checked today" in press(client, token).text
    service = Service.objects.get()
    assert (service.assured_at, service.reminder_step) == (timezone.localdate(), 0)
    press(client, token)
    assert history(entry).count("directory.check_by_link") == 1


def test_a_change_by_the_link_goes_to_the_editors_and_uses_it_up(client, entry, token, answers, localities):
    check = press(client, token, "change").url
    key = check.split("/")[3]
    client.post(
        reverse("directory:add_step", args=[key, "contact"]),
        posted({"phone": "(03) 5550 0012", "consent": True}),
    )
    response = client.post(check, posted({}, "directory-send"))
    assert "/add/sent/" in response.url
    assert Service.objects.get().name == "Tuesday Table"
    assert entry.submissions.get().kind == "update"
    assert client.get(at(token)).status_code == 410
    assert press(client, token).status_code == 410


def test_two_tabs_of_one_link_go_on_in_the_newer_one_and_send_one_update(client, entry, token):
    first = press(client, token, "change").url
    second = press(client, token, "change").url
    assert Draft.objects.count() == 1
    assert client.get(first).status_code == 410
    assert client.get(second).status_code in {200, 302}


def test_a_pause_shows_at_once_and_ends_by_itself_with_its_message(client, entry, token):
    until = timezone.localdate() + timedelta(days=30)
    data = {"until": f"{until:%d/%m/%Y}", "message": "Back in the new year.", "do": "pause"}
    response = client.post(at(token, "pause"), posted(data, "directory-pause"))
    assert response.status_code == 200
    page = client.get(entry.get_absolute_url()).text
    assert "Back in the new year." in page
    service = Service.objects.get()
    assert (service.status, service.status_until) == ("paused", until)
    assert "directory.status_by_link" in history(entry)
    assert upkeep.end_what_is_over(until) == []
    assert upkeep.end_what_is_over(until + timedelta(days=1), dry_run=True)
    assert Service.objects.get().status == "paused"
    assert upkeep.end_what_is_over(until + timedelta(days=1)) == [entry]
    service = Service.objects.get()
    assert (service.status, service.status_message, service.status_until) == ("open", "", None)
    assert upkeep.end_what_is_over(until + timedelta(days=2)) == []
    assert mails(":over:").count() == 1
    assert "directory.status_over" in history(entry)


@pytest.mark.parametrize("until", ["1/1/2020", "31/12/2999", "soon", "32/1/2027"])
def test_a_pause_until_no_possible_day_is_asked_again_and_keeps_what_was_typed(client, entry, token, until):
    response = client.post(at(token, "pause"), posted({"until": until, "message": "Kept words"}, "directory-pause"))
    assert response.status_code == 400
    assert "Kept words" in response.text
    assert Service.objects.get().status == "open"


def test_a_pause_can_be_ended_by_the_link(client, entry, token):
    moderation.set_status(entry, Service.Status.PAUSED, user=None, message="Away")
    assert "open again" in client.post(at(token, "pause"), posted({"do": "open"}, "directory-pause")).text
    assert (Service.objects.get().status, Service.objects.get().status_message) == ("open", "")


def test_a_closing_takes_effect_at_once_editors_are_told_and_it_can_be_taken_back(client, entry, token, approver):
    look_after(entry, "other@example.org")
    response = client.post(at(token, "close"), posted({"reason": "We are tired"}, "directory-close"))
    assert "closed" in response.text
    assert not Service.objects.listed().exists()
    assert client.get(at(token)).status_code == 410
    assert [m.recipients for m in mails(":closed:")] == [[ME], ["other@example.org"]]
    assert "We are tired" not in "".join(bytes(m.content).decode() for m in mails())
    [waiting] = queue.with_items(queue.waiting(approver), approver)
    assert [item.label for item in waiting.items] == ["Closed by the service"]
    back = re.search(r"(/directory/update/\S+)", text_of(mails(":closed:").first()))[1]
    assert client.get(back).status_code == 200
    assert not Service.objects.listed().exists()
    client.post(back, posted({}, "directory-update"))
    assert Service.objects.listed().get().status == "open"
    assert Closure.objects.get().undone_at
    assert client.post(back, posted({}, "directory-update")).status_code == 410
    assert not queue.waiting(approver).exists()


def test_an_editor_sees_why_an_entry_was_closed_and_takes_it_off_the_list(client, entry, approver):
    upkeep.close(entry, reason="We are tired")
    url = reverse("directory_closure", args=[Closure.objects.get().pk])
    client.force_login(approver)
    assert "We are tired" in client.get(url).content.decode()
    client.post(url)
    assert Closure.objects.get().seen_by == approver
    client.post(url)
    assert history(entry).count("directory.closing_seen") == 1
    assert not Closure.objects.unseen().exists()


def test_links_that_are_foreign_used_expired_or_of_somebody_who_left_do_nothing(client, entry, token):
    other = make_service("Another")
    sender = ListingContact.objects.get().sender
    foreign = AccessLink.make(moderation.UPDATE, other.uuid, sender)[1]
    nobody = AccessLink.make(moderation.UPDATE, entry.uuid, None)[1]
    other_purpose = AccessLink.make("directory.other", entry.uuid, sender)[1]
    old = AccessLink.make(moderation.UPDATE, entry.uuid, sender, life=timedelta(seconds=-1))[1]
    used_link, used = AccessLink.make(moderation.UPDATE, entry.uuid, sender)
    used_link.use()
    for each in (foreign, nobody, other_purpose, old, used, token[:-1] + ("A" if token[-1] != "A" else "B")):
        for name in ("update", "pause", "close", "people"):
            assert client.get(at(each, name)).status_code in {404, 410}
            data = posted({"do": "confirm", "kind": "leave"}, f"directory-{name}")
            assert client.post(at(each, name), data).status_code in {404, 410}
    ListingContact.objects.all().delete()
    assert client.get(at(token)).status_code == 410
    service = Service.objects.get(pk=entry.pk)
    assert (service.status, service.assured_at) == (entry.status, entry.assured_at)


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_characters="/\\?#\x00"), min_size=1, max_size=40))
def test_whatever_stands_for_a_token_is_answered_kindly(client, text):
    for name in ("update", "pause", "close", "people"):
        assert client.get(reverse(f"directory:{name}", args=[text])).status_code in {302, 404, 410}


# --- Who looks after it ---------------------------------------------------------------------------


def people(client, token, **values):
    return client.post(at(token, "people"), posted(values, "directory-people"))


NEW = {"kind": "add", "name": "Sam", "email": "sam@example.org", "consent": True}


def test_a_colleague_is_added_when_an_editor_has_agreed(client, entry, token, approver):
    response = people(client, token, **NEW)
    assert ContactRequest.objects.get().reference in client.get(response.url).text
    assert ListingContact.objects.count() == 1
    assert [m.recipients for m in mails(":contact:")] == [[ME]]
    [waiting] = queue.with_items(queue.waiting(approver), approver)
    assert [item.label for item in waiting.items] == ["Change of contact"]
    client.force_login(approver)
    url = waiting.items[0].url
    assert "sam@example.org" in client.get(url).content.decode()
    assert client.post(url, {"answer": "yes", "reason": ""}).status_code == 302
    assert sorted(ListingContact.objects.values_list("sender__email", flat=True)) == [ME, "sam@example.org"]
    assert [m.recipients for m in mails("contact_added")] == [["sam@example.org"]]
    assert [m.recipients for m in mails("contact_changed")] == [[ME]]
    assert "sam@example.org" not in "".join(bytes(m.content).decode() for m in mails() if m.recipients == [ME])
    client.post(url, {"answer": "no", "reason": "Too late"})
    assert ContactRequest.objects.get().decision == "approved"
    ask(Client(), entry, "sam@example.org")
    assert mails(":link:").get().recipients == ["sam@example.org"]


def test_somebody_else_instead_takes_the_place_and_the_old_link_is_over(client, entry, token, approver):
    people(client, token, **NEW | {"kind": "replace"})
    contact_requests.decide(ContactRequest.objects.get(), approve=True, user=approver)
    assert ListingContact.objects.get().sender.email == "sam@example.org"
    assert client.get(at(token)).status_code == 410
    assert [m.recipients for m in mails("contact_gone")] == [[ME]]


def test_who_leaves_is_taken_off_and_who_stays_is_told(client, entry, token, approver):
    look_after(entry, "stays@example.org")
    people(client, token, kind="leave")
    contact_requests.decide(ContactRequest.objects.get(), approve=True, user=approver)
    assert ListingContact.objects.get().sender.email == "stays@example.org"
    assert [m.recipients for m in mails("contact_changed")] == [["stays@example.org"]]


def test_a_stranger_is_never_told_who_looks_after_it_and_gets_nothing_before_an_editor_agrees(client, entry, approver):
    make_phone(entry, "(03) 5550 0099")
    url = reverse("directory:stranger", args=[entry.slug])
    pages = client.get(url).text
    data = {"person": "Kim", "email": "kim@example.org", "note": "I run it now", "consent": True}
    response = client.post(url, posted(data, "directory-stranger"))
    pages += client.get(response.url).text
    assert ME not in unescape(pages)
    ask(client, entry, "kim@example.org")
    assert not mails(":link:").exists()
    asked = ContactRequest.objects.get()
    client.force_login(approver)
    desk = client.get(reverse("directory_contact_request", args=[asked.pk])).content.decode()
    assert "(03) 5550 0099" in desk
    client.post(reverse("directory_contact_request", args=[asked.pk]), {"answer": "yes", "only": "on"})
    assert ListingContact.objects.get().sender.email == "kim@example.org"
    assert [m.recipients for m in mails("contact_gone")] == [[ME]]


def test_a_request_is_declined_with_a_reason_that_its_sender_reads(client, entry, token, approver):
    people(client, token, **NEW)
    url = reverse("directory_contact_request", args=[ContactRequest.objects.get().pk])
    client.force_login(approver)
    assert b"Say why" in client.post(url, {"answer": "no"}).content
    client.post(url, {"answer": "no", "reason": "We could not reach Sam."})
    assert "We could not reach Sam." in text_of(mails("contact_declined").get())
    assert ListingContact.objects.count() == 1


def test_a_request_sent_twice_is_kept_once_and_an_incomplete_one_is_asked_again(client, entry, token):
    assert people(client, token, kind="add", name="Sam").status_code == 400
    assert people(client, token, kind="everybody").status_code == 400
    data = posted(NEW, "directory-people")
    client.post(at(token, "people"), data)
    client.post(at(token, "people"), data)
    assert ContactRequest.objects.count() == 1


def test_inbox_staff_and_editors_decide_on_no_contact(client, entry, token, member_of):
    people(client, token, **NEW)
    upkeep.close(entry, reason="")
    for group in ("Editors", "Inbox staff", "Contributors"):
        client.force_login(member_of(group))
        for name, thing in (("directory_contact_request", ContactRequest), ("directory_closure", Closure)):
            assert client.get(reverse(name, args=[thing.objects.get().pk])).status_code == 302


def test_a_request_by_the_same_token_at_two_moments_is_one(entry):
    once = new_key()
    person = {"name": "Sam", "email": "sam@example.org", "phone": ""}
    first = contact_requests.ask(entry, "add", person, once)
    assert contact_requests.ask(entry, "add", person, once) == first


def test_an_entry_about_whose_contacts_somebody_asked_is_not_deleted_before_the_decision(client, entry, approver):
    person = {"name": "Sam", "email": "sam@example.org", "phone": ""}
    asked = contact_requests.ask(entry, "add", person, new_key())
    client.force_login(approver)
    url = reverse("wagtailsnippets_directory_service:delete", args=[entry.pk])
    assert waits(entry)
    client.post(url)
    assert Service.objects.exists()
    Service.objects.all().delete()
    url = reverse("directory_contact_request", args=[asked.pk])
    page = client.post(url, {"answer": "yes", "reason": ""}, follow=True).content.decode()
    assert "The entry is gone: nobody is told." in page


def test_who_asks_for_names_again_and_again_is_asked_to_wait(client, entry, monkeypatch):
    monkeypatch.setattr(updating, "MOST_SEARCHES", 2)
    url = reverse("directory:update_find")
    assert [client.get(url, {"name": "x"}).status_code for _number in range(3)] == [200, 200, 429]
    assert client.get(url).status_code == 200
