"""Notices at the top of pages, and who puts them there."""

import django.db.models.deletion
import wagtail.fields
import wagtail.models.preview
from django.db import migrations, models

import cms.core.tools
import home.blocks.links
from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, crud, grant


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "home", "notice", crud("notice"))


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("home", "0009_words_keep_their_versions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="What it is about, in a few words: “Closed over Easter”.",
                        max_length=80,
                        verbose_name="heading",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="One to three short sentences: what is different, from when to when, what to do.",
                        max_length=400,
                    ),
                ),
                (
                    "link",
                    wagtail.fields.StreamField(
                        [("link", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose one of these three. A link to a page leaves by itself if the page is unpublished.",
                                    "required": False,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": cms.core.tools.choices,
                                    "help_text": "One that is not a page, such as the directory.",
                                    "label": "Part of the site",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Begins with https://, or with / for a part of this site, such as a search of the directory.",
                                    "label": "Other address",
                                    "max_length": 500,
                                    "required": False,
                                    "validators": [home.blocks.links.validate_address],
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What a reader wants, for example “Find support near you”.",
                                    "max_length": 80,
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("page", 0), ("tool", 1), ("url", 2), ("label", 3)]],
                                {},
                            ),
                        },
                        help_text="One link at most, for more about it.",
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        blank=True,
                        choices=[("tint", "Good to know"), ("", "It matters today")],
                        default="tint",
                        max_length=10,
                    ),
                ),
                (
                    "begins",
                    models.DateTimeField(
                        blank=True,
                        help_text="Melbourne time. Empty: as soon as it is saved.",
                        null=True,
                        verbose_name="from",
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Melbourne time. It leaves by itself then. Empty: until you switch it off.",
                        null=True,
                    ),
                ),
                (
                    "places",
                    wagtail.fields.StreamField(
                        [("page", 2), ("tool", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.PageChooserBlock", (), {}),
                            1: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "And on all pages below it", "required": False},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("page", 0), ("below", 1)]], {}),
                            3: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": cms.core.tools.choices,
                                    "description": "The notice stands in the directory, the search or another part that is no page.",
                                    "help_text": "With all that is below it.",
                                    "icon": "site",
                                    "label": "A part of the site",
                                    "preview_value": "directory:list",
                                    "template": "home/blocks/notice_tool.html",
                                },
                            ),
                        },
                        help_text="Choose pages or parts of the site. Leave empty for the whole site.",
                        verbose_name="where",
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="switched on")),
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
                "verbose_name": "notice",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins", None), ("until", None), ("until__gt", models.F("begins")), _connector="OR"
                        ),
                        name="notice_ends_after_it_begins",
                        violation_error_message="It would end before it begins.",
                    )
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
