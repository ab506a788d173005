"""A reading knows what was read, and not only which version it was."""

from django.db import migrations, models

from pages.models.readings import digest_of


def fill(apps, schema_editor):
    """The versions that were read stand as they were then."""
    for reading in apps.get_model("pages", "StoryReading").objects.select_related("revision"):
        reading.digest = digest_of(reading.revision.content)
        reading.save(update_fields=["digest"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0028_one_row_of_printed_copies")]

    operations = [
        migrations.AddField(
            "storyreading",
            "digest",
            models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
