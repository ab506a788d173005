"""Who keeps the list of organisations that endorse the Charter."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, crud, grant

EVERYTHING = crud("charterendorsement", "view", "add", "change", "publish", "delete")


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "pages", "charterendorsement", EVERYTHING)


class Migration(migrations.Migration):
    dependencies = [("pages", "0006_charter_and_partners"), ("users", "0002_roles")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
