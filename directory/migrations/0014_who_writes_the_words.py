"""Who may change the words of the directory's forms and emails."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "directory", "directorytexts", ["change_directorytexts"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0013_words_of_the_directory"), ("users", "0002_roles")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
