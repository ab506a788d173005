"""Deciding: ready answers, duplicates and wishes not to be listed in sight, several services at once, the audit log."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage, ReasonTemplate
from cms.intake.review_forms import ApproveForm, AskForChangesForm, DeclineForm
from directory import desk, moderation, not_listed, reports
from directory.models import NotListed, Report, Service

from .conftest import look_after
from .factories import make_phone, make_service
from .test_admin import edit_url, save_status

pytestmark = pytest.mark.django_db


# --- Ready answers ---------------------------------------------------------------------------------


def test_a_fresh_site_has_ready_answers_for_every_decision_and_none_says_rejected():
    for decision, _label in ReasonTemplate.For.choices:
        assert ReasonTemplate.objects.filter(decision=decision).exists(), decision
    for words in ReasonTemplate.objects.values_list("words", flat=True):
        assert "reject" not in words.lower()


@pytest.mark.parametrize(
    ("chosen", "typed", "comment"),
    [
        (True, "", "Ready words."),
        (False, "My own.", "My own."),
        (True, "My own.", "Ready words.\n\nMy own."),
        (True, "Dear Jo, Ready words. Bye.", "Dear Jo, Ready words. Bye."),
    ],
)
def test_words_are_chosen_written_or_both_and_never_twice(chosen, typed, comment):
    ready = ReasonTemplate.objects.create(name="Ready", decision="decline", words="Ready words.")
    form = DeclineForm({"ready": ready.pk if chosen else "", "comment": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["comment"] == comment
    # What is cleaned goes to the page as JSON.
    assert "ready" not in json.loads(json.dumps(form.cleaned_data))


def test_an_answer_of_another_decision_cannot_be_chosen_and_none_at_all_is_asked_for():
    other = ReasonTemplate.objects.filter(decision="reject").first()
    assert not DeclineForm({"ready": other.pk, "comment": "x"}).is_valid()
    for form in (DeclineForm({}), AskForChangesForm({})):
        assert "comment" in form.errors
    assert ApproveForm({}).is_valid()


def test_the_decisions_window_offers_the_ready_words(submitted, as_member):
    state = submitted.service.current_workflow_task_state
    name = "wagtailsnippets_directory_service:collect_workflow_action_data"
    page = as_member("Approvers").get(reverse(name, args=[submitted.service_id, "decline", state.pk])).json()["html"]
    assert "data-ready-words" in page
    seen = Service.objects.get(pk=submitted.service_id).latest_revision
    assert f'name="revision" value="{seen.pk}"' in page
    assert f'name="saved_at" value="{seen.created_at.isoformat()}"' in page
    assert "It is not for people in Victoria" in page
    assert "They asked not to be listed" in page


def test_approve_stands_in_sight_and_saving_under_the_arrow(submitted, as_member):
    page = as_member("Approvers").get(edit_url(submitted.service)).content.decode()
    footer = page[page.index("footer__container") :]
    assert footer.index('data-workflow-action-name="approve"') < footer.index("Save draft")


# --- Duplicates, and those who asked not to be listed ----------------------------------------------


def test_an_editor_sees_what_a_submission_resembles_and_may_compare_the_two(submitted, as_member):
    twin = make_service("The Tuesday Table")
    make_phone(twin, "+61 3 5550 0012")
    page = as_member("Approvers").get(edit_url(submitted.service)).content.decode()
    assert "It may be in the directory already" in page
    assert "the same phone number" in page
    assert reverse("directory_service_merge", args=[submitted.service_id, twin.pk]) in page


@pytest.mark.parametrize(
    "given",
    [
        {"name": "TUESDAY table"},
        {"name": "Something else", "phone": "+61 3 5550 0012"},
    ],
)
def test_an_editor_is_warned_of_who_asked_not_to_be_listed(submitted, as_member, given, client):
    NotListed.objects.create(why="They rang us", **given)
    page = as_member("Editors").get(edit_url(submitted.service)).content.decode()
    assert "They may not want to be listed" in page
    assert "It has the same" in page
    assert "They rang us" in page


def test_phone_website_abn_or_name_tell_who_asked_not_to_be_listed():
    entry = NotListed.objects.create(
        name="Kitchen Circle", phone="(03) 5550 0077", website="https://www.example.org/circle/",
        abn="51824753556", why="Asked",
    )  # fmt: skip
    asked = not_listed.asked_not_to_be_listed
    for details in (
        {"name": "The kitchen circle"}, {"phones": ["0355500077"]}, {"website": "http://example.org/circle"},
        {"abn": "51 824 753 556"},
    ):  # fmt: skip
        assert asked(**details) == entry, details
        assert asked(**details).because
    for details in (
        {},
        {"name": "Circle"},
        {"phones": ["", "5550 0078"]},
        {"website": "https://example.org"},
        {"abn": "1"},
    ):
        assert asked(**details) is None, details


def test_a_decline_remembers_the_wish_not_to_be_listed_once_and_in_the_history(submitted, decide):
    decide(submitted.service, "decline", comment="They said no.", remember=True)
    entry = NotListed.objects.get()
    assert (entry.name, entry.phone, entry.why) == ("Tuesday Table", "(03) 5550 0012", "They said no.")
    not_listed.remember(submitted.service, "Again", user=None)
    assert NotListed.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="directory.not_listed").count() == 1


def test_closing_an_entry_may_remember_it_too(as_member):
    service = make_service("Closes")
    url = reverse("directory_service_status", args=[service.pk])
    client = as_member("Approvers")
    save_status(client, url, status="paused", remember="on")
    assert not NotListed.objects.exists()
    save_status(client, url, status="closed", remember="on")
    assert NotListed.objects.get().recorded_by == client.user


@pytest.mark.parametrize(
    ("group", "adds", "sees"), [("Approvers", 200, 200), ("Editors", 302, 200), ("Inbox staff", 302, 302)]
)
def test_the_list_of_those_who_asked_is_kept_by_approvers(as_member, group, adds, sees):
    client = as_member(group)
    base = "wagtailsnippets_directory_notlisted"
    assert client.get(reverse(f"{base}:list")).status_code == sees
    assert client.get(reverse(f"{base}:add")).status_code == adds
    client.post(reverse(f"{base}:add"), {"name": "No", "why": "Asked", "asked_on": "2026-11-01"})
    assert NotListed.objects.filter(recorded_by=client.user).exists() == (adds == 200)


# --- Reports ---------------------------------------------------------------------------------------


def test_a_report_is_decided_on_its_screen_told_and_gone_from_the_queue(as_member):
    service = make_service("Quiet Corner")
    report = reports.receive(service, ["closed"], "It moved", "reader@example.org", new_key())
    client = as_member("Approvers")
    url = reverse("directory_report", args=[report.pk])
    page = client.get(url).content.decode()
    assert "It moved" in page
    assert "It has closed" in page
    assert "they asked to hear" in unescape(client.post(url, {"outcome": "changed"}).content.decode())
    assert "Choose what came of it" in client.post(url, {"comment": "x"}).content.decode()
    ready = ReasonTemplate.objects.filter(decision="report").first()
    assert client.post(url, {"outcome": "changed", "ready": ready.pk}).status_code == 302
    message = OutboxMessage.objects.get(key__contains="report_outcome")
    assert b"You were right" in bytes(message.content)
    assert Report.objects.get().decided_by == client.user
    assert not client.get(reverse("directory_queue:index")).context["object_list"]
    history = client.get(reverse("wagtailsnippets_directory_service:history", args=[service.pk])).content.decode()
    assert "Dealt with a report: The entry was changed" in history
    again = client.post(url, {"outcome": "kept", "comment": "x"}, follow=True).content.decode()
    assert "already decided" in again


def test_reports_stand_in_the_inbox_for_those_who_may_read_them(as_member):
    report = reports.receive(make_service("Quiet Corner"), ["closed"], "", "", new_key())
    staff = as_member("Inbox staff")
    page = staff.get("/admin/directory/report/?decided_by__password__startswith=zzz").content.decode()
    assert report.reference in page
    assert "It has closed" in page
    inspect = staff.get(f"/admin/directory/report/inspect/{report.pk}/")
    assert inspect.url == reverse("directory_report", args=[report.pk])
    assert as_member("Editors").get("/admin/directory/report/").status_code in {302, 403}


def test_the_inbox_shows_the_answers_and_a_hidden_street_only_to_those_who_may(submitted, as_member):
    from django.contrib.auth.models import Permission

    url = f"/admin/directory/submission/inspect/{submitted.pk}/"
    staff = as_member("Inbox staff")
    page = staff.get(url).content.decode()
    assert "A weekly table and a pot of tea." in page
    assert "18 Hidden Lane" in page
    assert "Open the service to decide" not in page
    few = as_member("Contributors")
    few.user.user_permissions.add(Permission.objects.get(codename="view_submission"))
    page = few.get(url).content.decode()
    assert "Sebastopol 3356" in page
    assert "Hidden Lane" not in page
    assert "private.person" not in page


# --- Several at once -------------------------------------------------------------------------------


def bulk(action, *services, **asked):
    query = "&".join(f"id={getattr(service, 'pk', service)}" for service in services)
    return reverse("wagtail_bulk_action", args=["directory", "service", action]) + f"?{query}"


def send_status(client, services, between=lambda: None, **data):
    """Open the page that asks, let ``between`` happen, and send it; return the page after."""
    url = bulk("status", *services)
    seen = client.get(url).context["form"]["seen"].value()
    between()
    return client.post(url, {"seen": seen} | data, follow=True).content.decode()


def test_several_services_are_marked_checked_after_a_page_that_names_them(as_member):
    one, two = make_service("First of two", reminder_step=3), make_service("Second of two", reminder_step=3)
    client = as_member("Approvers")
    url = bulk("checked", one, two)
    page = client.get(url).content.decode()
    assert "First of two" in page
    assert "Second of two" in page
    assert Service.objects.filter(reminder_step=3).count() == 2
    client.post(url)
    assert Service.objects.filter(reminder_step=0, assured_at__isnull=False).count() == 2
    assert ModelLogEntry.objects.filter(action="directory.check").count() == 2


def test_several_are_assigned_and_closed_at_once_and_each_has_it_in_its_history(as_member):
    one, two = make_service(), make_service()
    client = as_member("Approvers")
    client.post(bulk("assign", one, two), {"to": client.user.pk})
    assert [service.assignment.user for service in Service.objects.all()] == [client.user] * 2
    assert f"(now {desk.name_of(client.user)})" in client.get(bulk("assign", one, two)).content.decode()
    assert "Choose a status" in client.post(bulk("status", one, two), {"status": ""}).content.decode()
    send_status(client, [one, two], status="paused", message="Back in May")
    assert list(Service.objects.values_list("status", "status_message")) == [("paused", "Back in May")] * 2
    assert ModelLogEntry.objects.filter(action="directory.status").count() == 2


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_for_several_and_is_named(as_member):
    day = timezone.localdate() + timedelta(days=9)
    one, two = make_service("Stays"), make_service("Changes")
    client = as_member("Approvers")

    def colleague():
        moderation.set_status(one, "paused", user=None, message="Flood", until=day)

    page = send_status(client, [one, two], colleague, status="closed")
    assert "1 service: the status is changed" in page
    assert f"Stays (now: Paused, until {day:%-d %B %Y}, “Flood”)" in page
    assert dict(Service.objects.values_list("name", "status")) == {"Stays": "paused", "Changes": "closed"}
    for seen in ("", "[]", "{nonsense", "{}"):
        page = client.post(bulk("status", one), {"seen": seen, "status": "open"}, follow=True).content.decode()
        assert "the status is changed" not in page
        assert "Stays (now" in page
    one.refresh_from_db()
    assert (one.status, one.status_until, one.status_message) == ("paused", day, "Flood")


def test_a_last_day_is_asked_for_several_and_what_is_left_empty_is_kept_where_the_status_is(as_member):
    today = timezone.localdate()
    first, second = today + timedelta(days=5), today + timedelta(days=50)
    rests = make_service("Rests", status="paused", status_message="Back soon", status_until=first)
    opens = make_service("Opens")
    client = as_member("Approvers")
    page = send_status(client, [rests, opens], status="paused")
    assert "1 service: the status is changed" in page
    assert "1 service: nothing to change" in page
    rows = Service.objects.order_by("-name").values_list("status", "status_message", "status_until")
    assert list(rows.all()) == [("paused", "Back soon", first), ("paused", "", None)]
    send_status(client, [rests, opens], status="paused", until=second)
    assert list(rows.all()) == [("paused", "Back soon", second), ("paused", "", second)]
    send_status(client, [rests, opens], status="open")
    assert list(rows.all()) == [("open", "", None)] * 2
    send_status(client, [rests, opens], status="open", message="Not on Friday", until=first)
    assert list(rows.all()) == [("open", "Not on Friday", first)] * 2
    for wrong, said in (
        ({"status": "open", "message": "No end"}, "Say until which day"),
        ({"status": "open", "until": second}, "Say what readers should know"),
        ({"status": "paused", "until": today - timedelta(days=1)}, "This day has passed"),
        ({"status": "paused", "until": "32/13/2026"}, "Write the day as"),
    ):
        assert said in send_status(client, [rests, opens], **wrong)
    assert list(rows.all()) == [("open", "Not on Friday", first)] * 2
    send_status(client, [rests, opens], status="closed", until=second)
    assert list(rows.all()) == [("closed", "", None)] * 2


def test_who_may_not_publish_does_nothing_to_several(as_member):
    service = make_service()
    client = as_member("Editors")
    for action, data in (("checked", {}), ("status", {"status": "closed"}), ("delete", {})):
        client.post(bulk(action, service), data)
    service.refresh_from_db()
    assert (service.status, service.assured_at) == ("open", None)


def test_a_whole_list_that_nobody_saw_is_not_changed_at_once(as_member):
    make_service()
    client = as_member("Approvers")
    for url in (bulk("status", "all"), bulk("checked", *range(1, 120)), bulk("delete", "all")):
        page = client.post(url, {"status": "closed"}, follow=True).content.decode()
        assert "Choose at most 100 services" in page
    assert Service.objects.get().status == "open"


def test_what_waits_for_a_decision_is_not_deleted_and_what_is_deleted_stays_in_the_log(submitted, as_member):
    free, reported = make_service("Free"), make_service("Reported")
    reports.receive(reported, ["closed"], "", "", new_key())
    client = as_member("Administrators")
    page = client.get(bulk("delete", submitted.service, free, reported)).content.decode()
    assert "Yes, put them in the bin" in page
    client.post(bulk("delete", submitted.service, free, reported))
    assert set(Service.objects.values_list("name", flat=True)) == {"Tuesday Table", "Reported"}
    assert ModelLogEntry.objects.filter(action="directory.bin", label="Free", user=client.user).exists()
    delete = reverse("wagtailsnippets_directory_service:delete", args=[reported.pk])
    assert "Something waits for a decision" in client.post(delete, follow=True).content.decode()
    assert Service.objects.filter(pk=reported.pk).exists()


def test_before_services_are_deleted_the_page_says_what_goes_with_each_and_what_to_do_instead(submitted, as_member):
    kept, bare = make_service("Kept up"), make_service("Bare", live=False)
    look_after(kept)
    look_after(kept, "two@example.org")
    kept.notes.create(text="zebrafinch")
    kept.redirects.create(old_slug="old-name")
    client = as_member("Administrators")
    for url in (
        bulk("delete", kept, bare, submitted.service),
        reverse("wagtailsnippets_directory_service:delete", args=[kept.pk]),
    ):
        page = client.get(url).content.decode()
        for said in (
            "in the bin, with places, times",
            f"Its page /directory/{kept.slug}/",
            "1 old address that leads to it",
            "2 people who look after it by email. Nobody tells them",
            "1 note by colleagues",
            "change the status to closed",
        ):
            assert page.count(said) == 1, said
        assert "referenced" not in page
        assert "zebrafinch" not in page
    page = client.get(bulk("delete", kept, submitted.service)).content.decode()
    assert "something waits for a decision about them" in page
    assert "permission" not in page
    instead = unescape(re.search(r'<a href="(/admin/bulk/directory/service/status/[^"]*)"', page)[1])
    assert kept.name in client.get(instead).content.decode()
    client.post(reverse("wagtailsnippets_directory_service:delete", args=[kept.pk]))
    assert not Service.objects.filter(pk=kept.pk).exists()
    page = as_member("Approvers").get(bulk("delete", bare)).content.decode()
    assert "You may not delete services" in page
    assert "Yes, delete" not in page


def test_a_decline_stands_in_the_sites_history_by_its_reference_and_its_words_only_where_they_end(
    submitted, decide, as_member
):
    decide(submitted.service, "decline", comment="It is in another state")
    page = as_member("Administrators").get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert f"Declined what was sent in: {submitted.reference}" in page
    assert not [entry for entry in ModelLogEntry.objects.all() if "another state" in str(entry.data)]
    submitted.refresh_from_db()
    assert submitted.decision_reason == "It is in another state"


def test_a_colleague_sees_that_an_entry_is_paused_on_its_own_page(as_member):
    service = make_service("Rests", status="paused", status_message="Back in May")
    page = as_member("Editors").get(edit_url(service)).content.decode()
    assert "Paused" in page
    assert "Back in May" in page


def test_signed_out_people_see_none_of_it(submitted):
    for url in (
        reverse("directory_queue:index"), reverse("directory_service_desk", args=[submitted.service_id]),
        reverse("directory_service_merge", args=[submitted.service_id, submitted.service_id]),
        bulk("checked", submitted.service),
    ):  # fmt: skip
        assert Client().get(url).status_code == 302
