"""Working days: what “we answer within three working days” means in Victoria."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.days import is_working_day, working_days_after
from cms.core.public_holidays import name_of

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 1))


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        # Christmas Day on a Friday, Boxing Day’s additional day on the Monday, then New Year’s Day.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        # Melbourne Cup Day.
        (date(2026, 11, 2), 1, date(2026, 11, 4)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_weekends_and_holidays_of_victoria_do_not_count(start, number, due):
    assert working_days_after(start, number) == due


@given(DAYS, st.integers(1, 40))
def test_exactly_so_many_working_days_lie_between(start, number):
    due = working_days_after(start, number)
    between = [start + timedelta(days=days) for days in range(1, (due - start).days + 1)]
    working = [day for day in between if day.weekday() < 5 and not name_of(day)]
    assert len(working) == number
    assert is_working_day(due)


@given(DAYS, DAYS, st.integers(0, 20))
def test_what_comes_later_is_never_due_earlier(one, other, number):
    first, second = sorted([one, other])
    assert working_days_after(first, number) <= working_days_after(second, number)


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_days_add_up(start, one, other):
    assert working_days_after(working_days_after(start, one), other) == working_days_after(start, one + other)
