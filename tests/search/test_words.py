"""The site's own stemming: the same words on every database, at indexing and at query."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.words import WORD, folded_words, plain_text, stem, stemmed_text, stems, title_words, without_marks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("recovery", "recovering"),
        ("carers", "carer"),
        ("Carer’s", "carers"),
        ("café", "CAFE"),
        ("organise", "organizing"),
        ("counsellor", "counselling"),
        ("volunteers", "volunteering"),
        ("suicide", "suicidal"),
        ("centre", "center"),
        ("anxiety", "anxious"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stems(one) == stems(other)


def test_different_words_stay_apart():
    assert stems("carer") != stems("career")
    assert stems("peer") != stems("pear")


def test_an_apostrophe_joins_and_a_hyphen_parts():
    assert folded_words("Don’t self-harm, it's 24/7") == ["dont", "self", "harm", "its", "24", "7"]


def test_tags_are_no_words():
    assert stemmed_text("<p>Carers</p><p><b>meet</b></p>", "<p>often</p>") == "carer meet often"
    assert plain_text("<p>One &amp; a half</p><p>two</p>") == "One & a half two"


def test_title_words_hold_words_and_stems_once():
    assert title_words("Carers’ café, carers") == "carers cafe carer"


def test_stems_are_right_when_many_threads_ask_at_once():
    words = [f"recovering{chr(97 + number % 26)}s" for number in range(300)] + ["recovering", "families"] * 200
    expected = [stem(word) for word in words]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem, words)) == expected


@given(st.text(max_size=300))
def test_any_text_folds_to_words_and_stems_keep_the_first_letter(text):
    words = folded_words(text)
    assert all(WORD.fullmatch(word) for word in words)
    for word in words:
        assert stem(word)[0] == word[0]


@given(st.text(max_size=200))
def test_folding_what_is_folded_changes_nothing(text):
    once = folded_words(text)
    assert folded_words(" ".join(once)) == once


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("“Nobody asked.” ", "Nobody asked."),
        ('"Nobody asked."', "Nobody asked."),
        ("‘Nobody’s asked.’", "Nobody’s asked."),
        ("“Come in,” she said. “Sit.”", "“Come in,” she said. “Sit.”"),
        ("Nobody asked “why”", "Nobody asked “why”"),
        ("“”", "“”"),
        ("", ""),
    ],
)
def test_marks_around_a_quotation_are_taken_off(typed, kept):
    assert without_marks(typed) == kept
