"""What only a whole visit shows: an editor signs in and sees the page in the preview panel."""

import pytest
from playwright.sync_api import expect


@pytest.mark.both_databases
def test_an_editor_signs_in_and_sees_the_page_in_the_preview_panel(page, member_of):
    """Our sign-in and Wagtail's editor: the preview is framed, styled, and asks no other host."""
    user = member_of("Editors", username="editor")
    page.goto("/admin/")
    page.get_by_label("Email address or user name").fill(user.username)
    page.get_by_label("Password", exact=True).fill("a long enough password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    home = page.evaluate("fetch('/admin/pages/').then(answer => answer.url)")
    page.goto(home)
    page.locator("a[href*='/edit/']").first.click()
    page.wait_for_url("**/edit/")
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("[data-side-panel=preview] iframe").first
    frame.locator("h1").first.wait_for()
    assert frame.locator("h1").first.inner_text().strip()
    assert frame.locator("link[rel=stylesheet]").count() > 3


def test_an_approver_adds_an_item_to_the_menu_and_readers_see_it(signed_in, open_page):
    page = signed_in("Approvers")
    page.goto("/admin/settings/home/navigation/")
    menu = page.locator("[data-contentpath=main_menu]")
    before = menu.locator("input[name$='-value-label']").count()
    menu.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Link", exact=True).click()
    labels = menu.locator("input[name$='-value-label']")
    expect(labels).to_have_count(before + 1)
    labels.last.fill("Find people")
    menu.locator("select[name$='-value-tool']").last.select_option(label="Directory of services")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages .success")).to_be_visible()
    reader = open_page(javascript=False)
    reader.goto("/")
    expect(reader.locator(".nav-wide").get_by_role("link", name="Find people")).to_have_attribute("href", "/directory/")
