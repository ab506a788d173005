"""Help lines: open now in Melbourne time, shown on every page, kept by editors."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.core.models import SiteSettings
from home.models import HelpLine, HelpLineHours
from tests.pages.factories import StandardFactory

from .factories import HelpLineFactory

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only

MELBOURNE = ZoneInfo("Australia/Melbourne")
MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6


def hours(weekday, opens, closes):
    return HelpLineHours(weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


def line(*rows, **fields):
    """Return an unsaved help line with these hours."""
    made = HelpLine(name="Line", number="1", who_for="Anyone", **fields)
    made.hours = list(rows)
    return made


def melbourne(*moment):
    return datetime(*moment, tzinfo=MELBOURNE)


def test_a_line_that_is_always_open_is_open():
    assert line(always_open=True).is_open(melbourne(2026, 11, 23, 3, 0)) is True


def test_a_line_without_hours_says_nothing():
    assert line().is_open() is None


@pytest.mark.parametrize(
    ("clock", "expected"),
    [((8, 59), False), ((9, 0), True), ((16, 59), True), ((17, 0), False)],
)
def test_a_line_opens_and_closes_on_the_minute(clock, expected):
    # 23 November 2026 is a Monday.
    assert line(hours(MONDAY, "09:00", "17:00")).is_open(melbourne(2026, 11, 23, *clock)) is expected


def test_a_line_is_closed_on_other_days():
    assert line(hours(MONDAY, "09:00", "17:00")).is_open(melbourne(2026, 11, 24, 10, 0)) is False


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 11, 28, 14, 59), False),  # Saturday
        ((2026, 11, 28, 15, 0), True),
        ((2026, 11, 28, 23, 59), True),
        ((2026, 11, 29, 0, 0), True),  # Sunday
        ((2026, 11, 29, 1, 59), True),
        ((2026, 11, 29, 2, 0), False),
        ((2026, 11, 29, 15, 0), False),
    ],
)
def test_a_line_may_stay_open_past_midnight(moment, expected):
    assert line(hours(SATURDAY, "15:00", "02:00")).is_open(melbourne(*moment)) is expected


def test_hours_that_end_at_midnight_end_there():
    evening = line(hours(SUNDAY, "15:00", "00:00"))
    assert evening.is_open(melbourne(2026, 11, 29, 23, 59)) is True
    assert evening.is_open(melbourne(2026, 11, 30, 0, 0)) is False


def test_nine_stays_nine_when_the_clocks_change():
    morning = line(*(hours(day, "09:00", "10:00") for day in range(7)))
    # Summer time in Melbourne begins on 4 October 2026: 9 am is 23.00 UTC before, 22.00 UTC after.
    assert morning.is_open(datetime(2026, 10, 2, 23, 30, tzinfo=UTC)) is True
    assert morning.is_open(datetime(2026, 10, 3, 22, 30, tzinfo=UTC)) is True
    assert morning.is_open(datetime(2026, 10, 3, 23, 30, tzinfo=UTC)) is False
    # And ends on 4 April 2027.
    assert morning.is_open(datetime(2027, 4, 2, 22, 30, tzinfo=UTC)) is True
    assert morning.is_open(datetime(2027, 4, 3, 23, 30, tzinfo=UTC)) is True
    assert morning.is_open(datetime(2027, 4, 3, 22, 30, tzinfo=UTC)) is False


def test_a_night_over_the_change_of_clocks_is_open_throughout():
    night = line(hours(SATURDAY, "22:00", "06:00"))
    starts = melbourne(2026, 10, 3, 22, 0).astimezone(UTC)
    ends = melbourne(2026, 10, 4, 6, 0).astimezone(UTC)
    moment = starts
    while moment < ends:
        assert night.is_open(moment) is True
        moment += timedelta(minutes=15)
    assert night.is_open(ends) is False


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)))
def test_a_day_and_the_rest_of_it_cover_the_week_once(moment):
    day = [hours(weekday, "09:00", "17:00") for weekday in range(7)]
    night = [hours(weekday, "17:00", "09:00") for weekday in range(7)]
    assert line(*day).is_open(moment) is not line(*night).is_open(moment)


@given(
    st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),
    st.integers(0, 6), st.times(), st.times(),
)  # fmt: skip
def test_open_now_is_always_a_plain_answer(moment, weekday, opens, closes):
    row = HelpLineHours(weekday=weekday, opens=opens, closes=closes)
    assert line(row).is_open(moment) in (True, False)


def test_hours_of_no_length_are_refused_kindly():
    with pytest.raises(ValidationError, match="open at any hour"):
        hours(MONDAY, "09:00", "09:00").clean()


@pytest.mark.django_db
def test_hours_of_no_length_are_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpLineHours.objects.create(help_line=HelpLineFactory(), weekday=0, opens="09:00", closes="09:00")


@pytest.mark.django_db
def test_the_emergency_number_is_there_on_a_fresh_site(client):
    emergency = HelpLine.objects.get(is_emergency=True)
    assert emergency.number == "000"
    assert 'href="tel:000"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_emergency_number_comes_first():
    HelpLineFactory(name="A line", order=0)
    assert HelpLine.objects.shown().first().is_emergency


@pytest.mark.django_db
def test_every_page_shows_the_slim_lines_and_no_others(client):
    HelpLineFactory(name="On every page")
    HelpLineFactory(name="On one page only", shows_in_slim=False)
    HelpLineFactory(name="On no page", is_shown=False)
    html = client.get("/").content.decode()
    assert "On every page" in html
    assert "On one page only" not in html
    assert "On no page" not in html


@pytest.mark.django_db
def test_get_help_now_shows_all_lines(client):
    HelpLineFactory(name="Night line", number="1300 000 000", interpreter_note="Ask TIS for us.")
    some = HelpLineFactory(name="Day line", always_open=False, shows_in_slim=False)
    HelpLineHours.objects.create(help_line=some, weekday=0, opens="09:00", closes="17:00")
    HelpLineFactory(name="Words across", is_interpreter=True)
    HelpLineFactory(name="Withdrawn", is_shown=False)
    html = client.get(reverse("home:get_help_now")).content.decode()
    for words in ("Night line", "Ask TIS for us.", "Day line", "Words across", "tel:1300000000", 'href="tel:000"'):
        assert words in html
    assert "Withdrawn" not in html
    assert html.index("tel:000") < html.index("Night line")


@pytest.mark.django_db
def test_who_cannot_hear_or_speak_is_told_of_the_relay_service_with_what_an_editor_confirmed(client):
    address = reverse("home:get_help_now")
    HelpLineFactory(name="Night line")
    assert "National Relay Service" in client.get(address).content.decode()
    HelpLineFactory(
        name="Go-between", number="03 5550 0133", text_number="0491 570 006", website="https://relay.example.org/",
        is_relay=True, shows_in_slim=False,
    )  # fmt: skip
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    said = soup.find(id="relay").parent
    assert [link["href"] for link in said.select("a")] == [
        "tel:0355500133",
        "sms:0491570006",
        "https://relay.example.org/",
    ]
    assert "its website" in said.text
    assert "National Relay Service" not in said.text
    assert "Go-between" not in soup.find(id="any-hour").parent.text


@pytest.mark.django_db
def test_hours_read_well_however_an_editor_typed_them(client):
    HelpLineFactory(hours_text="Any hour.", cost="Free")
    HelpLineFactory(hours_text="Weekdays", cost="Free")
    HelpLineFactory(hours_text="Monday to Friday, 9 am to 7.30 pm")
    html = client.get(reverse("home:get_help_now")).content.decode()
    assert "Any hour. Free" in html
    assert "Weekdays. Free" in html
    # An hour and its am or pm stay on one line.
    assert "9\u00a0am to 7.30\u00a0pm" in html


@pytest.mark.django_db
def test_help_leads_to_the_page_about_staying_safe_online_while_that_is_public(client):
    def links():
        main = BeautifulSoup(client.get(reverse("home:get_help_now")).content, "html.parser").main
        return [link["href"] for link in main.select("a") if "safe online" in link.text]

    page = StandardFactory(title="Staying safe online")
    SiteSettings.objects.update_or_create(pk=SiteSettings.load().pk, defaults={"safety_page": page})
    assert links() == [page.url]
    page.unpublish()
    assert links() == []


@pytest.mark.django_db
def test_help_costs_the_same_whatever_the_number_of_lines(client, django_assert_max_num_queries):
    for number in range(12):
        some = HelpLineFactory(always_open=number % 2 == 0)
        HelpLineHours.objects.create(help_line=some, weekday=0, opens="09:00", closes="17:00")
    client.get(reverse("home:get_help_now"))
    with django_assert_max_num_queries(8):
        client.get(reverse("home:get_help_now"))


@pytest.mark.django_db
def test_an_editor_keeps_help_lines(client, member_of):
    client.force_login(member_of("Editors"))
    listing = client.get(reverse("wagtailsnippets_home_helpline:list"))
    assert listing.status_code == 200
    data = {
        "name": "Warm line", "number": "03 5550 0002", "text_number": "", "who_for": "Anyone", "hours_text": "Evenings",
        "cost": "", "interpreter_note": "", "website": "", "order": "10", "shows_in_slim": "on", "is_shown": "on",
        "source": "", "last_checked": "",
        "hours": inline_formset([{"weekday": "0", "opens": "18:00", "closes": "21:00"}]),
    }  # fmt: skip
    response = client.post(reverse("wagtailsnippets_home_helpline:add"), nested_form_data(data))
    assert response.status_code == 302, response.context["form"].errors
    made = HelpLine.objects.get(name="Warm line")
    assert made.hours.count() == 1
    assert client.get(reverse("wagtailsnippets_home_helpline:edit", args=(made.pk,))).status_code == 200
