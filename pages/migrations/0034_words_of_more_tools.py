"""The words of tools that stand on pages, and who writes them."""

import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "pages", "toolwords", ["change_toolwords"])


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("pages", "0033_what_editors_call_them"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToolWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stop_at_any_time",
                    models.TextField(
                        default="You can stop at any time.",
                        help_text="After what the story talks about.",
                        max_length=400,
                        verbose_name="before a story with content notes",
                    ),
                ),
                (
                    "leave_out_kept",
                    models.TextField(
                        default="Then these stories are hidden on every page. The choice is kept in this browser, under no name. The address of this list shows it too. “Exit this page” clears what is kept.",
                        help_text="Beside “Keep this choice on this device”.",
                        max_length=400,
                        verbose_name="leaving stories out",
                    ),
                ),
                (
                    "recording_aloud",
                    models.TextField(
                        default="It plays aloud. Use headphones where others should not hear it.",
                        max_length=400,
                        verbose_name="before a recording",
                    ),
                ),
                (
                    "kit_begin",
                    models.TextField(
                        default="Pick what you need, and print or download it together.",
                        max_length=400,
                        verbose_name="an empty kit",
                    ),
                ),
                (
                    "kit_ready",
                    models.TextField(
                        default="Print this page as a list of contents, or download all the files together.",
                        max_length=400,
                        verbose_name="a kit",
                    ),
                ),
                (
                    "kit_shared",
                    models.TextField(
                        default="The link holds what is in the kit. We keep nothing.",
                        max_length=400,
                        verbose_name="under a kit that is shared",
                    ),
                ),
                (
                    "cite_begin",
                    models.TextField(
                        default="Pick the papers that you need, and have their citations together.",
                        max_length=400,
                        verbose_name="an empty list of citations",
                    ),
                ),
                (
                    "cite_ready",
                    models.TextField(
                        default="Copy the list, print it, or take it to a reference manager.",
                        max_length=400,
                        verbose_name="a list of citations",
                    ),
                ),
                (
                    "cite_shared",
                    models.TextField(
                        default="The link holds what you picked. We keep nothing.",
                        max_length=400,
                        verbose_name="under citations that are shared",
                    ),
                ),
                (
                    "module_kept",
                    models.TextField(
                        default="This is kept in this browser only, under no name. “Exit this page” clears it.",
                        max_length=400,
                        verbose_name="how far somebody is in a module",
                    ),
                ),
                (
                    "module_unmarked",
                    models.TextField(
                        default="Nothing is marked.",
                        help_text="After how long they take.",
                        max_length=400,
                        verbose_name="all modules",
                    ),
                ),
                (
                    "module_print",
                    models.TextField(
                        default="This page is for paper. “Print” in your browser’s menu works too. Large print: choose larger text in the reading settings first.",
                        max_length=400,
                        verbose_name="a module on paper",
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
                "verbose_name": "words of tools on pages",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
