"""A reading is of a page, a story or what says it in Easy Read. A story has its page's number, so nothing changes in what is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0024_words_for_editors")]

    operations = [
        migrations.RemoveConstraint("StoryReading", "one_reading_a_version"),
        migrations.RenameField("StoryReading", "story", "page"),
        migrations.AlterField(
            "StoryReading",
            "page",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page"),
        ),
        migrations.AddConstraint(
            "StoryReading", models.UniqueConstraint(fields=["page", "revision"], name="one_reading_a_version")
        ),
    ]
