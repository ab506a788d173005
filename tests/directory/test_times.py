"""The next time of a recurring schedule, on the wall clock, over the change of the clocks."""

import datetime
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from directory.hsds.parts import first_date
from directory.models import Schedule
from directory.models.reading import times_in_words
from directory.times import dates, next_times, occurrences, weekday_of_month

MELBOURNE = ZoneInfo("Australia/Melbourne")

moments = st.datetimes(
    min_value=datetime.datetime(2020, 1, 1), max_value=datetime.datetime(2035, 12, 31), timezones=st.just(MELBOURNE)
)
clock_times = st.times().map(lambda time: time.replace(second=0, microsecond=0))
days = st.dates(min_value=datetime.date(2019, 1, 1), max_value=datetime.date(2036, 1, 1))


@st.composite
def schedules(draw, frequency=None):
    starts = draw(clock_times)
    return Schedule(
        weekday=draw(st.integers(0, 6)),
        starts=starts,
        ends=draw(st.none() | clock_times.filter(lambda ends: ends != starts)),
        frequency=frequency or draw(st.sampled_from(["weekly", "fortnightly", "monthly"])),
        week_of_month=draw(st.sampled_from([1, 2, 3, 4, -1])),
        from_date=draw(days),
    )


def test_the_last_and_the_first_day_of_all_still_say_which_week():
    for day in (datetime.date.max, datetime.date.min):
        for weekday in range(7):
            schedule = Schedule(weekday=weekday, starts=datetime.time(9), frequency="fortnightly", from_date=day)
            one, other = islice(dates(schedule, datetime.date(2026, 11, 22)), 2)
            assert (one.weekday(), other - one) == (weekday, datetime.timedelta(14))
            first_date(schedule)


def melbourne(*parts):
    return datetime.datetime(*parts, tzinfo=MELBOURNE)


def weekly(weekday=1, starts=(18, 30), ends=(20, 0), **fields):
    return Schedule(
        weekday=weekday, starts=datetime.time(*starts), ends=datetime.time(*ends) if ends else None, **fields
    )


@given(schedules(), moments)
def test_the_next_time_is_not_over_and_is_on_its_weekday(schedule, now):
    for one in islice(occurrences(schedule, now), 3):
        assert one.starts.weekday() == schedule.weekday
        assert (one.ends or one.starts) >= now


@given(schedules(), moments)
def test_times_come_in_order_and_none_twice(schedule, now):
    starts = [one.starts for one in islice(occurrences(schedule, now), 6)]
    assert starts == sorted(set(starts))


@given(schedules(frequency="weekly"), days)
def test_no_week_is_left_out(schedule, first):
    found = list(islice(dates(schedule, first), 5))
    assert 0 <= (found[0] - first).days < 7
    assert {(after - before).days for before, after in pairwise(found)} == {7}


@given(schedules(frequency="fortnightly"), days)
def test_every_second_week_agrees_with_the_date_that_is_known(schedule, first):
    known = schedule.from_date
    for date in islice(dates(schedule, first), 4):
        monday, known_monday = date - datetime.timedelta(date.weekday()), known - datetime.timedelta(known.weekday())
        assert (monday - known_monday).days % 14 == 0


@given(schedules(frequency="monthly"), days)
def test_once_a_month_is_once_in_every_month(schedule, first):
    found = list(islice(dates(schedule, first), 13))
    months = [date.year * 12 + date.month for date in found]
    assert months == list(range(months[0], months[0] + 13))
    assert months[0] - (first.year * 12 + first.month) in {0, 1}


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(0, 6))
def test_the_last_weekday_has_no_other_after_it_in_its_month(year, month, weekday):
    last = weekday_of_month(year, month, weekday, -1)
    assert (last.year, last.month, last.weekday()) == (year, month, weekday)
    assert (last + datetime.timedelta(7)).month != month
    fourth = weekday_of_month(year, month, weekday, 4)
    assert 22 <= fourth.day <= 28


@given(st.lists(schedules(), max_size=4), moments, st.integers(1, 5))
def test_several_schedules_are_merged_soonest_first(several, now, count):
    expected = sorted(one.starts for schedule in several for one in islice(occurrences(schedule, now), count))
    assert [one.starts for one in next_times(several, now, count)] == expected[:count]


def test_the_hour_stays_the_same_when_the_clocks_change():
    # Daylight saving ended on Sunday 5 April 2026.
    before, after = islice(occurrences(weekly(weekday=3), melbourne(2026, 4, 2, 9)), 2)
    assert (before.starts.hour, after.starts.hour) == (18, 18)
    assert before.starts.utcoffset() != after.starts.utcoffset()


def test_a_time_that_the_clocks_skip_happens_when_they_have_jumped():
    # On Sunday 4 October 2026 clocks went from 2 am to 3 am.
    one = next(occurrences(weekly(weekday=6, starts=(2, 30), ends=(4, 0)), melbourne(2026, 10, 4, 0)))
    assert (one.starts.hour, one.starts.minute) == (3, 30)


def test_what_began_yesterday_and_goes_on_past_midnight_is_on():
    now = melbourne(2026, 11, 25, 0, 30)
    one = next(occurrences(weekly(weekday=1, starts=(22, 0), ends=(2, 0)), now))
    assert one.starts.day == 24
    assert one.is_on(now)


def test_what_is_on_now_is_the_next_time_until_it_ends():
    schedule = weekly()
    assert next(occurrences(schedule, melbourne(2026, 11, 24, 19))).starts.day == 24
    assert next(occurrences(schedule, melbourne(2026, 11, 24, 20))).starts.day == 1


def test_without_an_end_it_is_past_once_it_has_begun():
    assert next(occurrences(weekly(ends=None), melbourne(2026, 11, 24, 18, 31))).starts.day == 1


def test_every_second_week_without_a_known_date_says_nothing():
    assert next_times([weekly(frequency="fortnightly")], melbourne(2026, 11, 24, 9)) == []


def test_a_zone_that_nobody_knows_is_taken_for_melbournes():
    one = next(occurrences(weekly(timezone="Mars/Olympus"), melbourne(2026, 11, 24, 9)))
    assert one.starts == melbourne(2026, 11, 24, 18, 30)


def test_days_with_the_same_hours_stand_together():
    every_day = [weekly(weekday=day, starts=(18, 0), ends=(22, 0)) for day in range(7)]
    assert times_in_words(every_day) == ["Every day, 6 pm to 10 pm"]
    assert times_in_words(every_day[:5]) == ["Weekdays, 6 pm to 10 pm"]
    assert times_in_words([every_day[0], every_day[2], weekly(weekday=5)]) == [
        "Mondays and Wednesdays, 6 pm to 10 pm",
        "Saturdays, 6.30 pm to 8 pm",
    ]
