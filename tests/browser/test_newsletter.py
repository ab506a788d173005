"""The newsletter in a browser to its end: a reader's side without JavaScript, and an editor's in Wagtail's own editor."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.mail import send_due
from cms.intake.models import OutboxMessage, Sender
from contribute.newsletter.models import Issue, Subscriber
from tests.contribute.newsletter.making import a_list, reader, with_address
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "kookaburra@example.org"


@pytest.fixture(autouse=True)
def _ground(transactional_db, monkeypatch):
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)


def text_of(message):
    return message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()


def mailed(begins, to=EMAIL):
    """Return the address that begins so in the newest message to ``to``, as its recipient reads it."""
    message = OutboxMessage.objects.filter(recipients=[to]).latest("pk")
    return re.search(rf"https?://[^/\s]+({begins}\S+)", text_of(message))[1]


def tick(page, label):
    """Press a choice as people do: on its words."""
    page.locator("label", has_text=re.compile(f"^\\s*{re.escape(label)}")).first.click()


@pytest.mark.both_databases
def test_a_reader_subscribes_confirms_changes_and_unsubscribes(open_page, axe):
    page = open_page(javascript=False, width=360)
    a_list("Training", sort_order=20)
    page.goto("/")
    page.locator("footer").get_by_role("link", name="Newsletter").click()
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one list")
    page.get_by_label("Your email").fill(EMAIL)
    page.get_by_label("Your name").fill("Kooka")
    tick(page, "News from the Centre")
    tick(page, "The Centre may send me")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", name="Look for our email", level=1)).to_be_visible()
    assert not Subscriber.objects.confirmed().exists()

    page.goto(mailed("/newsletter/confirm/"))
    expect(page.get_by_text("News from the Centre")).to_be_visible()
    page.get_by_role("button", name="Yes, send it to me").click()
    expect(page.get_by_role("heading", name="You are on the list", level=1)).to_be_visible()
    assert Subscriber.objects.confirmed().count() == 1

    page.get_by_role("link", name="Change what you get").click()
    tick(page, "Training")
    page.get_by_label("Your name").fill("Kookaburra")
    page.get_by_role("button", name="Save my choices").click()
    expect(page.get_by_role("status")).to_have_text("Your choices are saved.")
    assert sorted(one.name for one in Subscriber.objects.get().lists.all()) == ["News from the Centre", "Training"]
    assert Sender.objects.get(email=EMAIL).name == "Kookaburra"

    here = page.url
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are unsubscribed", level=1)).to_be_visible()
    assert not Subscriber.objects.exists()
    page.goto(here)
    expect(page.get_by_role("heading", name="You get no newsletter from us", level=1)).to_be_visible()
    assert page.context.cookies() == []


def test_an_issue_is_composed_previewed_tried_and_sent(signed_in, open_page, member_of, sign_in):
    with_address()
    for number in range(3):
        reader(f"reader{number}@example.org")
    told = StandardFactory(title="How we began", teaser="A short history.")
    page = signed_in("Approvers")

    page.goto("/admin/snippets/newsletter/issue/add/")
    page.locator("#id_subject").fill("A chair by the window")
    page.locator("[data-contentpath=opening] [contenteditable=true]").fill("Hello from all of us.")
    body = page.locator("[data-contentpath=body]")
    body.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Page", exact=True).click()
    body.get_by_role("button", name="Choose a page").click()
    dialogue = page.locator(".modal-dialog, [role=dialog]").last
    dialogue.get_by_role("textbox").first.fill("How we began")
    dialogue.get_by_role("link", name="How we began").first.click()
    expect(body.get_by_text("How we began").first).to_be_visible()
    page.locator("label", has_text="News from the Centre").click()

    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("[data-side-panel=preview] iframe").first
    expect(frame.get_by_role("link", name="How we began")).to_be_visible()
    expect(frame.get_by_text("A short history.")).to_be_visible()
    page.get_by_label("Preview mode").select_option("text")
    expect(frame.locator("pre")).to_contain_text("A short history.")
    page.locator("[data-side-panel-toggle=preview]").click()

    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_url("**/snippets/newsletter/issue/")
    page.get_by_role("link", name="A chair by the window").click()
    page.get_by_role("link", name="Test and send").first.click()
    page.get_by_role("button", name="Send a test to me").click()
    expect(page.locator(".messages")).to_contain_text("A test is on its way")
    assert "This is a test." in text_of(OutboxMessage.objects.latest("pk"))
    page.get_by_role("link", name="Go on to sending").click()
    expect(page.get_by_text("It goes to 3 readers")).to_be_visible()
    page.get_by_role("button", name="Send to 3 readers").click()
    expect(page.locator(".messages")).to_contain_text("The issue is on its way")
    expect(page.get_by_role("row", name="Waiting, or to be tried again 3")).to_be_visible()
    while send_due():
        pass
    page.reload()
    expect(page.get_by_role("row", name="Sent 3")).to_be_visible()
    assert Issue.objects.get().finished_at
    page.get_by_role("link", name="See it on the site").click()
    expect(page.get_by_role("link", name=told.title)).to_be_visible()

    anybody = open_page(javascript=False)
    anybody.goto("/newsletter/issues/")
    anybody.get_by_role("link", name="A chair by the window").click()
    expect(anybody.get_by_text("Hello from all of us.")).to_be_visible()


def test_an_editor_takes_a_reader_who_rang_off_the_list(signed_in):
    with_address()
    reader(EMAIL)
    reader("other@example.org")
    page = signed_in("Administrators")
    page.goto("/admin/")
    page.get_by_role("button", name="Newsletter").click()
    page.get_by_role("link", name="Readers").click()
    page.get_by_placeholder("Search…").fill("kooka")
    expect(page.get_by_role("row").filter(has_text="other@example.org")).to_have_count(0)
    row = page.get_by_role("row").filter(has_text=EMAIL)
    row.get_by_role("link", name="Take off the list").click()
    expect(page.get_by_text(EMAIL).first).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Take them off the list").click()
    expect(page.get_by_text("They are off the list. Their email and name are deleted.")).to_be_visible()
    assert [one.sender.email for one in Subscriber.objects.all()] == ["other@example.org"]
    assert not Sender.objects.filter(email=EMAIL).exists()
