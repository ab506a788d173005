"""Citations, lengths of time, days, initials: what the site says in words."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.citations import authors_in_full, authors_in_short, doi_address, full_citation, initials_of
from pages.dates import clock, day, span
from pages.durations import in_words
from pages.models.partners import initials


def paper(**fields):
    authors = [SimpleNamespace(given=given, family=family) for given, family in fields.pop("authors", [])]
    blank = dict.fromkeys(["paper_title", "journal", "volume", "issue", "pages", "publisher", "doi"], "")
    return SimpleNamespace(author_list=authors, **({"year": None} | blank | fields))


def test_a_full_citation_has_all_parts_in_order():
    text = full_citation(
        paper(
            authors=[("Sarah Jane", "White"), ("Brynmor", "Lloyd-Evans")], year=2020, paper_title="On tea",
            journal="BMC Psychiatry", volume="20", issue="1", pages="534", doi="10.1186/s12888-020-02923-3",
        )
    )  # fmt: skip
    assert text == (
        "White SJ, Lloyd-Evans B (2020). On tea. <cite>BMC Psychiatry</cite> 20(1), 534. "
        '<a href="https://doi.org/10.1186/s12888-020-02923-3">doi.org/10.1186/s12888-020-02923-3</a>'
    )


def test_a_question_keeps_its_mark():
    assert full_citation(paper(paper_title="Does it help?")) == "Does it help?"


def test_nothing_known_gives_nothing():
    assert full_citation(paper()) == ""


@given(
    st.fixed_dictionaries(
        {
            name: st.text(max_size=20)
            for name in ["paper_title", "journal", "volume", "issue", "pages", "publisher", "doi"]
        }
    ),
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3),
)
def test_nothing_that_an_editor_types_becomes_markup(fields, authors):
    text = full_citation(paper(authors=authors, year=2020, **fields))
    left = text.replace("<cite>", "").replace("</cite>", "").replace("</a>", "")
    left = left.replace('<a href="https://doi.org/', "", 1).replace('">doi.org/', "", 1)
    assert "<" not in left
    assert ">" not in left


def test_many_authors_are_cut_at_twenty():
    names = authors_in_full([SimpleNamespace(given="A", family=f"N{number}") for number in range(25)])
    assert names.count(",") == 20
    assert names.endswith(", et al")


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


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [("Sarah", "S"), ("Reham A Hameed", "RAH"), ("Lloyd-Ann", "LA"), ("", ""), ("J. R.", "JR")],
)
def test_initials_of_given_names(given_names, expected):
    assert initials_of(given_names) == expected


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
        (90, "1 and a half hours"),
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
    assert "Sunday 6" in span(starts, datetime(2026, 12, 6, 5, 0, tzinfo=UTC))
