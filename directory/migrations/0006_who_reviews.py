"""Who may read and decide reports, write notes, and keep the list of those who asked not to be listed."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant


def allow(apps, schema_editor):
    for role in (APPROVERS, ADMINISTRATORS, INBOX_STAFF):
        grant(apps, role, "directory", "report", crud("report", "view"))
    for role in (APPROVERS, ADMINISTRATORS):
        grant(apps, role, "directory", "report", ["decide_report"])
        grant(apps, role, "directory", "notlisted", crud("notlisted"))
        grant(apps, role, "intake", "reasontemplate", crud("reasontemplate"))
    grant(apps, EDITORS, "directory", "notlisted", crud("notlisted", "view"))
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "directory", "note", crud("note", "view", "add"))
        grant(apps, role, "directory", "assignment", crud("assignment", "change"))


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_reports_and_the_editors_desk"),
        ("intake", "0003_answers_to_begin_with"),
        ("users", "0002_roles"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
