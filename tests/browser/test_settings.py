"""What only a whole visit shows of settings: the real screen beside the form, as it is typed; a test mail; the way back."""

import re

from playwright.sync_api import expect

from cms.intake.models import MailText, OutboxMessage
from home.models import Notice


def test_an_editor_sees_a_notice_as_they_type_it_and_readers_see_it_without_script(signed_in, open_page):
    page = signed_in("Editors")
    page.goto("/admin/snippets/home/notice/add/")
    page.fill("[name=title]", "Closed over Easter")
    page.fill("[name=words]", "We are back on Tuesday.")
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("[data-side-panel=preview] iframe").first
    expect(frame.locator("[aria-labelledby^=notice-]")).to_contain_text("We are back on Tuesday.")
    assert not Notice.objects.exists()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").first.click()
    reader = open_page(javascript=False)
    reader.goto("/search/")
    notice = reader.locator("main [aria-labelledby^=notice-]")
    expect(notice).to_have_attribute("aria-labelledby", re.compile("notice-"))
    expect(notice).to_contain_text("Closed over Easter")


def test_an_editor_changes_a_mail_looks_at_it_sends_it_to_themselves_and_goes_back(signed_in):
    page = signed_in("Editors")
    page.goto("/admin/snippets/intake/mailtext/")
    page.get_by_role("link", name="Confirm that you want it").click()
    page.fill("[name=subject]", "Is that you?")
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("[data-side-panel=preview] iframe").first
    expect(frame.locator("body")).to_contain_text("Is that you?")
    expect(frame.get_by_role("link", name="Say that it was you")).to_be_visible()
    page.locator("footer").get_by_role("button", name=re.compile("More|actions", re.IGNORECASE)).last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send a test to me").click()
    expect(page.locator(".messages .success")).to_contain_text("A test is on its way")
    assert OutboxMessage.objects.get().subject == "Test: Is that you?"
    expect(page.locator("[name=subject]")).to_have_value("Is that you?")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).first.click()
    assert MailText.objects.get(key="newsletter/email/confirm").subject == "Is that you?"
    page.locator("footer").get_by_role("button", name=re.compile("More|actions", re.IGNORECASE)).last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save the original words").click()
    assert MailText.objects.get(key="newsletter/email/confirm").is_original
