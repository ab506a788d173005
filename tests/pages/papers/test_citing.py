"""Citations: known papers letter by letter, and nothing that somebody types becomes markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.papers.citing import STYLES, citations, html, plain
from pages.papers.record import KINDS, Name, Record

from .works import KNOWN, ONLY_DOI, OTHER_KINDS, REVIEW

EVERY = KNOWN | OTHER_KINDS
works = pytest.mark.parametrize("work", EVERY)


class Text(HTMLParser):
    """The words and the tags of some HTML."""

    def __init__(self, markup):
        super().__init__()
        self.words, self.tags = "", []
        self.feed(markup)
        self.close()

    def handle_data(self, data):
        self.words += data

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@works
def test_a_known_work_is_cited_as_the_manuals_ask(work):
    record, apa, vancouver = EVERY[work]
    assert plain(record, "apa") == apa
    assert plain(record, "vancouver") == vancouver


@works
def test_the_citation_with_markup_reads_as_the_plain_one(work):
    record = EVERY[work][0]
    for style in STYLES:
        assert Text(html(record, style)).words == plain(record, style)


def test_the_journal_and_its_volume_are_set_in_italics_and_the_doi_is_a_link():
    citation = html(REVIEW, "apa")
    assert "<cite>BMC Psychiatry</cite>, <i>20</i>(1), Article 534. " in citation
    assert citation.endswith(
        '<a href="https://doi.org/10.1186/s12888-020-02923-3">https://doi.org/10.1186/s12888-020-02923-3</a>'
    )
    assert html(REVIEW, "vancouver").endswith(
        '<a href="https://doi.org/10.1186/s12888-020-02923-3">doi:10.1186/s12888-020-02923-3</a>'
    )


def test_a_report_is_set_in_italics_and_its_address_is_a_link():
    citation = html(KNOWN["report without a DOI"][0], "apa")
    assert "<cite>Peer support in mental health care: Is it good value for money?</cite> Centre" in citation
    assert '<a href="http://lx.iriss.org.uk/content/' in citation


def test_a_paper_without_a_title_is_not_cited():
    assert citations(Record.of(doi="10.1234/tea")) == []
    assert plain(Record.of(), "apa") == ""


def test_the_styles_name_their_licence():
    from pages.papers.citing import STYLES_FOLDER

    for style in STYLES.values():
        text = (STYLES_FOLDER / style.file).read_text(encoding="utf-8")
        assert "creativecommons.org/licenses/by-sa/3.0" in text
    assert "by-sa/3.0" in (STYLES_FOLDER / "README.md").read_text(encoding="utf-8")


WORDS = st.text(max_size=25) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x>',
        '<span class="nocase">x</span>',
        "&amp;",
        "</cite>",
        "a..b",
        "..",
        "{}",
    ]
)
RECORDS = st.builds(
    Record.of,
    kind=st.sampled_from(KINDS),
    authors=st.lists(st.builds(Name.of, WORDS.filter(str.strip), WORDS), max_size=3),
    editors=st.lists(st.builds(Name.of, WORDS.filter(str.strip), WORDS), max_size=2),
    title=WORDS, container=WORDS, volume=WORDS, issue=WORDS, pages=WORDS, publisher=WORDS, doi=WORDS, url=WORDS,
    year=st.none() | st.integers(min_value=1800, max_value=2100),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(RECORDS)
def test_nothing_that_an_editor_types_becomes_markup(record):
    for style in STYLES:
        citation = Text(html(record, style))
        assert {tag for tag, _attributes in citation.tags} <= {"cite", "i", "a"}
        assert all(set(attributes) <= {"href"} for _tag, attributes in citation.tags)
        assert all(attributes["href"].startswith("http") for tag, attributes in citation.tags if tag == "a")
        assert citation.words.split() == plain(record, style).split()
        # The marks that we work with are gone.
        assert not any("\ue000" <= letter <= "\uf8ff" for letter in citation.words)


def test_what_a_style_cannot_take_is_given_in_plain_order(monkeypatch):
    from pages.papers import citing

    def fail(*args):
        raise ValueError("nothing that I know")

    monkeypatch.setattr(citing, "_set", fail)
    citing._line.cache_clear()
    try:
        assert plain(ONLY_DOI, "apa").startswith("Lizzie D. Finn, Brian J. Bishop, Neville Sparrow. (2009). Capturing")
    finally:
        citing._line.cache_clear()
