"""What only a whole visit shows: an editor signs in and sees the page in the preview panel."""

import pytest


@pytest.mark.both_databases
def test_an_editor_signs_in_and_sees_the_page_in_the_preview_panel(page, member_of):
    """Wagtail's own sign-in form and editor: the preview is framed, styled, and asks no other host."""
    user = member_of("Editors", username="editor")
    page.goto("/admin/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", "a long enough password")
    page.click("button[type=submit]")
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
