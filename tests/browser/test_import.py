"""An import in a browser: an editor sends a spreadsheet, sees what it would do, answers, and imports it."""

import pytest
from playwright.sync_api import expect

from directory.export_views import csv_bytes
from directory.imports.columns import Sheet
from directory.models import Service
from tests.directory.factories import make_service

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_editor_looks_before_an_import_and_then_imports(signed_in, axe):
    service = make_service("Lake walkers", provider_name="Walkers")
    page = signed_in("Editors")
    page.goto("/admin/directory/import/")
    sheet = Sheet()
    lines = [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows(service)]
    lines[0]["summary"] = "We walk slowly."
    new = {"provided by": "Walkers", "summary": "New.", "ways to take part": "In person"}
    lines += [new | {"name": "Lake walker"}, new | {"name": "Zebra choir", "cost": "cheap"}]

    def send():
        rows = [sheet.headings, *([line.get(heading, "") for heading in sheet.headings] for line in lines)]
        file = {"name": "services.csv", "mimeType": "text/csv", "buffer": b"".join(csv_bytes(rows))}
        page.get_by_label("Spreadsheet").set_input_files(file)
        page.get_by_role("button", name="Look at the file").click()

    send()
    expect(page.get_by_text("0 new, 1 changed, 0 the same, 1 wrong")).to_be_visible()
    expect(page.get_by_text("Line 4, cost: Write one of: Free · Donation · NDIS · Fee.")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    axe(page, context="main")
    page.get_by_role("button", name="Delete this file").click()
    lines[-1]["cost"] = "Free"
    send()
    page.get_by_label("It is another one: add it").check()
    page.get_by_role("button", name="Look again with my answers").click()
    page.get_by_label("For approval").check()
    page.get_by_role("button", name="Import 3 entries").click()
    expect(page.get_by_text("Imported: 2 new, 1 changed, 0 the same.")).to_be_visible()
    service.refresh_from_db()
    assert service.summary == "People who have been there."
    assert service.get_latest_revision_as_object().summary == "We walk slowly."
    assert [one.name for one in Service.objects.listed()] == ["Lake walkers"]
    assert all(one.current_workflow_state for one in Service.objects.all())
