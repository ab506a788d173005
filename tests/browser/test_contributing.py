"""Ways of writing to the Centre in a browser, to their end: the sender's side without JavaScript, and the staff's."""

import io
import re
from email import message_from_bytes, policy

import pytest
from django.core import mail
from PIL import Image
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.mail import send_due
from cms.intake.models import OutboxMessage
from contribute.models import Contribution
from pages.models import CharterEndorsement
from tests.intake.test_mail_desk import refuse
from tests.pages.factories import CharterFactory

from .harness import colours_stand_still

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "kookaburra@example.org"


@pytest.fixture(autouse=True)
def _ground(transactional_db, monkeypatch, media_folder):
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)


@pytest.fixture
def reader(open_page):
    """A reader without JavaScript, on a phone."""
    return open_page(javascript=False, width=360)


def mailed(begins, to=EMAIL):
    """Return the address that begins so in the newest message to ``to``, as its recipient reads it."""
    message = OutboxMessage.objects.filter(recipients=[to]).latest("pk")
    text = message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()
    return re.search(rf"https?://[^/\s]+({begins}\S+)", text)[1]


def tick(page, label):
    """Press a choice as people do: on its words."""
    page.locator("label", has_text=re.compile(f"^\\s*{re.escape(label)}")).first.click()


def reference(page):
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    return page.locator(".reference").first.inner_text()


def open_from_the_inbox(page, what, number):
    """Open what came as staff do: from the dashboard's count, by its reference."""
    page.goto("/admin/")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name=what).click()
    page.get_by_role("row").filter(has_text=number).get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()


def test_a_question_is_asked_answered_asked_back_and_taken_back(reader, signed_in):
    reader.goto("/contribute/")
    reader.get_by_role("link", name="Ask the Centre").first.click()
    reader.get_by_role("button", name="Send your question").click()
    expect(reader.get_by_role("heading", name="There is a problem")).to_be_visible()
    tick(reader, "Starting a peer support service")
    reader.get_by_label("Your question").fill("How do we begin in Mildura?")
    tick(reader, "By email")
    reader.get_by_label("Your email").fill(EMAIL)
    reader.get_by_role("button", name="Send your question").click()
    number = reference(reader)

    staff = signed_in("Inbox staff")
    open_from_the_inbox(staff, "question to answer", number)
    expect(staff.get_by_text("How do we begin in Mildura?")).to_be_visible()
    staff.get_by_label("Your answer").fill("Which day suits you?")
    staff.get_by_label("We wait for what they say").check()
    staff.get_by_role("button", name="Send the answer").click()
    expect(staff.get_by_text("Your answer is on its way to them.")).to_be_visible()

    reader.goto(mailed("/contribute/answer/"))
    reader.get_by_label("What would you like to say?").fill("Tuesdays.")
    reader.get_by_role("button", name="Send your message", exact=True).click()
    assert reference(reader) == number

    open_from_the_inbox(staff, "question to answer", number)
    expect(staff.get_by_text("Tuesdays.")).to_be_visible()
    staff.get_by_role("button", name="It is done").click()
    expect(staff.get_by_text("It stands under “Done” now.")).to_be_visible()

    reader.goto(mailed("/contribute/take-back/"))
    reader.get_by_role("button", name="Delete what I sent").click()
    expect(reader.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert Contribution.objects.get().own.words == ""


def test_heavy_words_show_who_listens_and_are_read_first(reader, signed_in):
    reader.goto("/contribute/complaint/")
    reader.get_by_label("What happened?").fill("Nobody rang back and I want to die.")
    reader.get_by_role("button", name="Send your complaint").click()
    number = reference(reader)
    expect(reader.get_by_role("heading", name="If you need somebody to talk to now")).to_be_visible()

    staff = signed_in("Administrators")
    open_from_the_inbox(staff, "complaint", number)
    expect(staff.get_by_text("Some of its words may be about danger.")).to_be_visible()
    expect(staff.get_by_text("They left no email address")).to_be_visible()
    staff.get_by_label("Write a note").fill("Spoke with the team leader.")
    staff.get_by_role("button", name="Keep the note").click()
    expect(staff.get_by_text("Spoke with the team leader.")).to_be_visible()


def test_feedback_is_given_to_a_colleague_and_junk_is_put_back(reader, signed_in, axe):
    reader.goto("/contribute/feedback/?from=/directory/")
    tick(reader, "Something is hard to read or to use")
    reader.get_by_label("Tell us more").fill("The map is small.")
    reader.get_by_role("button", name="Send your feedback").click()
    number = reference(reader)

    staff = signed_in("Editors")
    open_from_the_inbox(staff, "message of feedback", number)
    expect(staff.get_by_role("link", name="/directory/")).to_be_visible()
    staff.get_by_role("button", name="I look after it").click()
    expect(staff.get_by_text("You look after it now.")).to_be_visible()
    staff.get_by_role("button", name="Junk").click()
    expect(staff.get_by_text("It stands under Junk")).to_be_visible()
    staff.get_by_role("button", name="It is no junk: put it back").click()
    expect(staff.get_by_text("It stands under “New” now.")).to_be_visible()
    staff.get_by_role("button", name="It is done").click()
    expect(staff.get_by_text("It stands under “Done” now.")).to_be_visible()
    staff.get_by_role("button", name="Take it up again").click()
    expect(staff.get_by_text("It stands under “Being worked on” now.")).to_be_visible()
    # With all that happened to it.
    colours_stand_still(staff)
    axe(staff, "main")


def test_a_complaint_is_acknowledged_given_to_a_colleague_answered_and_ended(reader, signed_in, member_of):
    keeper = member_of("Inbox staff", first_name="Ada", last_name="Wren")
    reader.goto("/contribute/complaint/")
    reader.get_by_label("What happened?").fill("Nobody rang back.")
    reader.get_by_label("Your email").fill(EMAIL)
    reader.get_by_role("button", name="Send your complaint").click()
    number = reference(reader)
    due_on = f"{Contribution.objects.get().due_on:%-d %B %Y}"
    expect(reader.get_by_text(due_on).first).to_be_visible()

    staff = signed_in("Inbox staff")
    open_from_the_inbox(staff, "complaint", number)
    expect(staff.get_by_text(re.compile("20.., by email"))).to_be_visible()
    expect(staff.locator("dt:text-is('Due') + dd")).to_have_text(due_on)
    staff.get_by_label("Give it to").select_option("Ada Wren")
    staff.get_by_role("button", name="Assign").click()
    expect(staff.get_by_text("Ada Wren looks after it now.")).to_be_visible()
    assert f"/admin/contribute/{Contribution.objects.get().pk}/" in mailed("/admin/contribute/", keeper.email)
    staff.get_by_label("Write a note").fill("Rang the front desk.")
    staff.get_by_role("button", name="Keep the note").click()
    expect(staff.get_by_text("Rang the front desk.")).to_be_visible()
    staff.get_by_label("Begin with ready words").select_option(index=1)
    ready = staff.get_by_label("Your answer").input_value()
    assert len(ready) > 40, "the ready words stand where one writes"
    staff.get_by_label("Your answer").press("Control+End")
    staff.get_by_label("Your answer").press_sequentially("\n\nWhen can we ring you?")
    staff.get_by_label("We wait for what they say").check()
    staff.get_by_role("button", name="Send the answer").click()
    expect(staff.get_by_text("Your answer is on its way to them.")).to_be_visible()

    reader.goto(mailed("/contribute/answer/"))
    reader.get_by_label("What would you like to say?").fill("After three.")
    reader.get_by_role("button", name="Send your message").click()
    reference(reader)

    open_from_the_inbox(staff, "complaint", number)
    thread = staff.get_by_role("region", name="What was written since").get_by_role("article")
    expect(thread).to_have_count(3)
    expect(thread.nth(1)).to_contain_text("When can we ring you?")
    expect(thread.nth(2)).to_contain_text("After three.")
    staff.get_by_role("button", name="It is done").click()
    expect(staff.get_by_text("It stands under “Done” now.")).to_be_visible()
    staff.goto("/admin/")
    expect(staff.get_by_role("region", name="Waiting for you")).to_contain_text("Nothing waits for you.")


def test_an_email_that_cannot_be_sent_is_seen_and_tried_again(reader, signed_in, settings):
    reader.goto("/contribute/feedback/")
    tick(reader, "Something I like")
    reader.get_by_label("Tell us more").fill("The map.")
    reader.get_by_label("Your email").fill(EMAIL)
    reader.get_by_role("button", name="Send your feedback").click()
    number = reference(reader)
    refuse(settings, 3)

    staff = signed_in("Inbox staff")
    staff.goto("/admin/")
    waiting = staff.get_by_role("region", name="Waiting for you")
    expect(waiting.get_by_role("link", name="1 email that could not be sent")).to_be_visible()
    open_from_the_inbox(staff, "message of feedback", number)
    staff.get_by_role("link", name="See the emails that were not sent").click()
    row = staff.get_by_role("row").filter(has_text=EMAIL)
    expect(row).to_contain_text(number)
    row.get_by_role("button", name="Try again").click()
    expect(staff.get_by_text("It is tried again now.")).to_be_visible()
    assert send_due() == 1
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    staff.reload()
    expect(staff.get_by_text("Every email has left.")).to_be_visible()


def test_an_organisation_endorses_the_charter_is_listed_and_takes_its_word_back(reader, signed_in, tmp_path):
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "teal").save(out, "PNG")
    logo = tmp_path / "logo.png"
    logo.write_bytes(out.getvalue())
    reader.goto("/charter/endorse/")
    reader.get_by_label("Your organisation").fill("Quiet Rivers")
    reader.get_by_label("Your logo").set_input_files(logo)
    reader.locator("#id_words").fill("We work by it each day.")
    reader.get_by_label("Your name").fill("Quoll")
    reader.get_by_label("Your role there").fill("Chairperson")
    reader.get_by_label("Your email").fill(EMAIL)
    tick(reader, "I may speak for this organisation")
    reader.get_by_role("button", name="Send the endorsement").click()
    number = reference(reader)

    staff = signed_in("Approvers")
    open_from_the_inbox(staff, "endorsement", number)
    staff.get_by_label("I have checked that this person may speak").check()
    staff.get_by_role("button", name="Publish the endorsement").click()
    expect(staff.get_by_text("Quiet Rivers stands on the list of endorsements now.")).to_be_visible()
    assert CharterEndorsement.objects.listed().get().logo is not None

    listed = reader.get_by_role("main").get_by_text("Quiet Rivers")
    charter = CharterFactory().get_url()
    reader.goto(f"{charter}endorsements/")
    expect(listed.first).to_be_visible()
    expect(reader.get_by_text("We work by it each day.")).to_be_visible()
    # The name stands beside it in words, so that it says nothing by itself.
    logo_shown = reader.get_by_role("listitem").filter(has_text="Quiet Rivers").locator("img")
    assert reader.request.get(logo_shown.get_attribute("src")).status == 200

    reader.goto(mailed("/contribute/take-back/"))
    reader.get_by_role("button", name="Delete what I sent").click()
    expect(reader.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert not CharterEndorsement.objects.exists()
    reader.goto(f"{charter}endorsements/")
    expect(listed).to_have_count(0)
