"""The measure of how hard a text is to read, what it is taken of, and that the site's own words keep to it."""

import io

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from cms.core.models import SiteSettings
from cms.core.readability import grade, sentences, syllables, visible_text, words
from cms.sample.own_words import everything, page_text
from tests.pages.factories import StandardFactory, StoryFactory

PLAIN = "You can stop. You can rest. We are here."
HARD = "Organisational accountability necessitates comprehensive interdisciplinary consideration of individual circumstances."


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("table", 2), ("made", 1), ("stopped", 1), ("wanted", 2), ("people", 2), ("recovery", 4), ("I", 1)],
)
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula():
    # Three sentences, nine words, nine syllables.
    assert grade(PLAIN) == pytest.approx(0.39 * 9 / 3 + 11.8 * 9 / 9 - 15.59)


def test_a_hard_text_has_a_higher_grade_than_a_plain_one():
    assert grade(PLAIN) < 3 < 12 < grade(HARD)


def test_an_item_of_a_list_is_a_sentence():
    assert sentences("Bring:\n- a cup\n- a friend") == ["Bring:", "a cup", "a friend"]


@given(st.text(max_size=300))
def test_any_text_can_be_measured(text):
    assert isinstance(grade(text), float)
    assert all(syllables(word) >= 1 for word in words(text))
    assert sum(len(words(each)) for each in sentences(text)) <= len(words(text)) + text.count("\n") + 1


@given(st.lists(st.sampled_from(["the", "cat", "rests", "organisation"]), min_size=1, max_size=30))
def test_a_text_said_twice_is_as_hard_as_once(chosen):
    once = " ".join(chosen) + "."
    assert grade(f"{once} {once}") == pytest.approx(grade(once))


def test_of_a_template_only_what_readers_see_is_measured():
    source = """{# A note. #}{% load x %}<h1 class="big">Come in</h1><p>Sit <b>where</b> you like{% if a %}.{% endif %}</p>
    <script>var hidden;</script><a title="unseen" href="{{ url }}">{{ label }} now</a>"""
    text = visible_text(source)
    assert text.splitlines()[0] == "Come in"
    assert "Sit where you like" in text
    for unseen in ("note", "load", "hidden", "unseen", "label", "class"):
        assert unseen not in text


@given(st.text(alphabet="<>{}%#/ap \"'\n", max_size=120))
def test_broken_markup_breaks_nothing(source):
    assert isinstance(visible_text(source), str)


@pytest.mark.django_db
def test_a_page_is_measured_by_what_it_says_and_not_by_its_sources():
    page = StandardFactory(
        title="Come as you are",
        body=[
            ("text", "<p>You can rest here.[^one]</p><ul><li>Bring a cup</li><li>Bring a friend</li></ul>"),
            (
                "references",
                {"title": "References", "references": [{"key": "one", "text": "An interdisciplinary one."}]},
            ),
        ],
    )
    lines = page_text(page).splitlines()
    assert {"Come as you are", "You can rest here.", "Bring a cup", "Bring a friend"} <= set(lines)
    assert "interdisciplinary" not in page_text(page)


@pytest.mark.django_db
def test_everything_that_the_site_says_itself_is_measured_and_stories_are_not():
    ours, theirs = StandardFactory(title="Our own page"), StoryFactory(title="A teller’s words")
    draft = StandardFactory(title="Not yet", live=False)
    names = dict(everything())
    assert ours.url in names
    assert theirs.url not in names
    assert draft.url not in names
    assert "Reading settings" in names["templates/home/reading_settings.html"]
    assert "Tuesday Table" in names["mail directory/email/received"]
    assert any(name.startswith("form directory.") for name in names)
    assert SiteSettings.load().acknowledgement_of_country in names["settings"]


@pytest.mark.django_db
def test_the_command_fails_where_a_text_is_too_hard_and_says_which(capsys):
    page = StandardFactory(title="Hard", body=[("text", f"<p>{' '.join([HARD] * 10)}</p>")])
    call_command("readability", stdout=io.StringIO())
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("readability", fail_over=8.0, stdout=io.StringIO(), stderr=err)
    assert page.url in err.getvalue()
