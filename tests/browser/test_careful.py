"""An approver goes through the list and approves; an administrator deletes a service and brings it back."""

import pytest
from playwright.sync_api import expect
from wagtail.models import ModelLogEntry

from cms.intake.keys import new_key
from directory import moderation
from directory.models import Service
from tests.directory.conftest import answers, localities  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_list_is_gone_through_and_what_is_deleted_comes_back(signed_in, open_page, answers, localities):  # noqa: F811
    service = moderation.submit_new(answers, new_key()).service
    page = signed_in("Approvers")
    page.goto(f"/admin/snippets/directory/service/edit/{service.pk}/")
    page.get_by_role("button", name="Toggle status").click()
    expect(page.get_by_role("heading", name="Your turn: Check the entry")).to_be_visible()
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Approve and Publish").click()
    window = page.locator(".modal-body")
    # The site knows that there is no photo and no website; the rest is for people to judge.
    expect(window.get_by_role("radio", name="Not needed here", checked=True)).to_have_count(1)
    window.get_by_role("button", name="Approve").click()
    expect(window.get_by_text("Say whether you checked this.").first).to_be_visible()
    for radio in window.locator('input[type="radio"][value="done"]').all():
        radio.check()
    with page.expect_navigation():
        window.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("is published. Whoever sent it in is told by email.")).to_be_visible()
    assert "Facts (checked)" in ModelLogEntry.objects.get(action="intake.checklist").data["answers"]

    reader = open_page()
    assert reader.goto("/directory/tuesday-table/").status == 200
    admin = signed_in("Administrators")
    admin.goto(f"/admin/snippets/directory/service/delete/{service.pk}/")
    admin.get_by_role("button", name="Yes, put it in the bin").click()
    expect(admin.get_by_text("It can be restored until")).to_be_visible()
    assert reader.goto("/directory/tuesday-table/").status == 404
    with admin.expect_navigation():
        admin.get_by_role("link", name="Bin", exact=True).click()
    admin.get_by_role("button", name="Restore Tuesday Table").click()
    expect(admin.get_by_text("readers find it again")).to_be_visible()
    assert reader.goto("/directory/tuesday-table/").status == 200
    assert Service.objects.listed().count() == 1

    for width, shown, other in ((1280, ".calendar", ".calendar-list"), (700, ".calendar-list", ".calendar")):
        admin.set_viewport_size({"width": width, "height": 800})
        admin.goto("/admin/calendar/")
        expect(admin.locator(shown)).to_be_visible()
        expect(admin.locator(other)).to_be_hidden()
    admin.keyboard.press("Tab")
