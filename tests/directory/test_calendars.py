"""Times of a service as people's own calendars read them: the file says what the page says."""

import datetime
from itertools import islice
from uuid import UUID

import pytest
from dateutil.rrule import rrulestr
from django.utils import timezone
from hypothesis import given, settings
from icalendar import Calendar

from directory import calendars, times
from directory.models import Location, Schedule, Service

from .factories import BALLARAT, GEELONG, make_location, make_phone, make_service
from .test_times import MELBOURNE, moments, schedules

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=MELBOURNE)


@pytest.fixture(autouse=True)
def _a_sunday_in_november(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content)


def written(schedule, now):
    """Return the one event that a calendar reads of a schedule, or None."""
    service = Service(name="Tuesday Table", slug="tuesday-table", summary="Tea.", provider_name="Jo")
    place = Location(name="By phone")
    place.schedules = [schedule]
    service.locations = [place]
    content = calendars.calendar_of(service, now)
    return content and Calendar.from_ical(content)


def starts_of(event, count):
    """Return the first moments of an event as a calendar computes them from its rule."""
    first = event["dtstart"].dt
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=first.replace(tzinfo=None))
    return [times.at(one.date(), one.time(), MELBOURNE) for one in islice(rule, count)]


@settings(max_examples=50)
@given(schedules(), moments)
def test_a_calendar_reads_the_same_moments_from_the_file_as_the_page_says(schedule, now):
    [event] = written(schedule, now).events
    today = now.date()
    said = [times.at(date, schedule.starts, MELBOURNE) for date in islice(times.dates(schedule, today), 30)]
    assert starts_of(event, 30) == said
    if schedule.ends:
        assert event["dtstart"].dt.replace(tzinfo=None) + event["duration"].dt == datetime.datetime.combine(
            said[0].date() + (times.DAY if schedule.ends < schedule.starts else 0 * times.DAY), schedule.ends
        )
    else:
        assert "duration" not in event


def test_the_file_brings_the_rules_of_its_time_zone():
    calendar = written(Schedule(weekday=1, starts=datetime.time(18, 30)), NOON)
    [zone] = calendar.timezones
    assert zone["tzid"] == "Australia/Melbourne"
    offsets = {str(part["tzoffsetto"].to_ical()) for part in zone.subcomponents}
    assert offsets == {"+1100", "+1000"}
    assert calendar.events[0]["dtstart"].params["TZID"] == "Australia/Melbourne"


@pytest.mark.parametrize(
    "unknown", [{"frequency": "fortnightly", "from_date": None}, {"frequency": "monthly", "week_of_month": None}]
)
def test_what_has_no_date_that_anybody_can_know_gives_no_event(unknown):
    assert written(Schedule(weekday=1, starts=datetime.time(18), **unknown), NOON) is None


@pytest.mark.django_db
def test_the_service_page_offers_all_times_and_each_of_them(client):
    service = make_service("Tuesday Table")
    place = make_location(service, BALLARAT, "street", name="Doveton House", street="18 Made-up Street", times=[
        {}, {"weekday": 3, "note": "bring a cup"}, {"weekday": 4, "frequency": "fortnightly", "from_date": None},
    ])  # fmt: skip
    make_phone(service, label="Jo")
    page = client.get(service.get_absolute_url()).content.decode()
    known = list(place.schedules.all())[:2]
    single = [f"/directory/tuesday-table/{schedule.uuid}.ics" for schedule in known]
    for address in ["/directory/tuesday-table/calendar.ics", *single]:
        assert f'href="{address}"' in page
    events = read(client, "/directory/tuesday-table/calendar.ics").events
    assert {str(event["uid"]) for event in events} == {str(schedule.uuid) for schedule in known}
    [event] = read(client, single[1]).events
    assert event["summary"] == "Tuesday Table"
    assert event["location"] == "Doveton House, 18 Made-up Street, Ballarat Central 3350"
    for words in ("Bring a cup", "Jo: (03) 5550 0142", "public holiday", "/directory/tuesday-table/"):
        assert words in event["description"]
    again = read(client, single[1]).events[0]
    assert event["uid"] == again["uid"]


@pytest.mark.django_db
def test_nothing_that_is_kept_back_is_in_a_calendar(client):
    service = make_service("Quiet", public_email="kept@example.org")
    make_location(service, GEELONG, "nothing", name="Kept House", street="9 Kept Lane", access_note="Kept", times=[{}])
    make_location(service, BALLARAT, "suburb", name="Kept Hall", street="8 Kept Lane", access_note="Kept", times=[{}])
    content = client.get("/directory/quiet/calendar.ics").content.decode()
    assert "Ballarat Central 3350" in content
    for kept in ("Kept", "kept@", "Geelong", "3220"):
        assert kept not in content


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", [{"live": False}, {"status": "closed"}, {"status": "paused"}])
def test_what_nobody_can_go_to_has_no_calendar(client, hidden):
    service = make_service("Gone", **hidden)
    place = make_location(service, BALLARAT, times=[{}])
    for name in ("calendar", place.schedules.get().uuid):
        assert client.get(f"/directory/gone/{name}.ics").status_code == 404


@pytest.mark.django_db
def test_the_time_of_another_service_and_no_time_at_all_are_not_found(client):
    make_service("No times")
    other = make_service("Other")
    place = make_location(other, BALLARAT, times=[{}])
    for name in ("calendar", place.schedules.get().uuid, UUID(int=1), "zzz"):
        assert client.get(f"/directory/no-times/{name}.ics").status_code == 404


@pytest.mark.django_db
def test_a_calendar_takes_the_same_queries_for_more_times(client, django_assert_num_queries):
    service = make_service("Many")
    make_location(service, BALLARAT, times=[{}])
    with django_assert_num_queries(4):
        client.get("/directory/many/calendar.ics")
    for weekday in range(5):
        make_location(service, BALLARAT, times=[{"weekday": weekday}] * 2)
    with django_assert_num_queries(4):
        assert len(read(client, "/directory/many/calendar.ics").events) == 11
