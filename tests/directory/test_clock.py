"""Times of day as people write them."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.moments import clock
from directory.clock import read_time


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_a_time_that_the_site_writes_is_read_back_as_the_same(time):
    assert read_time(clock(time)) == time
    assert read_time(f"{time:%H:%M}") == time


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_time(text), datetime.time)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6.30pm", (18, 30)),
        ("6 PM", (18, 0)),
        ("12 am", (0, 0)),
        ("12pm", (12, 0)),
        ("1830", (18, 30)),
        ("noon", (12, 0)),
        ("6.30 p.m.", (18, 30)),
    ],
)
def test_people_write_times_in_many_ways(text, expected):
    assert read_time(text) == datetime.time(*expected)


@pytest.mark.parametrize("text", ["6", "6.30", "25:00", "13pm", "0am", "6.75pm", "", "soon"])
def test_what_could_be_two_times_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_time(text)
