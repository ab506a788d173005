"""Whoever runs out of printed copies says so: Editors, Approvers and Administrators."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "pages", "hardcopies", ["change_hardcopies"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0019_hard_copies"), ("users", "0002_roles")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
