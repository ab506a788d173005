"""The reminders: who is asked, when, how often, and what is never done twice or in silence; with a moving clock."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.intake.models import AccessLink, OutboxMessage, Sender
from directory import currency, moderation, upkeep
from directory.models import ListingContact, ReminderSent, Service

from .factories import make_service
from .test_upkeep import text_of

pytestmark = pytest.mark.django_db
CHECKED = datetime.date(2026, 1, 10)
DUE = datetime.date(2026, 7, 10)


def days(number):
    return datetime.timedelta(days=number)


def entry(name="Tuesday Table", emails=("me@example.org",), assured_at=CHECKED, **fields):
    service = make_service(name, assured_at=assured_at, **fields)
    for email in emails:
        contact = ListingContact.objects.create(service=service, sender=Sender.objects.create(email=email))
        ListingContact.objects.filter(pk=contact.pk).update(added_at="2026-01-10T00:00:00Z")
    return service


def reminders():
    return OutboxMessage.objects.filter(key__startswith="directory:reminder:").order_by("pk")


def step(service):
    return Service.objects.get(pk=service.pk).reminder_step


def test_the_whole_ladder_with_a_moving_clock():
    service = entry()
    steps = {}
    day = CHECKED
    expected = {0: CHECKED, 1: DUE, 2: DUE + days(14), 3: DUE + days(30), 4: datetime.date(2027, 7, 10)}
    while day < CHECKED + days(620):
        currency.remind(day)
        currency.remind(day)
        steps.setdefault(step(service), day)
        # Every day around a step, every week between.
        day += days(1 if any(abs((day - near).days) <= 9 for near in expected.values()) else 7)
    assert steps == expected
    assert reminders().count() == 2
    assert Service.objects.listed().get() == service, "nothing is taken down by a clock"
    assert list(ReminderSent.objects.order_by("step").values_list("step", flat=True)) == [1, 2, 3, 4]


def test_after_missed_weeks_nobody_is_skipped_and_nobody_is_rushed():
    service = entry(assured_at=CHECKED - days(600))
    currency.remind(DUE)
    assert step(service) == 1
    currency.remind(DUE + days(60))
    assert step(service) == 2
    currency.remind(DUE + days(61))
    assert step(service) == 2, "the second email leaves a fortnight to answer"
    currency.remind(DUE + days(74))
    assert step(service) == 3
    currency.remind(DUE + days(75))
    assert step(service) == 3
    currency.remind(DUE + days(88))
    assert step(service) == 4
    currency.remind(DUE + days(400))
    assert reminders().count() == 2


def test_one_email_for_all_entries_of_an_address_with_a_link_for_each(client):
    first, second = entry("First"), entry("Second", emails=("ME@example.org", "other@example.org"))
    currency.remind(DUE)
    mine, others = reminders()
    assert (mine.recipients, others.recipients) == (["me@example.org"], ["other@example.org"])
    text = text_of(mine)
    assert "First" in text
    assert "Second" in text
    assert text.count("/directory/update/") == 2
    assert "Second" in text_of(others)
    assert "First" not in text_of(others)
    for service in (first, second):
        assert step(service) == 1
    address = next(line for line in text.splitlines() if "/directory/update/" in line)
    assert client.get(address[address.index("/directory/") :]).status_code == 200
    assert AccessLink.objects.count() == 3


def test_a_check_begins_the_ladder_anew():
    service = entry()
    currency.remind(DUE)
    moderation.mark_checked(service, user=None)
    Service.objects.update(assured_at=DUE + days(3))
    assert step(service) == 0
    currency.remind(DUE + days(20))
    assert reminders().count() == 1
    currency.remind(datetime.date(2027, 1, 13))
    assert step(service) == 1
    assert reminders().count() == 2


def test_without_an_address_it_is_an_editors_task_at_once():
    service = entry(emails=())
    currency.remind(DUE - days(1))
    assert step(service) == 0
    currency.remind(DUE)
    currency.remind(DUE)
    assert step(service) == 3
    assert ReminderSent.objects.count() == 1
    assert not reminders().exists()


def test_drafts_closed_and_newly_paused_entries_are_left_alone_and_a_long_pause_is_asked_about():
    entry("Draft", live=False)
    entry("Closed", status="closed")
    entry("Paused", status="paused", status_since=DUE - days(20))
    asked = entry("Long paused", status="paused", status_since=DUE - days(300))
    assert currency.remind(DUE).asked == [asked]
    assert "still paused?" in text_of(reminders().get())


def test_what_was_never_checked_counts_from_when_it_was_listed():
    service = entry(assured_at=None)
    Service.objects.update(first_published_at="2026-01-09T20:00:00Z", created_at="2025-01-01T00:00:00Z")
    assert currency.since_of(Service.objects.get()) == CHECKED
    assert not currency.remind(DUE - days(1)).asked
    assert currency.remind(DUE).asked == [service]


def test_a_run_that_was_cut_short_is_finished_by_the_next_one(monkeypatch):
    entry(emails=("a@example.org", "b@example.org"))
    whole, calls = currency._write_to, []

    def breaks(together, *rest):
        calls.append(together)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(together, *rest)

    monkeypatch.setattr(currency, "_write_to", breaks)
    with pytest.raises(KeyboardInterrupt):
        currency.remind(DUE)
    monkeypatch.undo()
    currency.remind(DUE)
    currency.remind(DUE)
    assert [message.recipients for message in reminders()] == [["a@example.org"], ["b@example.org"]]


def test_a_dry_run_writes_nothing_and_says_how_many_without_names():
    service = entry()
    entry("Paused", assured_at=DUE, status="paused", status_since=CHECKED, status_until=DUE - days(5))
    out = StringIO()
    call_command("directory_reminders", "--today", DUE.isoformat(), "--dry-run", stdout=out)
    assert "asked about: 1" in out.getvalue()
    assert "pauses, waiting lists and notices whose day was over: 1" in out.getvalue()
    for private in ("Tuesday", "me@example.org"):
        assert private not in out.getvalue()
    assert not OutboxMessage.objects.exists()
    assert not ReminderSent.objects.exists()
    assert step(service) == 0
    call_command("directory_reminders", "--today", DUE.isoformat(), stdout=out)
    assert step(service) == 1
    assert not Service.objects.filter(status="paused").exists()


@pytest.mark.parametrize("today", ["tomorrow", "2026-13-01", "10/7/2026"])
def test_a_day_that_is_none_is_refused(today):
    with pytest.raises(CommandError):
        call_command("directory_reminders", "--today", today)


def test_the_queries_grow_with_addresses_and_not_with_entries():
    def queries():
        ReminderSent.objects.all().delete()
        OutboxMessage.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            assert currency.remind(DUE).asked
        return len(captured)

    for number in range(3):
        entry(f"Entry {number}")
    few = queries()
    for number in range(6):
        entry(f"More {number}")
    # Fewer where something was kept since: never more.
    assert queries() <= few <= 25


def test_editors_see_on_the_service_when_it_was_asked(client, approver):
    service = entry()
    currency.remind(DUE)
    client.force_login(approver)
    page = client.get(reverse("directory_service_status", args=[service.pk])).content.decode()
    assert "10 July 2026: asked whether everything is right (1 address)" in page
    assert "me@example.org" not in page


@settings(max_examples=15)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=12))
def test_however_rarely_or_often_it_runs_each_step_is_taken_once_and_in_order(offsets):
    Service.objects.all().delete()
    ReminderSent.objects.all().delete()
    service = entry()
    reached = 0
    for offset in sorted(offsets):
        currency.remind(CHECKED + days(offset))
        assert step(service) in {reached, reached + 1}
        reached = step(service)
    assert list(ReminderSent.objects.order_by("step").values_list("step", flat=True)) == list(range(1, reached + 1))


def test_who_confirms_while_the_reminders_run_stays_confirmed(monkeypatch):
    checked, never = entry(), entry("Never", emails=["you@example.org"], assured_at=None)
    Service.objects.filter(pk=never.pk).update(first_published_at="2025-12-01T00:00:00Z")
    write = currency._write_to

    def confirmed_meanwhile(*args):
        write(*args)
        for service in (checked, never):
            moderation.mark_checked(service, user=None)

    monkeypatch.setattr(currency, "_write_to", confirmed_meanwhile)
    currency.remind(DUE)
    assert [step(checked), step(never)] == [0, 0]


def test_one_address_that_fails_stops_nobody_elses_email_and_is_tried_again(monkeypatch, caplog):
    broken, well = entry(emails=["broken@example.org"]), entry("Well", emails=["well@example.org"])
    over = make_service("Over", status="paused", status_until=DUE - days(1))
    ListingContact.objects.create(service=over, sender=Sender.objects.create(email="broken@example.org"))

    def refuse(send):
        def sending(key, template, to, *args, **kwargs):
            if to == "broken@example.org":
                raise ValueError("no such address: broken@example.org")
            return send(key, template, to, *args, **kwargs)

        return sending

    with monkeypatch.context() as patched:
        for module in (currency, upkeep):
            patched.setattr(module, "send_template", refuse(module.send_template))
        with pytest.raises(CommandError, match="1 emails and 1 days"):
            call_command("directory_reminders", "--today", DUE.isoformat(), stdout=StringIO())
    assert [step(broken), step(well)] == [0, 1]
    assert "broken@" not in caplog.text
    assert "ValueError" in caplog.text
    call_command("directory_reminders", "--today", DUE.isoformat(), stdout=StringIO())
    assert [step(broken), step(well)] == [1, 1]
    assert reminders().count() == 2
    assert Service.objects.get(pk=over.pk).status == "open"
