"""A reading knows what was read, and not only which version it was."""

import hashlib
import json

from django.db import migrations, models

# As the model reckons it on the day of this migration: a migration keeps its own copy.
SAID = (
    "title", "seo_title", "teaser", "search_description", "teaser_image", "teller_name", "name_shown", "role",
    "content_notes", "short_form", "pull_quote", "body", "recording",
)  # fmt: skip


def unnumbered(value):
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return {key: unnumbered(each) for key, each in value.items() if key != "id"}
    return [unnumbered(each) for each in value] if isinstance(value, list) else value


def digest_of(content):
    said = [unnumbered(content.get(name)) for name in SAID]
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=16).hexdigest()


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
