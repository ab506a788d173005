"""Words that may mean danger bring the help lines first."""

import pytest

from cms.core.wording import wanted
from search.crisis import sounds_urgent


@pytest.mark.parametrize(
    "typed",
    ["suicide", "Suicidal thoughts", "self-harm", "SELF HARM", "i want to die", "how to kill myself", "i dont want to be here",
     "I don’t want to live any more", "killing myself", "crisis line", "my husband hits me he hits me", "wanting to die"],
)  # fmt: skip
def test_words_of_danger_are_heard(typed):
    assert sounds_urgent(wanted(typed))


@pytest.mark.parametrize(
    "typed", ["", "carers", "peer worker training", "die Familie", "hearing voices", "harm reduction", "!!"]
)
def test_other_words_are_not(typed):
    assert not sounds_urgent(wanted(typed))
