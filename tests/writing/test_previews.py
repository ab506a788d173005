"""What the previews of a page say is what the page says to machines; nobody can have other words drawn."""

import pytest
from django.core import signing
from django.urls import reverse

from cms.core.writing import previews
from cms.core.writing.marking import MARK, marked
from tests.pages import factories

from .making import page_of, text

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


def shown(page, mode, editor, **attributes):
    request = editor.get("/admin/").wsgi_request
    return page.make_preview_request(request, mode, attributes).content.decode()


def test_the_search_result_says_what_the_head_says(editor):
    story = factories.StoryFactory(title="Tea & chairs", teaser="What tea <can> do.")
    head = previews.head_of(editor.get(story.url).content)
    assert head["title"].startswith("Tea & chairs · ")
    assert head["description"] == "What tea <can> do."
    assert head["address"].endswith(story.url)
    html = shown(story, "search", editor)
    assert "Tea &amp; chairs" in html
    assert "What tea &lt;can&gt; do." in html


def test_a_long_title_is_cut_as_a_search_engine_cuts_it_and_its_editor_is_told(editor):
    page = page_of(title="A very long title about what happens in the first hour of a group for newcomers")
    html = shown(page, "search", editor)
    assert "…" in html
    assert "Give a shorter one" in html
    assert "Give a shorter one" not in shown(page_of(title="Short"), "search", editor)


def test_without_a_teaser_the_previews_ask_for_one(editor):
    page = page_of()
    page.teaser = page.search_description = ""
    assert "Write a teaser" in shown(page, "search", editor)
    assert "Write a teaser" in shown(page, "shared", editor)


def test_paper_is_what_the_style_sheet_for_paper_says(editor):
    page = page_of(text("Come as you are."))
    html = shown(page, "print", editor)
    assert 'rel="stylesheet"' not in html
    assert "orphans: 3" in html
    assert "@media print" not in html
    assert "prefers-color-scheme: dark)" not in html.replace('(prefers-color-scheme: dark)"', "")
    assert 'url("../' not in html
    assert "url(../" not in html
    # On the site nothing of that.
    assert "orphans: 3" not in shown(page, "", editor)


def test_only_the_preview_panel_marks_what_the_checks_found(editor, client):
    page = page_of(text('The NDIA: <a href="https://example.org/">click here</a>.'))
    panel = shown(page, "", editor, in_preview_panel=True)
    assert f'{MARK}="short-form"' in panel
    assert f'{MARK}="link-words"' in panel
    assert f'{MARK}="' not in shown(page, "", editor)
    client.logout()
    assert MARK not in client.get(page.url).content.decode()


def test_marks_change_no_word_of_the_page(editor):
    page = page_of(text("The <b>NDIA</b> &amp; a junkie; 5 &lt; 6."))
    plain, panel = (shown(page, "", editor, in_preview_panel=each) for each in (False, True))
    assert "<b" in panel
    assert "&amp; a" in panel
    assert "5 &lt; 6" in panel
    assert marked(plain.encode(), []) == plain.encode()


def test_the_picture_of_a_draft_is_for_editors_and_draws_only_what_a_preview_asked_for(client, editor):
    address = previews.card_address("A draft of ours", "a-draft")
    picture = editor.get(address)
    assert picture["Content-Type"] == "image/png"
    assert "private" in picture["Cache-Control"]
    assert (
        editor.get(reverse("writing_card"), {"of": signing.dumps(["Other words", "x"], salt="mine")}).status_code == 404
    )
    assert editor.get(reverse("writing_card")).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
