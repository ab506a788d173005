"""The one row of what is said of printed copies is there from the start, not made by the first reader's visit."""

from django.db import migrations


def make(apps, schema_editor):
    copies = apps.get_model("pages", "HardCopies").objects
    if not copies.exists():
        copies.create()


class Migration(migrations.Migration):
    dependencies = [("pages", "0027_what_the_ratings_mean")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
