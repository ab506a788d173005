"""A story's whole way in a browser: told, saved, come back to, sent, edited, agreed to, approved, read, taken back."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.models import OutboxMessage
from contribute.models import StorySent
from pages.models import StoryIndexPage, StoryPage
from tests.contribute.telling import a_note, a_picture
from tests.pages.factories import index

from .harness import answer_points

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "bilby@example.org"
TOLD = "The kettle was always on."


@pytest.fixture(autouse=True)
def _ground(transactional_db, monkeypatch):
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    index(StoryIndexPage, slug="stories", title="Stories")
    a_note("note-grief-test", "Grief")


def link_of(kind, begins):
    """The address in the newest message of ``kind`` that begins so, as its recipient reads it."""
    message = OutboxMessage.objects.filter(key__contains=f":{kind}").latest("pk")
    text = message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()
    return re.search(rf"https?://[^/\s]+({begins}\S+)", text)[1]


def press(page, name="Save and continue"):
    page.get_by_role("button", name=name, exact=True).click()


def tick(page, label):
    """Press a choice as people do: on its words."""
    page.locator("label", has_text=re.compile(f"^\\s*{re.escape(label)}")).first.click()


def tell(page, tmp_path):
    """Answer every question, with a pause in the middle; return the reference."""
    page.goto("/contribute/story/")
    expect(page.get_by_role("heading", name="Is now a good time?")).to_be_visible()
    press(page, "Begin")
    tick(page, "What helped, and what did not?")
    press(page)
    page.get_by_label("What helped, and what did not?").fill(TOLD)
    press(page, "Save and come back later")
    page.get_by_label("Your email address").fill(EMAIL)
    press(page, "Email me the link")
    expect(page.get_by_role("heading", name="Look for our email")).to_be_visible()
    page.goto(link_of("saved", "/contribute/story/"))
    press(page, "Go on")
    expect(page.get_by_label("What helped, and what did not?")).to_have_value(TOLD)
    press(page)
    tick(page, "A name I choose")
    page.get_by_label("The name", exact=False).last.fill("River")
    press(page)
    tick(page, "Family member or carer")
    press(page)
    tick(page, "Grief")
    press(page)
    press(page)
    expect(page.get_by_role("link", name=re.compile("take all the time you need"))).to_be_visible()
    tick(page, "You may publish my story on this website")
    press(page)
    press(page)
    (tmp_path / "kettle.jpg").write_bytes(a_picture().read())
    page.locator("input[type=file]").set_input_files(tmp_path / "kettle.jpg")
    page.get_by_label("What does the picture show?").fill("A kettle")
    tick(page, "No")
    press(page)
    expect(page.get_by_label("Your email address")).to_have_value("")
    page.get_by_label("Your email address").fill(EMAIL)
    tick(page, "Show me before it is published")
    press(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Change.*What name should stand by it")).click()
    page.locator("[name=teller_name]").fill("Creek")
    press(page, "Save and check answers")
    expect(page.get_by_text("Creek")).to_be_visible()
    press(page, "Send my story")
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    expect(page.get_by_role("heading", name="After telling a story")).to_be_visible()
    return page.locator(".reference").first.inner_text()


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_a_story_goes_its_whole_way(open_page, signed_in, tmp_path, javascript, axe):
    teller = open_page(javascript=javascript, width=360)
    reference = tell(teller, tmp_path)
    sent = StorySent.objects.get(reference=reference)
    assert teller.goto(sent.page.url).status == 404

    editor = signed_in("Approvers")
    edit = f"/admin/pages/{sent.page_id}/edit/"
    editor.goto(edit)
    expect(editor.get_by_text(f"{reference}, sent in on")).to_be_visible()
    expect(editor.get_by_text("The teller was not asked yet.")).to_be_visible()
    editor.locator("[name=title]").fill("The kettle")
    editor.locator("[name=teaser]").fill("What helped.")
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save draft").first.click()
    editor.get_by_role("link", name=re.compile("Ask the teller")).click()
    editor.get_by_role("button", name="Put it into the story").click()
    expect(editor.get_by_text("Their picture is part of the story")).to_be_visible()
    editor.get_by_role("button", name="Ask the teller").click()
    expect(editor.get_by_text("The link is on its way to the teller")).to_be_visible()

    teller.goto(link_of("ask", "/contribute/story/answer/"))
    expect(teller.get_by_role("heading", name="Your story, before it is published")).to_be_visible()
    expect(teller.get_by_text("Creek, family member or carer")).to_be_visible()
    expect(teller.locator(".prose")).to_contain_text(TOLD)
    expect(teller.get_by_role("img", name="A kettle")).to_be_visible()
    if javascript:
        axe(teller)
    press(teller, "Yes, publish it like this")
    expect(teller.get_by_text("exactly as you saw it")).to_be_visible()

    editor.goto(edit)
    expect(editor.get_by_text("The teller agreed to it as it stands.")).to_be_visible()
    approve(editor)
    page = StoryPage.objects.get(pk=sent.page_id)
    assert page.live
    assert teller.goto(page.url).status == 200
    expect(teller.get_by_role("heading", name="The kettle", level=1)).to_be_visible()

    teller.goto(link_of("published", "/contribute/take-back/"))
    press(teller, "Delete what I sent")
    expect(teller.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert teller.goto(page.url).status == 404
    assert not StoryPage.objects.exists()


def approve(page):
    """Approve by the button of Wagtail's own screen."""
    button = page.get_by_role("button", name=re.compile("Approve and publish", re.IGNORECASE))
    if not button.first.is_visible():
        page.get_by_role("button", name="More actions").click()
    button.first.click()
    window = page.locator(".modal-body")
    expect(window).to_be_visible()
    answer_points(page)
    with page.expect_navigation():
        window.get_by_role("button", name="Approve").click()
