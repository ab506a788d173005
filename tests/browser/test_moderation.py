"""What editors do in a browser: two updates that compete, decided by two people; a report, from a reader to its outcome."""

from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.keys import new_key
from cms.intake.models import AccessLink, OutboxMessage, Sender
from directory import answers as answers_of
from directory import moderation
from directory.models import ListingContact, Service
from tests.directory.factories import make_service

from .harness import answer_points

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(transactional_db, monkeypatch):
    """A listed service that two people look after."""
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    service = make_service("Quiet Corner", summary="As it was.")
    for name in ("jo", "sam"):
        sender = Sender.objects.create(name=name, email=f"{name}@example.org")
        ListingContact.objects.create(service=service, sender=sender)
    return service


def send_update(service, name, **about):
    """Send an update as ``name`` does by their mailed link: ``about`` are answers of the first step. Return the Submission."""
    service = Service.objects.get(pk=service.pk)
    link, _token = AccessLink.make(moderation.UPDATE, service.uuid, Sender.objects.get(name=name))
    answers = answers_of.of_service(service)
    answers["about"] |= about
    return moderation.submit_update(service, answers, new_key(), link)


def mailed(kind, address):
    """The text of the newest message of ``kind`` to ``address``, as its reader reads it."""
    sent = OutboxMessage.objects.filter(key__contains=kind).order_by("pk")
    message = [message for message in sent if address in message.recipients][-1]
    return message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()


def open_from_queue(page, kind):
    """Open what waits by the editors' queue, which says how many services wait."""
    page.goto("/admin/directory/todo/")
    page.get_by_role("main").get_by_role("link", name=kind).first.click()


def test_two_updates_compete_and_two_editors_decide_each_once(service, signed_in, open_page):
    send_update(service, "jo", summary="As Jo says.")
    send_update(service, "sam", summary="As Sam says.")
    first, second = signed_in("Approvers"), signed_in("Approvers")
    first.goto("/admin/directory/todo/")
    expect(first.get_by_role("main").get_by_text("Waits behind another update. Summary")).to_be_visible()
    open_from_queue(first, "Update")
    open_from_queue(second, "Update")
    expect(second.get_by_text("Another update waits behind this one")).to_be_visible()
    with first.expect_navigation():
        first.get_by_role("button", name="Approve and Publish").click()
        answer_points(first)
        first.locator(".modal-body").get_by_role("button", name="Approve").click()
    expect(first.get_by_text("is published. Whoever sent it in is told by email.")).to_be_visible()

    # The page that the second editor has open is about what is decided already.
    with second.expect_navigation():
        second.get_by_role("button", name="Approve and Publish").click()
        answer_points(second)
        second.locator(".modal-body").get_by_role("button", name="Approve").click()
    expect(second.get_by_text("Somebody else changed this after you opened it")).to_be_visible()
    assert Service.objects.get().summary == "As Jo says."
    expect(second.get_by_text("What changes: Summary.")).to_be_visible()
    second.get_by_role("link", name="Compare with what is published").click()
    expect(second.get_by_role("row", name="Summary: As Jo says.Sam says.")).to_be_visible()
    second.go_back()
    second.get_by_role("button", name="More actions").click()
    second.get_by_role("button", name="Decline", exact=True).click()
    window = second.locator(".modal-body")
    window.get_by_label("Begin with ready words").select_option(label="We could not confirm it")
    words = window.get_by_label("What we say to them").input_value()
    assert words.startswith("We tried to reach the service")
    assert window.get_by_label("Begin with ready words").input_value() == ""
    with second.expect_navigation():
        window.get_by_role("button", name="Decline").click()
    assert words.split(".")[0] in mailed("declined", "sam@example.org")
    first.goto("/admin/directory/todo/")
    expect(first.get_by_text("Everything is done.")).to_be_visible()
    reader = open_page(javascript=False)
    reader.goto("/directory/quiet-corner/")
    expect(reader.get_by_text("As Jo says.").first).to_be_visible()


def test_a_reader_reports_a_problem_and_hears_what_came_of_it(service, signed_in, open_page):
    reader = open_page(javascript=False, width=360)
    reader.goto("/directory/quiet-corner/")
    reader.get_by_role("link", name="Report a problem").click()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("link", name="Choose what is not right")).to_be_visible()
    reader.get_by_text("It has closed", exact=True).click()
    reader.get_by_label("Tell us more").fill("The door was locked for three weeks.")
    reader.get_by_label("Your email").fill("reader@example.org")
    reader.get_by_role("button", name="Send the report").click()
    reference = reader.locator(".reference").inner_text()
    assert reference in mailed("report_received", "reader@example.org")

    editor = signed_in("Approvers")
    open_from_queue(editor, "Report of a problem")
    expect(editor.get_by_text("The door was locked for three weeks.")).to_be_visible()
    editor.get_by_text("The entry was changed", exact=True).click()
    editor.get_by_label("Begin with ready words").select_option(label="We changed the entry")
    editor.get_by_role("button", name="Record what came of it").click()
    expect(editor.get_by_text(f"Report {reference} is dealt with.")).to_be_visible()
    outcome = mailed("report_outcome", "reader@example.org")
    assert reference in outcome
    assert "You were right." in outcome
    assert "door" not in outcome
