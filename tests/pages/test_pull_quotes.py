"""A sentence that is set large stands in the story, or the checks say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.writing import checks
from pages.models import StoryPage
from pages.pull_quotes import NOT_TOLD, stands_in

TEXT = "It’s a long way, I said.  “Nobody asked — not once — what was wrong.”\nThen the bus came… and we\u00a0laughed."


@pytest.mark.parametrize(
    "quote",
    [
        "Nobody asked - not once - what was wrong",
        "nobody asked – not once – what was wrong.",
        "It's a long way",
        "It’s a long way … what was wrong",
        "… the bus came ... and we laughed",
        "the bus came and we laughed!",
        "I said. Nobody asked",
        "…",
    ],
)
def test_words_of_the_story_are_found_whatever_marks_and_spaces_stand_between_them(quote):
    assert stands_in(quote, TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "Nobody asked me what was wrong",
        "Somebody asked",
        "what was wrong … It’s a long way",
        "body asked",
        "the bus came … and we laughed a lot",
    ],
)
def test_words_that_nobody_told_are_not(quote):
    assert not stands_in(quote, TEXT)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1), st.data())
def test_any_run_of_words_of_a_text_stands_in_it(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words)))
    assert stands_in(" ".join(words[first:last]), ", ".join(words))


def found(**fields):
    return [
        one for one in checks.found_in(StoryPage(title="Tea", teaser="Nobody asked", **fields)) if one.check == NOT_TOLD
    ]


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_the_checks_warn_of_a_pull_quote_that_does_not_stand_in_the_story():
    body = [("text", "<p>Nobody <b>asked</b> what was wrong.</p>")]
    assert found(body=body, pull_quote="Nobody asked what was wrong") == []
    (one,) = found(body=body, pull_quote="Nobody asked me")
    assert (one.words, one.where) == ("Nobody asked me", "Pull quote")
    # The short form is theirs too; a teaser is ours.
    assert found(short_form="I took the bus home.", pull_quote="I took the bus") == []
    assert found(body=[("text", "<p>Tea.</p>")], pull_quote="Nobody asked") != []
    assert found(pull_quote="Nothing is written yet") == []
    # The panel beside the form knows it, so that it is listed there.
    assert checks.every_rule()[NOT_TOLD.key] == (NOT_TOLD.name, NOT_TOLD.what_to_do)
