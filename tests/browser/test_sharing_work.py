"""Sharing one's work in a browser, to its end: the form without JavaScript, the desk, the colleague who publishes."""

import pytest
from playwright.sync_api import expect

from contribute.models import Work
from pages.models import ResourceIndexPage, ResourcePage
from tests.intake.making import docx
from tests.pages.factories import index

from .harness import answer_points
from .test_contributing import EMAIL, _ground, mailed, open_from_the_inbox, reader, reference, tick  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_work_is_shared_made_a_draft_published_by_a_colleague_and_taken_back(reader, signed_in, tmp_path, axe):  # noqa: F811
    index(ResourceIndexPage)
    file = tmp_path / "our tea.docx"
    file.write_bytes(docx())
    reader.goto("/contribute/")
    reader.get_by_role("link", name="Share your work").first.click()
    reader.get_by_role("button", name="Share your work").click()
    expect(reader.get_by_role("heading", name="There is a problem")).to_be_visible()
    reader.locator("#id_title").fill("Tea before talk")
    tick(reader, "A template, form or checklist")
    reader.locator("#id_words").fill("A sheet for the first hour of a new group.")
    reader.locator("#id_document").set_input_files(file)
    tick(reader, "Anyone may use, change and share it")
    tick(reader, "I did")
    reader.locator("#id_shown_name").fill("Quoll")
    reader.locator("#id_your_email").fill(EMAIL)
    tick(reader, "I may share this")
    reader.get_by_role("button", name="Share your work").click()
    number = reference(reader)

    staff = signed_in("Approvers")
    open_from_the_inbox(staff, "shared work", number)
    expect(staff.get_by_role("link", name="our tea.docx")).to_be_visible()
    axe(staff, "main")
    staff.get_by_label("I have opened the file or link").check()
    staff.get_by_role("button", name="Make a draft page of it").click()
    expect(staff.get_by_text("A draft is made of it")).to_be_visible()
    page = ResourcePage.objects.get()
    assert reader.request.get(page.get_url()).status == 404

    colleague = signed_in("Approvers")
    colleague.goto("/admin/")
    waiting = colleague.get_by_role("region", name="Waiting for you")
    waiting.get_by_role("link", name="1 page to read and decide").click()
    colleague.get_by_role("link", name="Tea before talk").click()
    expect(colleague.locator("#id_title")).to_have_value("Tea before talk")
    # The rest of the buttons stands behind the arrow beside “Save draft”.
    colleague.get_by_role("button", name="More actions").click()
    colleague.get_by_role("button", name="Approve and Publish").click()
    answer_points(colleague)
    with colleague.expect_navigation():
        colleague.locator(".modal-body").get_by_role("button", name="Approve").click()

    reader.goto(page.get_url())
    expect(reader.get_by_role("heading", name="Tea before talk", level=1)).to_be_visible()
    expect(reader.locator("main")).to_contain_text("CC BY 4.0: use, change and share it")
    with reader.expect_download() as download:
        reader.locator("main a[download], main a[href*='/documents/']").first.click()
    assert download.value.suggested_filename.endswith(".docx")

    reader.goto(mailed("/contribute/take-back/"))
    reader.get_by_role("button", name="Delete what I sent").click()
    expect(reader.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert not ResourcePage.objects.exists()
    assert Work.objects.get().title == ""
