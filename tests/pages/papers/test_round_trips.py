"""What is written as BibTeX and as RIS is read back the same, whatever it holds."""

import time
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.core.dois import clean_doi
from pages.papers import bibtex, ris
from pages.papers.reading import read
from pages.papers.record import KINDS, Name, Record

from .works import KNOWN, OTHER_KINDS

# An address at doi.org says no more than the DOI, and is not written.
EVERY = [replace(record, url=record.own_url) for record, _apa, _vancouver in (KNOWN | OTHER_KINDS).values()]
# Everything that LaTeX, BibTeX and RIS take for something else.
ODD = st.text(alphabet="\\{}&%$#_~^`'\"-<>?!,;:=@() aAnd.é李ß", max_size=15)
WORDS = (
    st.text(max_size=20) | ODD | st.sampled_from(["and", "others", "TY  - JOUR", "ER  - ", "von Tee", "a and b", "--"])
)
FILLED = WORDS.filter(lambda text: Record.of(title=text).title)


def names(words):
    return st.lists(st.builds(Name.of, words.filter(lambda text: Name.of(text).family), words), max_size=3)


def records(words=WORDS, people=WORDS):
    """Return records as editors could type them; ``words`` and ``people``: what they are made of."""
    return st.builds(
        Record.of,
        kind=st.sampled_from(KINDS), authors=names(people), editors=names(people), title=FILLED, container=words,
        volume=words, issue=words, pages=st.sampled_from(["", "1-9", "e15572", "S3-S9"]), publisher=words,
        doi=st.sampled_from(["", "10.1234/tea", "10.1016/S0140-6736(18)31470-3", "10.1002/(SICI)1<1661::AID-3>3.0.CO;2_2"]),
        url=st.sampled_from(["", "https://example.org/a_b~c%20d?e=f&g=h#i"]),
        year=st.none() | st.integers(min_value=1800, max_value=2100), is_article_number=st.booleans(),
    )  # fmt: skip


def back(text):
    return [found.record for found in read(text).found]


@settings(max_examples=50, deadline=None)
@given(st.lists(records(), min_size=1, max_size=3))
@example(EVERY)
def test_bibtex_comes_back_as_it_was(written):
    assert back(bibtex.write(written, ["A note: 50 % & more {"] * len(written))) == written


def as_ris(record):
    """``record`` without what RIS has no way to write: commas in names."""

    def plain(name):
        return Name.of(name.family.replace(",", " "), name.given.replace(",", " "))

    people = {
        part: tuple(name for name in map(plain, getattr(record, part)) if name.family)
        for part in ("authors", "editors")
    }
    return Record(**record.said() | people)


@settings(max_examples=50, deadline=None)
@given(st.lists(records(), min_size=1, max_size=3))
@example(EVERY)
def test_ris_comes_back_as_it_was(written):
    written = [as_ris(record) for record in written]
    assert back(ris.write(written, ["A note"] * len(written))) == written


@settings(max_examples=50, deadline=None)
@given(
    st.text(max_size=200)
    | st.builds(lambda a, b: f"@article{{{a}, title={{{b}", ODD, ODD)
    | st.builds("TY  - {}\n{}".format, ODD, ODD)
)
def test_whatever_is_pasted_is_answered(text):
    reading = read(text)
    assert reading.found or reading.problems


@settings(max_examples=50)
@given(st.text(max_size=60) | st.from_regex(r"\A(https?://doi\.org/|doi: ?)?10\.\d{4,9}/[\w.()/<>;:-]{1,20}[.,;)]?\Z"))
def test_cleaning_a_doi_twice_changes_nothing(text):
    assert clean_doi(clean_doi(text)) == clean_doi(text)


@pytest.mark.parametrize(
    "text", ["\n" * 40_000 + "tea", f"10.1234/a{')' * 60_000}", "TY  - JOUR\nTI  - Tea\n" + "on\n" * 40_000]
)
def test_a_long_paste_is_read_at_once(text):
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 1.5


def test_citation_keys_are_unique():
    text = bibtex.write([EVERY[0]] * 30)
    keys = [line for line in text.splitlines() if line.startswith("@")]
    assert len(set(keys)) == 30
    assert keys[:3] == [f"@article{{white2020effectiveness{letter}," for letter in ("", "a", "b")]


def test_names_and_abbreviations_keep_their_capitals_in_latex():
    text = bibtex.write(
        [Record.of(title="Tea in Victoria: The ENRICH trial", authors=[Name("Health Workforce Australia")])]
    )
    assert "title = {Tea in {Victoria:} The {ENRICH} trial}" in text
    assert "author = {{Health Workforce Australia}}" in text
