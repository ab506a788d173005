"""Words that may mean danger bring the help lines first."""

import time

import pytest

from cms.core.crisis import PHRASES, sounds_urgent
from cms.core.wording import wanted


@pytest.mark.parametrize(
    "typed",
    ["suicide", "Suicidal thoughts", "self-harm", "SELF HARM", "i want to die", "how to kill myself", "i dont want to be here",
     "I don’t want to live any more", "killing myself", "crisis line", "my husband hits me he hits me", "wanting to die"],
)  # fmt: skip
def test_words_of_danger_are_heard(typed):
    assert sounds_urgent(typed)
    assert sounds_urgent(wanted(typed).every_word)


@pytest.mark.parametrize(
    "typed", ["", "carers", "peer worker training", "die Familie", "hearing voices", "harm reduction", "!!", "\x00", "want to"]
)  # fmt: skip
def test_other_words_are_not(typed):
    assert not sounds_urgent(typed)
    assert not sounds_urgent(wanted(typed).every_word)


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_is_heard_at_the_end_of_a_long_letter(phrase):
    letter = "We met on Tuesdays and I want to say how much it helped. " * 350
    assert len(letter) > 19_000
    assert sounds_urgent(letter + phrase)


def test_a_long_letter_is_read_quickly():
    letters = ["want " * 4000, "I want to help my brother cut wood at home. " * 455]
    for letter in letters:
        started = time.perf_counter()
        assert not sounds_urgent(letter)
        assert time.perf_counter() - started < 0.5
