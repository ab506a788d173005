"""Editors keep the help lines; menus are everybody's way round, so Approvers and Administrators keep those."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, crud, grant


def give(apps, schema_editor):
    for name in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, name, "home", "helpline", crud("helpline"))
    for name in (APPROVERS, ADMINISTRATORS):
        grant(apps, name, "home", "navigation", ["change_navigation"])


class Migration(migrations.Migration):
    dependencies = [("home", "0002_first_page_and_defaults"), ("users", "0002_roles")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
