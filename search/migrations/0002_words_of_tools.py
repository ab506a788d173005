"""The words of the search, and who writes them."""

import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "search", "searchwords", ["change_searchwords"])


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("users", "0002_roles"),
        ("search", "0001_index_of_title_and_body"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="Under the heading. Leave it empty and the box comes first.",
                        max_length=300,
                    ),
                ),
                (
                    "start_title",
                    models.CharField(default="Or start here", max_length=60, verbose_name="heading over the ways in"),
                ),
                (
                    "tips",
                    models.TextField(
                        default="Check the spelling, or try a plainer word: “group” may find more than “facilitated program”.",
                        help_text="One tip to a line. Tips about the words that were typed are added by themselves.",
                        max_length=600,
                        verbose_name="what to try where nothing is found",
                    ),
                ),
                (
                    "urgent_title",
                    models.CharField(
                        default="You can talk to someone now",
                        help_text="Where what was typed sounds as if somebody may be in danger.",
                        max_length=60,
                        verbose_name="heading over the help lines",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "words of the search",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
