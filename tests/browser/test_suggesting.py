"""Suggesting something in a browser: sent without JavaScript, drafted by an editor, finished in Wagtail's own editor."""

import pytest
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.models import OutboxMessage
from contribute.models import Suggestion
from pages import models
from tests.pages.factories import index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _ground(transactional_db, monkeypatch):
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    index(models.OpportunityIndexPage)


def suggest(page):
    """Suggest an opportunity as a reader does, with a slip on the way; return the reference."""
    page.goto("/contribute/")
    page.get_by_role("link", name="Suggest something for this site").click()
    page.get_by_text("An opportunity: training", exact=False).click()
    page.get_by_label("What is it called?").fill("Listening circle")
    page.get_by_label("Its web address").fill("javascript:alert(1)")
    page.get_by_label("The last day").fill("25/12/2099")
    page.get_by_label("Why, and for whom?").fill("It made my first month easier.")
    page.get_by_label("Your email").fill("kookaburra@example.org")
    page.get_by_role("button", name="Send your suggestion").click()
    page.get_by_role("link", name="Enter a web address such as").click()
    expect(page.get_by_label("Its web address")).to_be_focused()
    page.get_by_label("Its web address").fill("circles.example.org/new")
    expect(page.get_by_label("Why, and for whom?")).to_have_value("It made my first month easier.")
    page.get_by_role("button", name="Send your suggestion").click()
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    return page.locator(".reference").first.inner_text()


def open_desk(page, reference):
    page.goto("/admin/")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name="suggestion").click()
    page.get_by_role("row").filter(has_text=reference).get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name=reference)).to_be_visible()


def test_what_was_suggested_becomes_a_draft_and_is_finished_and_published_by_an_editor(open_page, signed_in, axe):
    reader = open_page(javascript=False, width=360)
    reference = suggest(reader)

    editor = signed_in("Editors")
    open_desk(editor, reference)
    axe(editor, "main")
    editor.get_by_role("button", name="Make a draft of it").click()
    expect(editor.get_by_text("There is a draft.")).to_be_visible()
    reader.goto("/")
    assert reader.goto(models.OpportunityPage.objects.get().url).status == 404
    editor.get_by_role("link", name="Finish the draft").click()
    expect(editor.locator("#id_title")).to_have_value("Listening circle")
    expect(editor.locator("#id_apply_url")).to_have_value("https://circles.example.org/new")
    editor.locator("#id_teaser").fill("A circle for people who begin as peer workers.")
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_text("published", exact=False).first).to_be_visible()
    reader.goto(models.OpportunityPage.objects.get().url)
    expect(reader.get_by_role("heading", name="Listening circle", exact=True)).to_be_visible()
    assert "It made my first month" not in reader.content()


def test_who_suggested_something_that_does_not_fit_is_thanked(open_page, signed_in):
    reference = suggest(open_page(javascript=False, width=360))
    editor = signed_in("Editors")
    open_desk(editor, reference)
    thanks = editor.get_by_role("region", name="Thank them, and leave it")
    thanks.get_by_label("Begin with ready words").select_option(label="Thank you, but it does not fit")
    thanks.get_by_role("button", name="Thank them, and leave it").click()
    expect(editor.get_by_text("Your thanks are on their way to them.")).to_be_visible()
    assert Suggestion.objects.get().status == "done"
    assert OutboxMessage.objects.filter(recipients=["kookaburra@example.org"]).count() == 2
