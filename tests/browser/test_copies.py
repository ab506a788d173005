"""Printed copies in a browser: asked for without JavaScript, put on labels and into the post by staff."""

import pytest
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.models import OutboxMessage
from contribute.models import CopyItem, CopyRequest
from tests.contribute.filled import copies_to_send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _ground(transactional_db, monkeypatch):
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    copies_to_send()
    CopyItem.objects.create(name="Poster", stock=0)


def ask(page, name):
    """Ask for two copies as a reader does, from the hub to the confirmation; return the reference."""
    page.goto("/contribute/")
    page.get_by_role("link", name="Ask for printed copies").click()
    expect(page.get_by_text("None left at the moment: Poster.")).to_be_visible()
    page.get_by_label("Name on the envelope").fill(name)
    page.get_by_label("Street and number, or PO box").fill("7 Wattlebird Lane")
    page.get_by_label("Suburb or town").fill("Ballarat")
    page.get_by_label("State or territory").select_option("VIC")
    page.get_by_label("Postcode").fill("335")
    page.get_by_label("Your email").fill("kookaburra@example.org")
    page.get_by_role("button", name="Ask for the copies").click()
    page.get_by_role("link", name="Choose at least one thing").click()
    expect(page.get_by_label("Finding your feet")).to_be_focused()
    page.get_by_label("Finding your feet").fill("2")
    page.get_by_label("Postcode").fill("3350")
    expect(page.get_by_label("Street and number, or PO box")).to_have_value("7 Wattlebird Lane")
    page.get_by_role("button", name="Ask for the copies").click()
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    return page.locator(".reference").first.inner_text()


def test_copies_are_asked_for_and_go_from_the_list_onto_labels_and_into_the_post(open_page, signed_in, axe):
    reader = open_page(javascript=False, width=360)
    first, second = ask(reader, "Quoll"), ask(reader, "Bilby")

    staff = signed_in("Inbox staff")
    staff.goto("/admin/")
    staff.get_by_role("button", name="Inbox").click()
    staff.get_by_role("link", name="To be posted").click()
    expect(staff.get_by_role("row").filter(has_text=first)).to_contain_text("2 × Finding your feet")
    axe(staff, "main")
    staff.get_by_role("checkbox", name=second).check()
    staff.get_by_role("button", name="Copy the addresses").click()
    expect(staff.locator("#addresses")).to_have_value("Bilby\n7 Wattlebird Lane\nBallarat VIC 3350")
    staff.get_by_role("link", name="Back to the list").click()
    staff.get_by_role("link", name="Choose all on this page").click()
    expect(staff.get_by_role("checkbox", name=first)).to_be_checked()
    staff.get_by_label("Sheet of labels").select_option("two")
    staff.get_by_label("First free label on the sheet").fill("3")
    staff.get_by_role("button", name="Print labels").click()
    expect(staff.get_by_role("heading", name="Labels to print")).to_be_visible()
    axe(staff)
    labels = staff.get_by_role("listitem")
    assert labels.all_inner_texts()[:2] == ["", ""]
    # Where the third label of such a sheet is, in millimetres, at 96 dots an inch.
    sheet, label = staff.locator(".sheet").bounding_box(), labels.nth(2).bounding_box()
    assert abs((label["y"] - sheet["y"]) / 96 * 25.4 - (15.15 + 38.1)) < 0.5
    assert abs((label["x"] - sheet["x"]) / 96 * 25.4 - 4.63) < 0.5
    staff.get_by_role("link", name="Back to the list").click()
    staff.get_by_role("link", name="Choose all on this page").click()
    expect(staff.get_by_role("checkbox", name=first)).to_be_checked()
    staff.get_by_role("button", name="They are posted").click()
    expect(staff.get_by_text("2 requests are posted, and taken off the shelf.")).to_be_visible()
    expect(staff.get_by_text("Nothing waits to be posted.")).to_be_visible()
    assert CopyItem.objects.get(name="Finding your feet").stock == 96
    assert set(CopyRequest.objects.values_list("status", flat=True)) == {"done"}
    assert OutboxMessage.objects.filter(subject__startswith="It is in the post").count() == 2


def test_a_sheet_of_labels_is_one_page_of_paper(signed_in, open_page):
    reader = open_page(javascript=False)
    ask(reader, "Quoll")
    staff = signed_in("Inbox staff")
    staff.goto("/admin/contribute/copies/?all")
    staff.get_by_label("First free label on the sheet").fill("21")
    staff.get_by_role("button", name="Print labels").click()
    expect(staff.get_by_role("heading", name="Labels to print")).to_be_visible()
    printed = staff.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type/Page/") == 1


def test_when_there_are_none_the_page_says_so_and_where_else_to_go(open_page, signed_in):
    editor = signed_in("Editors")
    editor.goto("/admin/settings/pages/hardcopies/")
    editor.locator("#id_state").select_option("none_now")
    editor.locator("#id_none_now").fill("The printer is at work. Ask again in March.")
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text("Saved: Printed copies")).to_be_visible()
    reader = open_page(javascript=False, width=360)
    reader.goto("/contribute/hard-copies/")
    expect(reader.get_by_text("The printer is at work. Ask again in March.")).to_be_visible()
    expect(reader.get_by_role("link", name="Other ways to take part")).to_be_visible()
