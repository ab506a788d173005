"""Marked words and excerpts: safe HTML whatever the text and the query hold."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.searchable import Found
from cms.core.wording import clean, wanted
from search.highlight import EXCERPT, Marker, around, cut


def marker(query):
    return Marker(wanted(query).stems)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("carer", "For carers and a carer.", "For <mark>carers</mark> and a <mark>carer</mark>."),
        ("carers", "A carer’s story", "A <mark>carer’s</mark> story"),
        ("cafe", "The Café", "The <mark>Café</mark>"),
        ("cafe", "The Cafe\u0301", "The <mark>Café</mark>"),
        ("recovery", "Recovering", "<mark>Recovering</mark>"),
        ("b", "<b>b</b> & b", "&lt;<mark>b</mark>&gt;<mark>b</mark>&lt;/<mark>b</mark>&gt; &amp; <mark>b</mark>"),
        ("mark", "<mark>", "&lt;<mark>mark</mark>&gt;"),
        ("care", "career", "career"),
    ],
)
def test_words_with_the_same_stem_are_marked_and_the_rest_is_escaped(query, text, marked):
    assert marker(query).mark(text) == marked


@given(st.text(max_size=120), st.text(max_size=300))
def test_marking_adds_mark_tags_and_nothing_else(query, text):
    html = marker(clean(query)).mark(text)
    rest = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest
    assert ">" not in rest
    assert re.sub(r"&(amp|lt|gt|quot|#x27);", "", rest).count("&") == 0
    assert unicodedata.normalize("NFC", text) == unescape_escapes(rest)


def unescape_escapes(html):
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"), ("&", "&amp;")):
        html = html.replace(entity, sign)
    return html


def test_the_summary_is_shown_where_it_has_the_words():
    found = Found("Tea", "/", summary="Tea for carers", text="<p>Elsewhere carers sit.</p>")
    assert marker("carer tea").excerpt(found) == "<mark>Tea</mark> for <mark>carers</mark>"


def test_the_words_around_a_hit_in_the_text_are_shown_where_the_summary_has_none():
    text = (
        "<p>"
        + "Something else is said here. " * 30
        + "</p><p>Then a kettle boils &amp; sings.</p>"
        + "<p>More.</p>" * 90
    )
    excerpt = marker("kettle").excerpt(Found("Tea", "/", summary="About tea", text=text))
    assert "Then a <mark>kettle</mark> boils &amp; sings." in excerpt
    assert len(excerpt) < EXCERPT + 80
    assert excerpt.endswith(" …")


def test_a_hit_nowhere_shows_the_summary():
    assert marker("zebra").excerpt(Found("Tea", "/", summary="About tea", text="x " * 10)) == "About tea"


@given(st.text(max_size=600), st.integers(0, 600))
def test_an_excerpt_is_bounded_and_from_the_text(text, hit):
    hit = min(hit, max(0, len(text) - 1))
    piece = around(text, hit)
    assert len(piece) <= EXCERPT + 4
    assert piece.removeprefix("… ").removesuffix(" …") in text


def test_cutting_leaves_whole_words():
    assert cut("one two three", 9) == "one two …"
    assert cut("one two", 9) == "one two"
