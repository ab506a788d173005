"""The words of the screens that are always there, and who writes them."""

import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "home", "screenwords", ["change_screenwords"])


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("home", "0010_notices"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScreenWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "help_title",
                    models.CharField(
                        default="If you need to talk to someone now",
                        help_text="At the end of stories, and wherever the lines stand in full.",
                        max_length=60,
                        verbose_name="heading of the help lines",
                    ),
                ),
                (
                    "help_listen",
                    models.TextField(
                        default="These lines have trained people who will listen.",
                        help_text="After “If someone’s life is in danger, call 000.”, which stands there by itself.",
                        max_length=400,
                        verbose_name="under that, at the foot of every page",
                    ),
                ),
                (
                    "help_introduction",
                    models.TextField(
                        default="You don’t have to be in crisis to call. You can say as little as you like.",
                        max_length=400,
                        verbose_name="under “At any hour”",
                    ),
                ),
                (
                    "help_relay",
                    models.TextField(
                        default="Use the National Relay Service by text, video, captions or TTY, and ask it for the number you want.",
                        help_text="Only where no help line is marked as a relay service.",
                        max_length=400,
                        verbose_name="who cannot hear or speak on the phone",
                    ),
                ),
                (
                    "reading_introduction",
                    models.TextField(
                        default="Choose what makes this site easier to read. It changes every page, on this device only.",
                        max_length=400,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "reading_sample",
                    models.TextField(
                        default="Some groups drink tea, some walk, some knit. You can sit near the door and say nothing at all. Next week there will be a chair for you again.",
                        help_text="People see here what their choice does to a text.",
                        max_length=400,
                        verbose_name="sample",
                    ),
                ),
                (
                    "reading_listen",
                    models.TextField(
                        default="Stories, fact sheets and other long pages can be read to you. Press “Listen to this page” above the text. Your device does the reading. Nothing is sent anywhere.",
                        max_length=400,
                        verbose_name="would you rather listen?",
                    ),
                ),
                (
                    "missing",
                    models.TextField(
                        default="It may have moved, or the address has a slip in it. You have done nothing wrong.",
                        max_length=400,
                        verbose_name="a page that is not here",
                    ),
                ),
                (
                    "refused",
                    models.TextField(
                        default="It is not open to everybody, or a form was open for a long time before it was sent. Go back, load the page again, and try once more.",
                        max_length=400,
                        verbose_name="a page that is not open to everybody",
                    ),
                ),
                (
                    "slow",
                    models.TextField(
                        default="Many requests came from the same connection in a short time, so we are slowing down. You have done nothing wrong.",
                        max_length=400,
                        verbose_name="too many at once",
                    ),
                ),
                (
                    "broken",
                    models.TextField(
                        default="It is not your doing. We have been told about it. Please try again in a few minutes.",
                        max_length=400,
                        verbose_name="something went wrong",
                    ),
                ),
                (
                    "working",
                    models.TextField(
                        default="It will be back soon. Please try again in a few minutes.",
                        max_length=400,
                        verbose_name="we are working on the site",
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
                "verbose_name": "words of Get help now and other screens",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
