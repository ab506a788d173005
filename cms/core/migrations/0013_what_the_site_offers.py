"""What the site may do without, and that Administrators switch it."""

import django.core.validators
import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, grant


def allow(apps, schema_editor):
    grant(apps, ADMINISTRATORS, "core", "offers", ["change_offers"])


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("core", "0012_settings_have_a_history"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "newsletter",
                    models.BooleanField(
                        default=True,
                        help_text="Off: nobody new can subscribe, and past issues are not shown. Readers stay on their lists, and can still change what they get or unsubscribe.",
                    ),
                ),
                (
                    "printed_copies",
                    models.BooleanField(
                        default=True,
                        help_text="Off: modules say nothing of printed copies and the form is closed. What was asked for stays in the Inbox.",
                    ),
                ),
                (
                    "off_words",
                    models.TextField(
                        default="We do not offer this at the moment. Nothing of what was here is lost.",
                        max_length=400,
                        verbose_name="what their addresses say while they are off",
                    ),
                ),
                (
                    "donate",
                    models.BooleanField(
                        default=False,
                        help_text="A few words and a link at the foot of every page.",
                        verbose_name="ask for gifts",
                    ),
                ),
                ("donate_title", models.CharField(default="Support our work", max_length=60, verbose_name="heading")),
                (
                    "donate_words",
                    models.TextField(
                        default="Gifts pay for training, printing and a cup of tea. Nobody here is asked to give.",
                        max_length=300,
                        verbose_name="words",
                    ),
                ),
                (
                    "donate_label",
                    models.CharField(default="Give online", max_length=40, verbose_name="what the link says"),
                ),
                (
                    "donate_url",
                    models.URLField(
                        blank=True,
                        help_text="The page that takes gifts, at whoever does that for the Centre.",
                        validators=[
                            django.core.validators.RegexValidator("^https://", "The address must begin with https://.")
                        ],
                        verbose_name="where the link goes",
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
                "verbose_name": "what the site offers",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
