"""The editors' queue: what waits, of which kind, since when, for whom; and the same number of questions at any length."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage
from directory import answers as answers_of
from directory import changes, contact_requests, desk, moderation, queue, reports, upkeep
from directory.models import ReminderSent, Report, Service, Submission
from tests.counting import settled_cost

from .conftest import look_after
from .factories import make_service
from .test_moderation import link_for

pytestmark = pytest.mark.django_db
QUEUE = "directory_queue:index"


def report(service, topics=("times",), days=0):
    kept = reports.receive(service, list(topics), "", "", new_key())
    type(kept).objects.filter(pk=kept.pk).update(received_at=timezone.now() - timedelta(days=days))
    kept.refresh_from_db()
    return kept


def overdue(name="Long unchecked", step=3, asked=True):
    long_ago = timezone.localdate() - timedelta(days=400)
    service = make_service(name, reminder_step=step, assured_at=long_ago)
    for number in range(1 if asked else 3, step + 1):
        day = long_ago + timedelta(days=100 * number)
        ReminderSent.objects.create(
            service=service, step=number, since=long_ago, sent_on=min(day, timezone.localdate())
        )
    return service


def content(client, **asked):
    response = client.get(reverse(QUEUE), asked)
    assert response.status_code == 200
    return response.content.decode()


def names(client, **asked):
    return [service.name for service in client.get(reverse(QUEUE), asked).context["object_list"]]


def test_every_kind_stands_in_one_place_by_service_with_reference_and_age(submitted, as_member):
    reported = make_service("Reported twice")
    first, second = report(reported, ["closed"], days=9), report(reported, ["unsafe"])
    overdue()
    client = as_member("Approvers")
    page = content(client)
    assert names(client) == ["Reported twice", "Long unchecked", "Tuesday Table"]
    for said in (submitted.reference, first.reference, second.reference, "New service", "Overdue check", "1 week",
                 "It has closed", "Read first: about safety", "A weekly table and a pot of tea.", "nobody answered our emails"):  # fmt: skip
        assert said in page, said
    assert page.count(reported.name) <= 3


def test_the_menu_says_how_many_services_wait(submitted, as_member):
    report(make_service("One"))
    client = as_member("Approvers")
    assert "To do (2)" in client.get("/admin/").content.decode()


def test_the_queue_is_narrowed_by_kind_by_who_looks_after_it_and_by_stage(submitted, decide, as_member):
    client = as_member("Approvers")
    mine = make_service("Mine")
    report(mine)
    overdue()
    desk.assign(mine, client.user, user=client.user)
    assert names(client, kind="report") == ["Mine"]
    assert names(client, kind=["report", "check"]) == ["Long unchecked", "Mine"]
    assert names(client, assigned="me") == ["Mine"]
    assert names(client, assigned="nobody") == ["Long unchecked", "Tuesday Table"]
    decide(submitted.service, "reject", comment="Which door?")
    assert names(client, stage="changes") == ["Tuesday Table"]
    assert "Tuesday Table" not in names(client, stage="waiting")
    assert "Changes asked" in content(client)
    for nonsense in ({"kind": "x"}, {"assigned": "x"}, {"stage": "x"}, {"p": "-1"}, {"p": "9" * 30}):
        content(client, **nonsense)


def test_with_a_kind_chosen_a_service_waits_since_that_kind_and_shows_only_it(submitted, as_member):
    client = as_member("Approvers")
    report(submitted.service, days=30)
    page = content(client, kind="new")
    assert "New service" in page
    assert "Report of a problem</strong>" not in page


@pytest.mark.parametrize(
    ("group", "sees", "not_seen"),
    [
        ("Approvers", ["New service", "Report of a problem", "Overdue check"], []),
        ("Inbox staff", ["New service", "Report of a problem"], ["Overdue check</strong>"]),
        ("Editors", ["New service", "Overdue check"], ["Report of a problem</strong>"]),
    ],
)
def test_each_role_sees_what_it_may(submitted, as_member, group, sees, not_seen):
    report(make_service("Reported"))
    overdue()
    page = content(as_member(group))
    for each in sees:
        assert f"<strong>{each}</strong>" in page, each
    for each in not_seen:
        assert each not in page, each


def test_contributors_have_no_queue_and_no_notes(submitted, as_member):
    client = as_member("Contributors")
    for url in (reverse(QUEUE), reverse("directory_service_desk", args=[submitted.service_id])):
        assert client.get(url).status_code in {302, 403}
    assert "To do" not in client.get("/admin/").content.decode()


def test_whoever_may_see_one_kind_of_it_may_open_the_queue(member_of, client):
    reported = report(make_service("Reported"))
    user = member_of("Contributors")
    user.user_permissions.add(Permission.objects.get(codename="view_report"))
    client.force_login(user)
    assert reported.reference in content(client)


def test_an_overdue_check_waits_since_it_became_a_task_and_says_emails_only_where_some_went(as_member):
    overdue()
    overdue("Without an address", asked=False)
    client = as_member("Approvers")
    page = content(client)
    assert "nobody was asked by email" in page
    assert page.count("nobody answered our emails") == 1
    for service in client.get(reverse(QUEUE)).context["object_list"]:
        assert timezone.now() - service.waiting_since < timedelta(days=102)
        assert service.items[0].age == "3 months"


def test_what_nobody_confirmed_for_18_months_is_unlisted_by_one_press(as_member):
    old, task = overdue("Old", step=4), overdue("Task")
    client = as_member("Approvers")
    assert names(client, kind="unlist") == ["Old"]
    url = reverse("directory_service_unlist", args=[old.pk])
    page = content(client)
    assert url in page
    assert "csrfmiddlewaretoken" in page
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert list(Service.objects.listed()) == [task]
    actions = ModelLogEntry.objects.filter(object_id=str(old.pk)).values_list("action", flat=True)
    assert "directory.unlist" in actions
    client.post(reverse("directory_service_unlist", args=[task.pk]))
    assert list(Service.objects.listed()) == [task], "it is not time for that one"


def test_the_press_holds_its_own_token_leads_back_to_where_one_was_and_says_how_to_undo_it(approver):
    old = overdue("Old", step=4)
    look_after(old)
    client = Client(enforce_csrf_checks=True)
    client.force_login(approver)
    page = content(client, kind="unlist")
    url = reverse("directory_service_unlist", args=[old.pk])
    form = re.search(rf'<form method="post" action="{url}".*?</form>', page, re.S)[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert client.post(url, sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert Service.objects.listed().exists()
    answer = client.post(url, sent)
    assert answer.url == f"{reverse(QUEUE)}?kind=unlist"
    said = client.get(answer.url).content.decode()
    edit = reverse("wagtailsnippets_directory_service:edit", args=[old.pk])
    assert "The person who looks after it got an email with a link that lists it again." in said
    assert "To list it again yourself, open the entry and choose “Publish”" in said
    assert edit in said
    assert OutboxMessage.objects.filter(key__contains=":unlisted:").count() == 1
    history = client.get(reverse("wagtailsnippets_directory_service:history", args=[old.pk])).content.decode()
    assert "nobody confirmed it for 18 months" in history
    assert client.post(url, sent | {"next": "https://example.org/"}).url == reverse(QUEUE)


def test_an_entry_that_was_confirmed_meanwhile_or_is_under_review_is_not_unlisted(as_member):
    confirmed, reviewed = overdue("Confirmed", step=4), overdue("Reviewed", step=4)
    client = as_member("Approvers")
    moderation.mark_checked(confirmed, user=None)
    reviewed.save_revision()
    reviewed.get_workflow().start(reviewed, None)
    for service in (confirmed, reviewed):
        page = client.post(reverse("directory_service_unlist", args=[service.pk]), follow=True).content.decode()
        assert "was not unlisted" in page
    assert Service.objects.listed().count() == 2


@pytest.mark.parametrize("group", ["Contributors", "Editors", "Inbox staff"])
def test_only_who_may_publish_unlists(as_member, group):
    old = overdue("Old", step=4)
    client, url = as_member(group), reverse("directory_service_unlist", args=[old.pk])
    assert client.post(url).status_code in {302, 403}
    assert Service.objects.listed().exists()
    if group == "Editors":
        assert url not in content(client)


def test_a_listed_service_that_is_closed_or_was_asked_once_is_no_overdue_check(as_member):
    make_service("Closed", reminder_step=4, status="closed")
    make_service("Asked once", reminder_step=1)
    assert names(as_member("Approvers")) == []


def test_a_colleagues_draft_waits_there_too_and_says_whose(as_member, member_of):
    service = make_service("Staff change")
    service.summary = "Changed by staff."
    author = member_of("Editors", first_name="Edi", last_name="Tor")
    service.save_revision(user=author)
    service.get_workflow().start(service, author)
    page = content(as_member("Approvers"))
    assert "A colleague’s draft" in page
    assert "By Edi Tor" in page


def test_a_report_about_safety_stands_above_everything_else_and_says_so_in_words(submitted, as_member, decide):
    old, hurt = make_service("Reported long ago"), make_service("Somebody was hurt")
    report(old, ["times", "closed"], days=300)
    report(hurt, ["times"], days=20)
    report(hurt, ["times", "unsafe"], days=1)
    overdue()
    client = as_member("Approvers")
    assert names(client)[0] == "Somebody was hurt"
    assert names(client, kind="report") == ["Somebody was hurt", "Reported long ago"]
    first = client.get(reverse(QUEUE)).context["object_list"][0]
    assert [item.is_urgent for item in first.items] == [True, False]
    page = content(client)
    assert page.count("Read first: about safety") == 1
    assert page.index("Read first: about safety") < page.index("Reported long ago")
    # Once it is dealt with, what is left of it waits its turn.
    reports.decide(Report.objects.get(topics=["times", "unsafe"]), "kept", user=client.user)
    assert names(client)[:2] == ["Reported long ago", "Long unchecked"]
    assert "Read first" not in content(client)


def test_whoever_may_not_read_reports_does_not_learn_from_the_order_that_there_is_one(as_member):
    overdue("Older")
    hurt = overdue("Hurt")
    report(hurt, ["unsafe"])
    ReminderSent.objects.filter(service=hurt, step=3).update(sent_on=timezone.localdate())
    assert names(as_member("Approvers")) == ["Hurt", "Older"]
    assert names(as_member("Editors")) == ["Older", "Hurt"]


def test_the_screens_of_what_waits_lead_to_the_next_step(as_member):
    service, old = make_service("Reported"), overdue("Old", step=4)
    kept = report(service, ["unsafe"])
    contact_requests.ask(service, "add", {"name": "Sam", "email": "sam@example.org", "phone": ""}, new_key())
    client = as_member("Approvers")
    assert "One more person wants to look after it; asked without a link: check first" in content(client)
    page = client.get(reverse("directory_report", args=[kept.pk])).content.decode()
    assert reverse("directory_service_status", args=[service.pk]) in page
    assert "Read first: about safety" in client.get(desk_url(service)).content.decode()
    status = client.get(reverse("directory_service_status", args=[old.pk])).content.decode()
    assert f"{reverse(QUEUE)}?kind=unlist" in status
    assert "kind=unlist" not in client.get(reverse("directory_service_status", args=[service.pk])).content.decode()


def fill(number):
    """Add ``number`` of each kind that waits, and of each stage of what was sent in."""
    for _one in range(number):
        service = make_service()
        report(service, ["unsafe"])
        report(service)
        overdue(service.name)
        overdue(service.name, step=4)
        contact_requests.ask(service, "add", {"name": "Sam", "email": "sam@example.org", "phone": ""}, new_key())
        upkeep.close(make_service(), reason="Tired")
        waiting = make_service(live=False)
        waiting.save_revision()
        Submission.objects.create(kind="new", service=waiting, token_hash=new_key(), title=waiting.name)
        waiting.get_workflow().start(waiting, None)
        sent_back = make_service(live=False)
        sent_back.save_revision()
        Submission.objects.create(kind="new", service=sent_back, token_hash=new_key(), title=sent_back.name)
        sent_back.get_workflow().start(sent_back, None)
        sent_back.current_workflow_task_state.reject()
        for proposed in (None, {"about": {}}):
            Submission.objects.create(
                kind="update", service=service, token_hash=new_key(), title=service.name, proposed=proposed
            )
        drafted = make_service()
        drafted.save_revision()
        drafted.get_workflow().start(drafted, None)


@pytest.mark.parametrize(
    ("url", "rows"),
    [
        (QUEUE, "<strong>Overdue check</strong>"),
        ("directory_submission_modeladmin_index", "Waiting behind another update"),
        ("directory_report_modeladmin_index", "Something unsafe"),
    ],
)
def test_the_queue_and_the_inbox_ask_the_same_number_of_questions_at_any_length(as_member, url, rows):
    client = as_member("Approvers")
    client.user.user_permissions.set(Permission.objects.none())
    pages = []

    def ask():
        pages.append(client.get(reverse(url)).content.decode())

    fill(1)
    few = settled_cost(ask)
    assert pages[-1].count(rows) == 1
    fill(2)
    assert settled_cost(ask) == few
    assert pages[-1].count(rows) == 3


def test_the_queue_is_read_page_by_page(as_member):
    for _number in range(27):
        report(make_service())
    client = as_member("Approvers")
    assert len(names(client)) == 25
    assert len(names(client, p=2)) == 2


# --- What changed, in a line -----------------------------------------------------------------------


def updated(service, change):
    answers = answers_of.of_service(service)
    change(answers)
    return moderation.submit_update(service, answers, new_key(), link_for(service))


@pytest.fixture
def listed(submitted, decide):
    decide(submitted.service, "approve")
    return Service.objects.get(pk=submitted.service_id)


def test_an_update_says_in_a_line_what_it_changes(listed, as_member):
    def change(answers):
        answers["contact"]["phone"] = "(03) 5550 0099"
        answers["places"]["list"][0]["times"][0]["starts"] = "17:15"

    assert updated(listed, change).changes == ["Times", "Phone numbers"]
    assert "Times, Phone numbers" in content(as_member("Approvers"))


def test_an_update_that_changes_nothing_says_so(listed, as_member):
    assert updated(listed, lambda answers: None).changes == []
    assert "Nothing differs from the entry" in content(as_member("Approvers"))


def test_the_same_times_and_numbers_in_another_order_are_no_change(listed):
    row = {"weekday": "3", "starts": "10:00", "ends": "", "frequency": "weekly", "week_of_month": "", "from_date": "", "note": ""}  # fmt: skip
    answers = answers_of.of_service(listed)
    answers["places"]["list"][0]["times"].append(row)
    answers["contact"]["phone_2"] = "(03) 5550 0077"
    before = answers_of.apply(answers, Service.objects.get(pk=listed.pk))
    answers["places"]["list"][0]["times"].reverse()
    contact = answers["contact"]
    contact["phone"], contact["phone_2"] = contact["phone_2"], contact["phone"]
    contact["phone_label"], contact["phone_hours"] = "", ""
    after = answers_of.apply(answers, Service.objects.get(pk=listed.pk))
    assert "Times" not in changes.between(before, after)
    assert "Name" not in changes.between(before, after)


def test_an_update_that_waits_behind_another_says_what_it_changes_too(listed, as_member):
    updated(listed, lambda answers: answers["about"].update(summary="First."))
    second = updated(listed, lambda answers: answers["contact"].update(website="https://example.org"))
    assert second.changes == ["Website"]
    assert "Waits behind another update. Website" in content(as_member("Approvers"))


# --- Assigning and notes ---------------------------------------------------------------------------


def desk_url(service):
    return reverse("directory_service_desk", args=[service.pk])


def test_what_waits_is_assigned_to_a_colleague_who_may_decide(submitted, as_member, member_of):
    client, other = as_member("Approvers"), member_of("Approvers", first_name="Ada", last_name="Other")
    editor = member_of("Editors")
    service = submitted.service
    assert client.post(desk_url(service), {"to": editor.pk}).status_code == 200
    assert client.post(desk_url(service), {"to": other.pk}).status_code == 302
    assert "Ada Other" in content(client)
    history = client.get(reverse("wagtailsnippets_directory_service:history", args=[service.pk])).content.decode()
    assert "Said who looks after it: Ada Other" in history
    client.post(desk_url(service), {"to": ""})
    assert names(client, assigned="nobody") == ["Tuesday Table"]


def test_a_note_stands_with_author_and_time_and_in_nothing_that_leaves(submitted, decide, as_member, client):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    editor = as_member("Editors", first_name="Edi", last_name="Tor")
    assert editor.post(desk_url(service), {"text": "zebrafinch rang us"}).status_code == 302
    page = editor.get(desk_url(service)).content.decode()
    assert "zebrafinch rang us" in page
    assert "Edi Tor" in page
    assert (
        "zebrafinch"
        in editor.get(reverse("wagtailsnippets_directory_service:edit", args=[service.pk])).content.decode()
    )
    assert "zebrafinch" not in client.get(service.get_absolute_url()).content.decode()
    assert "zebrafinch" not in str(service.save_revision().content)
    history = editor.get(reverse("wagtailsnippets_directory_service:history", args=[service.pk])).content.decode()
    assert "Wrote a note for colleagues" in history
    assert "zebrafinch" not in history
    assert editor.post(desk_url(service), {"text": " "}).status_code == 200
    assert service.notes.count() == 1


def test_inbox_staff_and_editors_cannot_do_what_is_not_theirs(submitted, as_member):
    service = submitted.service
    assert as_member("Inbox staff").post(desk_url(service), {"text": "x"}).status_code in {302, 403}
    assert not service.notes.exists()
    kept = report(make_service("Reported"))
    url = reverse("directory_report", args=[kept.pk])
    assert as_member("Editors").get(url).status_code in {302, 403}
    staff = as_member("Inbox staff")
    assert staff.get(url).status_code == 200
    assert "Record what came of it" not in staff.get(url).content.decode()
    assert staff.post(url, {"outcome": "kept"}).status_code in {302, 403}
    kept.refresh_from_db()
    assert kept.decision == ""


def test_ages_are_said_as_people_say_them():
    now = timezone.now()
    assert queue.age_of(now - timedelta(hours=3)) == "today"
    assert queue.age_of(now - timedelta(days=8)) == "1 week"
    assert queue.age_of(now - timedelta(days=2)) == "2 days"
