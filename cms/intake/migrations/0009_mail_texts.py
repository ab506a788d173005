"""What mails say may be changed, by those who write for readers."""

import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, crud, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "intake", "mailtext", crud("mailtext", "view", "change"))


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_points_to_go_through"),
        ("users", "0002_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=80, unique=True)),
                ("subject", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField(blank=True, max_length=5000, verbose_name="text")),
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
                "verbose_name": "email that the site sends",
                "verbose_name_plural": "emails that the site sends",
                "ordering": ["key"],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
