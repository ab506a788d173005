"""A form under attack asks the device for a small sum; whoever cannot do it is not turned away."""

import base64
import json
from datetime import timedelta

import altcha
import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.intake import proof
from cms.intake.forms import PublicForm

from .sums import answer


class Form(PublicForm):
    name = "a-form"
    asks_for_proof = True


def state(value):
    return proof.state(Form({"proof": value} if value is not None else {}))


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(proof, "MOST", 500)


def test_a_form_that_is_not_under_attack_asks_for_nothing():
    class Calm(PublicForm):
        name = "calm"

    assert proof.state(Calm({})) == "not asked"
    assert proof.state(Calm({"proof": "x"})) == "not asked"


def test_a_sum_that_was_done_is_shown_and_asked_again_it_still_is():
    form = Form({"proof": answer(Form().challenge())})
    assert proof.state(form) == proof.state(form) == "shown"


def test_a_sum_counts_once():
    done = answer(Form().challenge())
    assert [state(done), state(done)] == ["shown", "missing"]


def test_without_a_cache_a_sum_still_has_to_be_done_and_counts(monkeypatch):
    def dead(*args, **kwargs):
        raise ConnectionError("words of a cache")

    monkeypatch.setattr(cache, "add", dead)
    done = answer(Form().challenge())
    assert [state(done), state(done), state("")] == ["shown", "shown", "missing"]


def test_the_sum_of_another_form_does_not_count():
    assert state(answer(proof.challenge("another-form"))) == "missing"


def test_a_sum_does_not_count_when_its_time_is_over(monkeypatch):
    done = answer(Form().challenge())
    old = answer(_challenge_of(timezone.now() - timedelta(seconds=5)))
    assert [state(done), state(old)] == ["shown", "missing"]


def _challenge_of(expires):
    made = altcha.create_challenge_v1(
        altcha.ChallengeOptionsV1(hmac_key=proof.key(), max_number=500, expires=expires, params={"form": "a-form"})
    )
    return json.dumps(made.to_dict())


def test_a_sum_without_an_end_or_with_one_of_its_sender_s_own_does_not_count():
    assert state(answer(_challenge_of(None))) == "missing"
    asked = json.loads(_challenge_of(timezone.now() - timedelta(days=1)))
    later = asked["salt"].replace("expires=", "expires=9") + "expires=99999999999&"
    for salt in (later, f"{later}0", asked["salt"] + "expires=99999999999&"):
        assert state(answer(json.dumps(asked), salt=salt)) == "missing"


def test_a_sum_that_was_not_signed_by_us_does_not_count(settings):
    done = answer(Form().challenge())
    settings.SECRET_KEY = "another " * 8
    assert state(done) == "missing"


@pytest.mark.parametrize(
    "changed",
    [{"number": -1}, {"number": "1"}, {"number": True}, {"number": 10**400}, {"number": None}, {"algorithm": "SHA-1"},
     {"algorithm": "none"}, {"challenge": "é" * 64}, {"salt": ""}, {"salt": []}, {"signature": ""}, {"signature": {}}],
)  # fmt: skip
def test_a_sum_that_was_altered_does_not_count(changed):
    assert state(answer(Form().challenge(), **changed)) == "missing"


@pytest.mark.parametrize("value", [None, "", "x", "bnVsbA==", "W10=", "e30=", "[" * 5000, "A" * 100_000, "\x00", "é"])
def test_nothing_or_nonsense_is_missing_and_no_error(value):
    assert state(value) == "missing"


@given(
    st.dictionaries(
        st.sampled_from([*proof.PARTS, "more"]),
        st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text())),
        max_size=6,
    )
)
def test_whatever_is_sent_is_missing_and_no_error(given):
    assert state(base64.b64encode(json.dumps(given).encode()).decode()) == "missing"


def test_the_sum_is_no_answer_that_is_kept():
    form = Form({"proof": answer(Form().challenge())}, check_token=False)
    assert form.is_valid()
    assert "proof" not in form.answers()
