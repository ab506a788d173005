"""The check of a story's words warns with reasons and alternatives, and never refuses."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cms.core.careful_words import found_in, pairs
from pages import models

from .factories import StoryFactory
from .test_editing import add_url, form_of


def phrases(text, **options):
    return [warning.phrase for warning in found_in(text, **options)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He Committed  suicide in May.", ["Committed  suicide"]),
        ("She died by suicide. She took her own life.", []),
        ("a failed attempt and a self‑harmer", ["failed attempt", "self‑harmer"]),
        ("addicts", ["addicts"]),
        ("ADDİCTS", ["ADDİCTS"]),
        ("addictſ, they commıt suicide", ["addictſ", "commıt suicide"]),
        ("My maddicts are not a word, nor is psychology.", []),
        ("", []),
    ],
)
def test_phrases_are_found_as_whole_words_in_any_case_and_spacing(text, found):
    assert phrases(text) == found


def test_what_is_quoted_is_left_out_when_that_is_asked():
    text = "They said “he committed suicide”. He committed suicide."
    assert len(phrases(text)) == 2
    [warning] = found_in(text, leave_out_quotations=True)
    assert warning.before.endswith("He ")


def test_every_pair_says_what_to_write_and_why_and_who_says_so():
    for pair in pairs():
        assert all((pair.area, pair.instead, pair.why.endswith("."), pair.source, *pair.phrases)), pair
        for phrase in pair.phrases:
            assert len(found_in(f"And {phrase}, yes.")) == 1, phrase
        assert not found_in(pair.instead), pair


@pytest.mark.django_db
def test_an_editor_reads_the_warnings_beside_the_story_and_saves_it_all_the_same(editor):
    body = streamfield(
        [
            ("text", rich_text("<p>He committed <b>suicide</b>.</p>")),
            ("quotation", {"quote": "A nutter.", "attribution": ""}),
        ]
    )
    editor.post(add_url("story"), form_of("story", body=body))
    story = models.StoryPage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    html = editor.get(edit).content.decode()
    assert "<mark>committed suicide</mark>" in html
    assert "died by suicide; took their own life" in html
    assert "ties suicide to crime or sin" in html
    assert "<mark>nutter</mark>" in html
    again = form_of("story", body=body, quotations_stand="on", page_terms=inline_formset([]))
    assert editor.post(edit, again).status_code == 302
    html = editor.get(edit).content.decode()
    assert "<mark>nutter</mark>" not in html
    assert "<mark>committed suicide</mark>" in html


@pytest.mark.django_db
def test_what_is_found_is_shown_as_words_and_not_as_markup(editor):
    story = StoryFactory(short_form="<script>alert(1)</script> a nutter <img src=x>")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert "<mark>nutter</mark>" in html
    assert "alert(1)</script> a" not in html


@pytest.mark.django_db
def test_no_link_beside_the_words_leaves_the_form_before_it_is_saved(editor):
    story = StoryFactory(pull_quote="“Nobody asked.”")
    story.full_clean()
    assert story.pull_quote == "Nobody asked."
    assert '<a href="">' not in editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
