"""The words around all forms, and who writes them."""

import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "contributewords", ["change_contributewords"])


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("contribute", "0020_words_keep_their_versions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContributeWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "introduction",
                    models.TextField(
                        default="This site is made of what people bring to it. You need no account, and you may use any name.",
                        help_text="The first words of “Contribute”.",
                        max_length=600,
                    ),
                ),
                (
                    "what_next",
                    models.TextField(
                        default="A person at the Centre reads it. Nothing is shown on the site before they have agreed with you.\n\nYou can take back what you sent, by a link that we give you.",
                        help_text="Beside the list of forms. An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="what happens with what people send",
                    ),
                ),
                (
                    "not_for_emergencies",
                    models.TextField(
                        default="This form is not for emergencies: nobody reads it at night or on weekends.",
                        help_text="Above the fields of every form. To call 000, and who listens now, follow by themselves.",
                        max_length=300,
                    ),
                ),
                (
                    "before_a_story",
                    models.TextField(
                        default="There is no hurry. A story can wait a week or a year. These questions help some people decide:",
                        help_text="Before the questions.",
                        max_length=600,
                        verbose_name="is now a good time?",
                    ),
                ),
                (
                    "story_questions",
                    models.TextField(
                        default="Is what happened still very close? Telling it may bring it back.\nIs there somebody you can talk with afterwards?\nWho could know you by it: family, work, a service? How would that be?\nAre other people in it? What would they want said?\nHow will it be to find it here in five years?",
                        help_text="One to a line.",
                        max_length=1000,
                        verbose_name="questions to ask oneself first",
                    ),
                ),
                (
                    "story_unsure",
                    models.TextField(
                        default="If you are not sure, wait. You can also write it now, save it, and read it again next week.",
                        max_length=600,
                        verbose_name="after the questions",
                    ),
                ),
                (
                    "story_other_ways",
                    models.TextField(
                        default="Somebody may write it down for you. You can also record it, or tell it to one of us.",
                        help_text="At the end. The telephone number follows by itself.",
                        max_length=600,
                        verbose_name="other ways to tell it",
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
                "verbose_name": "words of Contribute",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
