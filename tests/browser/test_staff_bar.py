"""People of the site see a line above the pages that readers see, with the way to change them; readers' browsers ask for nothing."""

import pytest
from playwright.sync_api import expect

from tests.pages.factories import StandardFactory


def test_an_editor_gets_from_what_readers_see_to_its_form_and_readers_ask_for_nothing(
    signed_in, open_page, settings, axe
):
    settings.PAGE_CACHE = True
    tea = StandardFactory(title="Making tea")
    reader = open_page()
    asked = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(tea.url, wait_until="networkidle")
    assert not [url for url in asked if "/admin/" in url]
    expect(reader.get_by_role("navigation", name="For editors")).to_have_count(0)

    editor = signed_in("Editors")
    editor.goto("/admin/")
    editor.goto(tea.url)
    bar = editor.get_by_role("navigation", name="For editors")
    expect(bar).to_contain_text("Only you see this line")
    axe(editor, ".staff-bar")
    bar.get_by_role("link", name="Change this page").click()
    editor.wait_for_url(f"**/admin/pages/{tea.pk}/edit/")


@pytest.mark.parametrize("scheme", ["dark"])
def test_the_line_reads_well_in_the_dark(signed_in, axe, scheme):
    editor = signed_in("Editors", scheme=scheme)
    editor.goto("/admin/")
    editor.goto("/")
    expect(editor.get_by_role("navigation", name="For editors")).to_be_visible()
    axe(editor, ".staff-bar")
