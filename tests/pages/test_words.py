"""Citations, lengths of time, days, initials: what the site says in words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.sources import doi_address
from pages.citations import authors_in_short
from pages.dates import clock, day, days, span
from pages.durations import in_words
from pages.models.partners import initials


@pytest.mark.parametrize(
    ("families", "how_many", "expected"),
    [
        ([], 0, ""),
        (["White"], 1, "White"),
        (["Repper", "Carter"], 2, "Repper and Carter"),
        (["White", "Foster"], 8, "White and others"),
    ],
)
def test_authors_in_short(families, how_many, expected):
    assert authors_in_short(families, how_many) == expected


@given(st.text(max_size=60))
def test_an_address_of_a_doi_holds_nothing_that_an_address_may_not(doi):
    address = doi_address(doi)
    assert not set(address) & set(" <>\"'\n\t")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (75, "1 hour 15 minutes"),
        (90, "an hour and a half"),
        (180, "3 hours"),
        (200, "3 and a half hours"),
    ],
)
def test_lengths_of_time_in_words(minutes, expected):
    assert in_words(minutes) == expected


@given(st.integers(min_value=1, max_value=6000))
def test_every_length_has_words(minutes):
    assert any(unit in in_words(minutes) for unit in ("minute", "hour"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mind Australia", "MA"),
        ("The Compassionate Friends", "CF"),
        ("Post and Antenatal Depression Association", "PA"),
        ("GROW", "GR"),
        ("Tandem", "T"),
        ("", ""),
        ("…", ""),
    ],
)
def test_initials_of_an_organisation(name, expected):
    assert initials(name) == expected


@given(st.text(max_size=40))
def test_initials_are_few(name):
    assert len(initials(name)) <= 4


def test_days_and_times_are_melbourne_s():
    # In summer Melbourne is eleven hours ahead: the evening before in UTC is the morning there.
    moment = datetime(2026, 12, 4, 22, 30, tzinfo=UTC)
    assert day(moment) == "Saturday 5 December 2026"
    assert clock(moment) == "9.30 am"
    assert clock(datetime(2026, 7, 1, 2, 0, tzinfo=UTC)) == "noon"
    assert clock(datetime(2026, 6, 30, 14, 0, tzinfo=UTC)) == "midnight"


def test_a_span_names_the_day_once():
    starts, ends = datetime(2026, 12, 4, 22, 30, tzinfo=UTC), datetime(2026, 12, 5, 5, 0, tzinfo=UTC)
    assert span(starts, ends) == "Saturday 5 December 2026, 9.30 am to 4 pm"
    assert span(starts, None) == "Saturday 5 December 2026, 9.30 am"
    over = "Saturday 5 December, 9.30 am, to Sunday 6 December 2026, 4 pm"
    assert span(starts, datetime(2026, 12, 6, 5, 0, tzinfo=UTC)) == over
    assert "December 2026, 9.30 am, to" in span(starts, datetime(2027, 1, 1, 5, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (datetime(2026, 12, 5, 5, 0, tzinfo=UTC), "Saturday 5 December 2026"),
        (datetime(2026, 12, 6, 5, 0, tzinfo=UTC), "Saturday 5 to Sunday 6 December 2026"),
        (datetime(2027, 1, 2, 5, 0, tzinfo=UTC), "Saturday 5 December 2026 to Saturday 2 January 2027"),
        # The last night of the year in London is the new year in Melbourne.
        (datetime(2026, 12, 31, 14, 0, tzinfo=UTC), "Saturday 5 December 2026 to Friday 1 January 2027"),
    ],
)
def test_several_days_name_their_month_and_year_once(last, expected):
    assert days(datetime(2026, 12, 4, 22, 30, tzinfo=UTC), last) == expected
