"""Whatever is typed becomes words that no database takes for an instruction."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.core import wording
from cms.core.wording import clean, shorten, wanted
from search.forms import SearchForm, page_number

NASTY = [
    "\x00",
    "peer\x00support",
    "\ud800 half a character",
    '"',
    '""""',
    'a " b',
    "“curly” ‘quotes",
    "\u202etxet desrever",
    "🫂🧡👨‍👩‍👧",
    "!!! ??? ---",
    "'; DROP TABLE wagtailcore_page; --",
    "NEAR(peer support, 5) * : - AND OR NOT ^ {title} : x",
    "live:true title:x",
    "%%%s %(x)s \\",
    "x" * 10_000,
    "word " * 3_000,
    "(((((((((",
    "<script>alert(1)</script>",
    "İstanbul ﬁne ½ ²",
    "中文 العربية עברית",
]


@pytest.mark.parametrize("text", NASTY)
def test_what_is_nasty_becomes_harmless_words(text):
    result = wanted(shorten(clean(text)))
    assert len(result.text) <= wording.LONGEST
    assert len(result.words) <= wording.MOST_WORDS
    result.text.encode()
    if not result.is_empty:
        assert repr(result.for_index())
        assert repr(result.for_titles())


@given(st.text(alphabet=st.characters(), max_size=400))
@example('""a" b c"')
def test_any_text_can_be_looked_for(text):
    cleaned = shorten(clean(text))
    cleaned.encode()
    assert "\x00" not in cleaned
    result = wanted(cleaned)
    assert all(word.isalnum() for word in (*result.words, *result.stems))
    assert all(part.isalnum() for phrase in result.phrases for part in phrase)
    if not result.is_empty:
        result.for_index()


@given(st.text(max_size=400))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


def test_invisible_marks_go_and_spaces_are_one():
    assert clean("  peer\x00\t\u202esupport\n now\ufeff ") == "peer support now"


def test_a_long_text_is_cut_between_words():
    assert shorten("word " * 100).endswith("word")
    assert len(shorten("x" * 500)) == wording.LONGEST


def test_small_words_do_not_count_unless_nothing_else_is_there():
    result = wanted("what is the peer support")
    assert result.words == ("peer", "support")
    assert wanted("what is it").is_empty
    assert wanted("what is it").every_word == ("what", "is", "it")


def test_a_quoted_phrase_stays_together_and_a_lone_quote_is_a_sign():
    assert wanted('"peer workers" carers').phrases == (("peer", "worker"),)
    assert wanted('peer " workers').phrases == ()
    assert wanted('"lived experience" and " more').phrases == (("live", "experi"),)
    assert wanted("“lived experience”").phrases == (("live", "experi"),)
    assert wanted('"carers"').phrases == ()


def test_more_words_than_matter_are_left_out_and_it_is_said():
    form = SearchForm({"q": " ".join(f"w{number}" for number in range(30))})
    assert len(form.wanted.words) == wording.MOST_WORDS
    assert form.corrections == ["That was many words, so we used the first 16 that matter."]


@pytest.mark.django_db
def test_a_kind_that_is_none_is_corrected_in_words():
    form = SearchForm({"q": "tea", "kind": "weapons"})
    assert form.kind is None
    assert form.corrections == ["There is no such kind of result, so we show all kinds."]


@pytest.mark.parametrize(
    ("typed", "last", "number", "says"),
    [
        ("", 3, 1, ""),
        ("2", 3, 2, ""),
        ("9", 3, 3, "There are 3 pages, so this is the last one."),
        ("9", 1, 1, "There is only one page."),
        ("0", 3, 1, "That is not a page number, so this is the first page."),
        ("-1", 3, 1, "That is not a page number, so this is the first page."),
        ("²", 3, 1, "That is not a page number, so this is the first page."),
        ("9" * 5000, 3, 1, "That is not a page number, so this is the first page."),
        ("x", 3, 1, "That is not a page number, so this is the first page."),
    ],
)
def test_a_page_number_is_made_one_of_ours(typed, last, number, says):
    assert page_number(typed, last) == (number, says)
