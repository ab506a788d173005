"""What happens by itself, or is due, stands in the calendar on its day here, for whoever may work on it."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.careful import calendar
from home.models import Notice
from pages.models import StoryConsent
from tests.directory.factories import make_service
from tests.pages.factories import OpportunityFactory, StandardFactory, StoryFactory, consented

pytestmark = pytest.mark.django_db
URL = "/admin/calendar/"


@pytest.fixture
def admin(client, member_of):
    client.force_login(member_of(None))
    return client


def planned(title, moment, **fields):
    page = StandardFactory(title=title, live=False, **fields)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=moment)
    return page


def cells(client, month):
    """Return what the table says of each day of ``month``: texts by the number of the day."""
    tree = BeautifulSoup(client.get(f"{URL}?month={month}").content, "html.parser")
    found = {}
    for cell in tree.select("table.calendar td:not(.calendar-other)"):
        words = " ".join(cell.get_text().split())
        found[int(words.split()[0])] = words
    return found


def test_each_thing_stands_on_its_day_with_what_happens_and_leads_to_where_it_is_changed(admin):
    noon = datetime(2027, 3, 10, 1, 0, tzinfo=UTC)
    page = planned("Opening hours", noon)
    StandardFactory(title="Old notice", expire_at=noon + timedelta(days=1))
    StandardFactory(title="Read again", next_review_due=date(2027, 3, 12))
    OpportunityFactory(title="A course", closes_at=noon + timedelta(days=3))
    story = StoryFactory(title="A story", live=False)
    consented(story)
    StoryConsent.objects.update(review_on=date(2027, 3, 14))
    make_service("Tea", status="paused", status_until=date(2027, 3, 15))
    said = cells(admin, "2027-03")
    assert len(said) == 31
    for day, words in {
        10: "Goes live at 12.00 pm: Opening hours", 11: "Leaves the site at 12.00 pm: Old notice",
        12: "Check again: Read again", 13: "Closes at 12.00 pm: A course", 14: "Renew consent: A story",
        15: "Last day of “Paused”: Tea",
    }.items():  # fmt: skip
        assert words in said[day], said[day]
    screen = admin.get(f"{URL}?month=2027-03").content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in screen
    tree = BeautifulSoup(screen, "html.parser")
    assert tree.select("table.calendar caption")[0].get_text() == "March 2027"
    assert len(tree.select('table.calendar th[scope="col"]')) == 7
    # The list for narrow screens says the same.
    assert "Friday 12 March" in tree.select(".calendar-list")[0].get_text()
    assert "Read again" in tree.select(".calendar-list")[0].get_text()


def test_a_notice_stands_on_the_days_on_which_it_comes_and_goes(client, member_of):
    begins, until = datetime(2027, 3, 9, 22, 0, tzinfo=UTC), datetime(2027, 4, 5, 13, 59, tzinfo=UTC)
    notice = Notice.objects.create(title="Closed over Easter", words="Back soon.", begins=begins, until=until)
    Notice.objects.create(title="Never shown", words="No.", begins=begins, until=until, is_on=False)
    client.force_login(member_of("Editors"))
    said = cells(client, "2027-03")
    assert said[10] == "10 March Notice begins at 9.00 am: Closed over Easter"
    assert sum("Closed over Easter" in words for words in said.values()) == 1
    screen = client.get(f"{URL}?month=2027-04").content.decode()
    assert reverse("wagtailsnippets_home_notice:edit", args=[notice.pk]) in screen
    assert cells(client, "2027-04")[5] == "5 April Notice ends at 11.59 pm: Closed over Easter"
    client.force_login(member_of("Contributors"))
    assert "Closed over Easter" not in client.get(f"{URL}?month=2027-03").content.decode()


@pytest.mark.parametrize(
    ("moment", "month", "day", "clock"),
    [
        # Clocks go back on 4 April 2027 at 3 am: half past eleven the night before, and half past two, which is twice.
        (datetime(2027, 4, 3, 12, 30, tzinfo=UTC), "2027-04", 3, "11.30 pm"),
        (datetime(2027, 4, 3, 15, 30, tzinfo=UTC), "2027-04", 4, "2.30 am"),
        (datetime(2027, 4, 3, 16, 30, tzinfo=UTC), "2027-04", 4, "2.30 am"),
        (datetime(2027, 4, 4, 13, 59, tzinfo=UTC), "2027-04", 4, "11.59 pm"),
        # And on on 3 October 2027 at 2 am.
        (datetime(2027, 10, 2, 16, 0, tzinfo=UTC), "2027-10", 3, "3.00 am"),
        (datetime(2027, 10, 3, 12, 59, tzinfo=UTC), "2027-10", 3, "11.59 pm"),
        # The ends of a month, and of a year.
        (datetime(2027, 12, 31, 12, 59, tzinfo=UTC), "2027-12", 31, "11.59 pm"),
        (datetime(2027, 12, 31, 13, 0, tzinfo=UTC), "2028-01", 1, "12.00 am"),
        (datetime(2028, 2, 29, 1, 0, tzinfo=UTC), "2028-02", 29, "12.00 pm"),
    ],
)
def test_a_day_is_melbournes_also_when_its_clock_changes(admin, moment, month, day, clock):
    planned("At that hour", moment)
    said = cells(admin, month)
    assert f"Goes live at {clock}: At that hour" in said[day]
    assert sum("At that hour" in words for words in said.values()) == 1


def test_nobody_sees_there_what_they_may_not_work_on(client, member_of):
    planned("zebrafinch page", datetime(2027, 3, 10, 1, 0, tzinfo=UTC))
    StandardFactory(title="zebrafinch again", next_review_due=date(2027, 3, 12))
    make_service("zebrafinch service", status="paused", status_until=date(2027, 3, 15))
    consented(StoryFactory(title="zebrafinch story", live=False))
    StoryConsent.objects.update(review_on=date(2027, 3, 14))
    for group, number in (("Inbox staff", 0), ("Contributors", 0), ("Editors", 2), ("Approvers", 4)):
        client.force_login(member_of(group))
        table = BeautifulSoup(client.get(f"{URL}?month=2027-03").content, "html.parser").select_one("table.calendar")
        assert table.get_text().count("zebrafinch") == number, group
    client.logout()
    assert client.get(URL).status_code == 302


def test_months_lead_on_to_each_other_and_nonsense_leads_to_this_one(admin):
    screen = admin.get(f"{URL}?month=2027-12").content.decode()
    assert "?month=2027-11" in screen
    assert "?month=2028-01" in screen
    assert "?month=2200" not in admin.get(f"{URL}?month=2199-12").content.decode()
    for wrong in ("2027-13", "2027-00", "0000-01", "9999-12", "x", "2027-1", "2027-03-01", "²027-03", "2027-03\x00"):
        assert admin.get(URL, {"month": wrong}).status_code == 302, wrong
    today = timezone.localdate()
    assert f"{today:%B %Y}" in admin.get(URL).content.decode()
    assert 'aria-current="date"' in admin.get(URL).content.decode()


def test_a_job_that_does_not_run_is_said_plainly(admin):
    assert calendar.overdue() is None
    page = planned("Late", timezone.now() - timedelta(minutes=30))
    assert calendar.overdue() is None
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now() - timedelta(hours=3))
    assert "The job that does this is not running" in unescape(admin.get(URL).content.decode())
    Revision.objects.update(approved_go_live_at=None)
    StandardFactory(title="Stays")
    Page.objects.filter(title="Stays").update(expire_at=timezone.now() - timedelta(days=1))
    assert calendar.overdue() is not None


def test_the_calendar_costs_as_many_questions_for_three_times_as_much(admin):
    def more(number):
        for each in range(number):
            when = datetime(2027, 3, 10, 1, 0, tzinfo=UTC)
            planned(f"P{Page.objects.count()}", when)
            StandardFactory(expire_at=when, next_review_due=date(2027, 3, each + 1))
            OpportunityFactory(closes_at=when)
            make_service(f"S{Page.objects.count()}", status="paused", status_until=date(2027, 3, 15))

    more(1)
    admin.get(f"{URL}?month=2027-03")
    with CaptureQueriesContext(connection) as few:
        admin.get(f"{URL}?month=2027-03")
    more(3)
    with CaptureQueriesContext(connection) as many:
        admin.get(f"{URL}?month=2027-03")
    assert len(many) <= len(few)
    assert len(few) < 45
