"""Opportunities over time: they leave by themselves at midnight in Melbourne, come again, and stay as past events."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core import gazetteer
from pages import models, opportunity_data
from pages.recurring import WAYS, Repeat, read_days
from tests.counting import settled_cost

from .factories import OpportunityFactory, SiteDocumentFactory, index

pytestmark = pytest.mark.django_db
MELBOURNE = ZoneInfo("Australia/Melbourne")
SECOND = timedelta(seconds=1)


def at(*parts):
    return datetime(*parts, tzinfo=MELBOURNE)


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets what time it is."""

    def show(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))

    return show


def index_url():
    return index(models.OpportunityIndexPage).url


def everywhere(client):
    """Return where "Zebra" is named: the list, the feed, the search, the sitemap."""
    places = {"list": index_url(), "feed": "/feeds/opportunities/", "search": "/search/?q=zebra"}
    found = {name for name, url in places.items() if "zebra-walk" in client.get(url).content.decode()}
    return found | ({"sitemap"} if "zebra-walk" in client.get("/sitemap-pages.xml").content.decode() else set())


# In winter, in summer, on the day on which clocks go forward (Melbourne is then 23 hours long) and back (25 hours).
@pytest.mark.parametrize("last", [date(2026, 7, 1), date(2026, 12, 31), date(2026, 10, 4), date(2027, 4, 4)])
def test_one_leaves_lists_feed_search_and_sitemap_at_the_midnight_after_its_closing_date(client, clock, last):
    midnight = at(*(last + timedelta(days=1)).timetuple()[:3])
    clock(at(last.year, last.month, last.day, 9))
    page = OpportunityFactory(title="Zebra walk", slug="zebra-walk", closes_at=at(last.year, last.month, last.day, 17))
    clock(midnight - SECOND)
    assert everywhere(client) == {"list", "feed", "search", "sitemap"}
    assert page.is_open
    clock(midnight)
    assert everywhere(client) == set()
    assert not page.is_open
    assert client.get(page.url).status_code == 200


def test_on_its_last_day_after_its_hour_it_says_that_it_closed(client, clock):
    page = OpportunityFactory(closes_at=at(2026, 12, 9, 17), apply_url="https://example.org/apply")
    clock(at(2026, 12, 9, 16, 59))
    assert "https://example.org/apply" in client.get(page.url).content.decode()
    clock(at(2026, 12, 9, 17, 1))
    html = client.get(page.url).content.decode()
    assert "This closed today" in html
    assert "https://example.org/apply" not in html
    assert "Closed today" in client.get(index_url()).content.decode()


def test_a_date_without_a_clock_time_means_the_whole_day(clock):
    page = OpportunityFactory(closes_at=at(2026, 12, 9))
    clock(at(2026, 12, 9, 23, 59))
    assert page.can_be_taken_up
    assert page.closes == "Wednesday 9 December 2026"


def weekly(**fields):
    fields = {"starts_at": at(2026, 9, 22, 18), "ends_at": at(2026, 9, 22, 20), "repeats": "weekly"} | fields
    return OpportunityFactory(**fields)


def test_what_comes_again_begins_at_the_same_hour_when_the_clocks_change(clock):
    page = weekly(repeats_until=date(2026, 10, 13))
    assert [starts.utcoffset() for starts, _ends in page.all_times] == [
        timedelta(hours=hours) for hours in (10, 10, 11, 11)
    ]
    assert {starts.hour for starts, _ends in page.all_times} == {18}
    assert [one.starts_at for one in page.dates.all()] == [starts for starts, _ends in page.all_times]
    clock(at(2026, 9, 30, 9))
    assert page.next_time == "Tuesday 6 October 2026, 6 pm"
    assert page.when == "Every Tuesday, 6 pm to 8 pm, from 22 September 2026 until 13 October 2026"


def test_what_comes_again_stays_until_its_last_time_is_over(client, clock):
    weekly(title="Zebra walk", slug="zebra-walk", repeats_until=date(2026, 10, 13))
    clock(at(2026, 10, 13, 19, 59))
    assert "list" in everywhere(client)
    clock(at(2026, 10, 13, 20))
    assert everywhere(client) == set()


def test_what_comes_again_stands_at_its_next_time_in_the_list(client, clock):
    clock(at(2026, 9, 30, 9))
    weekly(title="Again on the sixth", repeats_until=date(2026, 12, 1))
    OpportunityFactory(title="On the fifth", starts_at=at(2026, 10, 5, 9))
    OpportunityFactory(title="On the seventh", starts_at=at(2026, 10, 7, 9))
    items = client.get(index_url()).context["items"]
    assert [page.title for page in items] == ["On the fifth", "Again on the sixth", "On the seventh"]


def test_days_that_are_left_out_are_no_dates(clock, client):
    clock(at(2026, 9, 1, 9))
    page = weekly(repeats_until=date(2026, 10, 13), skipped_days="Tuesday 29 September 2026, 6/10/2026")
    assert [starts.day for starts, _ends in page.all_times] == [22, 13]
    assert "Not on 29 September 2026, 6 October 2026." in client.get(page.url).content.decode()


def test_a_changed_rule_changes_the_dates():
    page = weekly(repeats_until=date(2026, 10, 13))
    page.repeats = "fortnightly"
    page.save()
    assert page.dates.count() == 2
    page.repeats = ""
    page.save()
    assert (page.dates.count(), page.over_at) == (0, None)


def test_a_draft_leaves_the_dates_of_the_public_page_as_they_are():
    page = weekly(repeats_until=date(2026, 10, 13))
    before = list(page.dates.values_list("starts_at", "ends_at")), page.over_at
    page.starts_at, page.ends_at, page.repeats = at(2026, 11, 3, 9), at(2026, 11, 3, 10), ""
    page.save_revision()
    kept = models.OpportunityPage.objects.get()
    assert (list(kept.dates.values_list("starts_at", "ends_at")), kept.over_at) == before
    kept.get_latest_revision().publish()
    kept.refresh_from_db()
    assert (kept.dates.count(), kept.over_at, kept.ends_at) == (0, None, at(2026, 11, 3, 10))


@pytest.mark.parametrize("change", [{"repeats": "", "ends_at": None}, {"repeats_until": date(2026, 9, 29)}])
def test_an_event_is_never_open_and_over_at_once(client, clock, change):
    clock(at(2026, 9, 1, 9))
    page = weekly(title="Zebra walk", slug="zebra-walk", **change)
    # As somebody left it before this was refused.
    models.OpportunityPage.objects.update(closes_at=at(2026, 10, 5))
    page.refresh_from_db()
    clock(at(2026, 9, 30, 9))
    assert everywhere(client) == set()
    assert page.is_over
    assert not page.is_open


def test_a_job_that_begins_before_it_closes_stays(client, clock):
    clock(at(2026, 9, 30, 9))
    times = {"starts_at": at(2026, 9, 22, 9), "closes_at": at(2026, 10, 5)}
    page = OpportunityFactory(title="Zebra walk", slug="zebra-walk", opportunity_type="position", **times)
    assert "list" in everywhere(client)
    assert page.is_open


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"ends_at": at(2026, 9, 22, 17)}, "ends_at", "before it starts"),
        ({"starts_at": None, "ends_at": None}, "starts_at", "first time"),
        ({"repeats_until": date(2026, 9, 1)}, "repeats_until", "before the first time"),
        ({"repeats_until": date(2036, 9, 1)}, "repeats_until", "two years"),
        ({"repeats": "monthly_last"}, "starts_at", "not the last Tuesday of its month"),
        ({"ends_at": at(2026, 10, 1, 17)}, "ends_at", "before the next begins"),
        ({"skipped_days": "Boxing Day"}, "skipped_days", "Boxing Day"),
        ({"repeats_until": date(2026, 9, 22), "skipped_days": "22/9/2026"}, "skipped_days", "Every day"),
        ({"repeats": "", "closes_at": at(2026, 9, 24)}, "closes_at", "after it has ended"),
        ({"repeats": "", "ends_at": None, "closes_at": at(2026, 9, 23)}, "closes_at", "Tuesday 22 September 2026"),
        ({"repeats_until": date(2026, 9, 29), "closes_at": at(2026, 9, 30)}, "closes_at", "Tuesday 29 September 2026"),
    ],
)
def test_dates_in_the_wrong_order_are_explained_at_their_field(change, field, words):
    with pytest.raises(ValidationError) as caught:
        weekly(**change)
    assert words in str(caught.value.error_dict[field])


@given(
    st.sampled_from([way for way, _words in WAYS]),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.none() | st.timedeltas(timedelta(0), timedelta(hours=20)),
    st.none() | st.integers(0, 5000),
)
@settings(max_examples=50)
def test_whatever_comes_again_has_an_end_and_its_own_weekday_and_hour(way, naive, length, days):
    starts = naive.replace(tzinfo=MELBOURNE)
    until = None if days is None else starts.date() + timedelta(days=days)
    repeat = Repeat(way, starts, None if length is None else starts + length, until)
    times = repeat.times()
    assert len(times) <= 106
    assert times == sorted(times)
    assert {moment.weekday() for moment, _ends in times} <= {starts.weekday()}
    assert all(repeat.first <= moment.date() <= repeat.last_day for moment, _ends in times)


@given(st.text(max_size=80))
@settings(max_examples=50)
def test_whatever_is_typed_as_days_is_read_or_named(text):
    days, unread = read_days(text)
    assert all(isinstance(day, date) for day in days)
    assert bool(days or unread) == any(part.strip() for part in text.replace(",", "\n").replace(";", "\n").split("\n"))


def calendar_at(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return icalendar.Calendar.from_ical(response.content)


def test_one_that_comes_again_is_one_event_for_a_calendar(client):
    page = weekly(title="Zebra walk", repeats_until=date(2026, 10, 13), skipped_days="29/9/2026", place="The Hall")
    (event,) = calendar_at(client, f"{page.url}calendar/").events
    assert event["uid"] == f"{page.translation_key}@opportunity"
    assert event["dtstart"].dt == at(2026, 9, 22, 18)
    assert event["rrule"]["FREQ"] == ["WEEKLY"]
    assert event["rrule"]["UNTIL"] == [datetime(2026, 10, 13, 7, tzinfo=UTC)]
    assert [one.dt for one in event["exdate"].dts] == [at(2026, 9, 29, 18)]
    assert event["location"] == "The Hall"


def test_the_list_is_a_calendar_too_with_the_day_on_which_a_job_closes(client, clock):
    clock(at(2026, 9, 1, 9))
    weekly(repeats_until=date(2026, 10, 13))
    OpportunityFactory(title="A job", opportunity_type="position", closes_at=at(2026, 9, 9, 17))
    OpportunityFactory(title="Some day")
    url = f"{index_url()}calendar/"
    assert {event["summary"].split(":")[0] for event in calendar_at(client, url).events} >= {"Closes"}
    assert len(calendar_at(client, url).events) == 2
    assert len(calendar_at(client, f"{url}?opportunity_type=position").events) == 1
    assert calendar_at(client, f"{url}?opportunity_type=placement").events == []


@pytest.mark.parametrize(("slug", "name"), [("tea-散歩", "tea"), ("散歩", "dates")])
def test_a_calendar_has_a_name_that_any_device_can_keep(client, slug, name):
    page = OpportunityFactory(slug=slug, starts_at=at(2030, 1, 5, 9))
    response = client.get(f"{page.url}calendar/")
    assert response["Content-Disposition"] == f'attachment; filename="{name}.ics"'


def test_what_has_no_date_has_no_calendar(client):
    page = OpportunityFactory()
    assert client.get(f"{page.url}calendar/").status_code == 404
    assert "calendar" not in client.get(page.url).content.decode()
    assert client.get(f"{page.url}calendar/more/").status_code == 404


def test_past_events_are_kept_with_what_was_shown_there(client, clock):
    clock(at(2027, 2, 1, 9))
    document = SiteDocumentFactory(title="Slides about endings")
    shown = [
        ("presentation", {"title": "On endings", "speaker": "Rowan", "line": "Slides", "document": document, "url": ""})
    ]
    past = OpportunityFactory(title="Was in January", starts_at=at(2027, 1, 9, 10), presentations=shown)
    weekly(title="Went on till October", repeats_until=date(2026, 10, 13))
    OpportunityFactory(title="A job that closed", opportunity_type="position", closes_at=at(2026, 9, 9))
    OpportunityFactory(title="Still to come", starts_at=at(2027, 3, 9, 10))
    assert f"{index_url()}past/" in client.get(index_url()).content.decode()
    response = client.get(f"{index_url()}past/")
    assert [page.title for page in response.context["items"]] == ["Was in January", "Went on till October"]
    html = response.content.decode()
    assert "1 item" in html
    assert re.search(rf'rel="canonical" href="[^"]+{index_url()}past/"', html)
    narrowed = client.get(f"{index_url()}past/?year=2026")
    assert [page.title for page in narrowed.context["items"]] == ["Went on till October"]
    html = client.get(past.url).content.decode()
    assert "This is over" in html
    assert document.url in html
    document.delete()
    assert "On endings" not in client.get(past.url).content.decode()


def test_lists_cost_the_same_with_dates_that_recur(client, clock):
    clock(at(2026, 9, 1, 9))

    def grow(count):
        for number in range(count):
            weekly(repeats_until=date(2026, 10, 13))
            OpportunityFactory(starts_at=at(2026, 8, number + 1, 9))

    def costs():
        paths = ["", "past/", "calendar/"]
        return [settled_cost(lambda path=path: client.get(f"{index_url()}{path}")) for path in paths]

    grow(3)
    few = costs()
    grow(9)
    assert costs() == few
    assert max(few) <= 15


@pytest.fixture
def places(monkeypatch):
    bendigo = gazetteer.Place("Bendigo", "3550", -36.757, 144.2794)
    known = {"bendigo": [bendigo], "kew": [gazetteer.Place("Kew", code, -37.8, 145.0) for code in ("3101", "2439")]}
    monkeypatch.setattr(gazetteer, "_finders", {"made up": lambda typed: known.get(typed.lower().split()[0], [])})


def test_a_suburb_has_its_point_on_a_map(client, places):
    page = OpportunityFactory(place="The library", suburb="bendigo")
    assert (page.suburb, page.latitude) == ("Bendigo 3550", -36.757)
    html = client.get(page.url).content.decode()
    assert 'class="map map-panel"' in html
    assert "The library, Bendigo" in html
    page.suburb = ""
    page.full_clean()
    assert page.map_points == []


@pytest.mark.parametrize(("typed", "words"), [("Atlantis", "Check the spelling"), ("Kew", "Kew 3101 or Kew 2439")])
def test_a_suburb_that_is_not_one_place_is_explained(places, typed, words):
    with pytest.raises(ValidationError, match=words):
        OpportunityFactory(suburb=typed)


def test_the_directorys_localities_are_the_places():
    from directory.models import Locality

    Locality.objects.create(
        name="Zebra Flat", postcode="3999", latitude=-37.0, longitude=144.0, council_area="Somewhere"
    )
    assert [str(place) for place in gazetteer.find("zebra flat")] == ["Zebra Flat 3999"]


@pytest.mark.parametrize(("way", "day", "expected"), [("monthly", 22, "4TU"), ("monthly_last", 29, "-1TU")])
def test_machines_read_which_weekday_of_a_month_it_is(way, day, expected):
    page = weekly(starts_at=at(2026, 9, day, 18), ends_at=at(2026, 9, day, 20), repeats=way, place="The Hall")
    schedule = page.structured_data()["eventSchedule"]
    assert (schedule["repeatFrequency"], schedule["byDay"]) == ("P1M", expected)


@pytest.mark.parametrize(
    ("suburb", "town", "postcode"),
    [("Swan Hill 3585", "Swan Hill", "3585"), ("Swan Hill", "Swan Hill", ""), ("Kew", "Kew", "")],
)
def test_only_digits_at_its_end_are_a_postcode(suburb, town, postcode):
    page = models.OpportunityPage(suburb=suburb, place="The Hall", latitude=-35.3, longitude=143.5)
    assert page.where_it_is == f"The Hall, {town}"
    assert page.map_points[0]["label"] == town
    address = opportunity_data.address_of(page)
    assert (address["addressLocality"], address["postalCode"]) == (town, postcode)


def test_machines_read_the_next_time_and_how_it_comes_again(clock):
    clock(at(2026, 9, 30, 9))
    data = weekly(repeats_until=date(2026, 10, 13), place="The Hall").structured_data()
    assert data["startDate"] == "2026-10-06T18:00:00+11:00"
    assert data["eventSchedule"]["repeatFrequency"] == "P1W"
    assert data["eventSchedule"]["endDate"] == "2026-10-13"


def test_a_list_says_the_next_time_without_the_year_that_it_is(clock):
    page = OpportunityFactory(closes_at=at(2026, 12, 9, 17), is_online=True)
    again = weekly(starts_at=at(2026, 12, 23, 18), ends_at=None, repeats="fortnightly", is_online=True)
    clock(at(2026, 12, 8))
    assert page.line == "Closes Wednesday 9 December, 5 pm\u00a0· Online"
    assert again.line == "Every second Wednesday, next on 23 December, 6 pm\u00a0· Online"
    clock(at(2026, 12, 24))
    assert again.line == "Every second Wednesday, next on 6 January 2027, 6 pm\u00a0· Online"


def test_an_event_over_new_year_keeps_only_the_year_that_it_is_not(clock):
    page = OpportunityFactory(starts_at=at(2026, 12, 31, 19), ends_at=at(2027, 1, 1, 1), is_online=True)
    clock(at(2026, 12, 31, 9))
    assert page.line == "Thursday 31 December, 7 pm, to Friday 1 January 2027, 1 am\u00a0· Online"
    clock(at(2027, 1, 1, 0, 30))
    assert page.line == "Thursday 31 December 2026, 7 pm, to Friday 1 January, 1 am\u00a0· Online"
