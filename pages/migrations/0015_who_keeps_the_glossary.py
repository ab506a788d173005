"""Editors keep the glossary, as they keep the help lines."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, crud, grant


def give(apps, schema_editor):
    for name in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, name, "pages", "glossaryterm", crud("glossaryterm"))


class Migration(migrations.Migration):
    dependencies = [("pages", "0014_glossary"), ("users", "0002_roles")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
