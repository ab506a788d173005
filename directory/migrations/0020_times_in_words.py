"""The words on the screens behind mailed links, and those of search, map and list; and times by name, never by number."""

import django.core.validators
import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, grant

READ = ("usually within five working days", "usually within {time to read an entry}")
CHECKING = (
    "Six months after the last check we write to you, and again two weeks later.",
    "We write to you {time until we ask again} after the last check, and again {time until the second email} later.",
)


def name_times(apps, schema_editor):
    """Words that were saved keep all that editors wrote; what the site promised in them follows the setting from now."""
    for texts in apps.get_model("directory", "DirectoryTexts").objects.all():
        for field in ("add_next", "sent_next", "report_next", "checking"):
            words = getattr(texts, field)
            for before, now in (READ, CHECKING):
                words = words.replace(before, now)
            setattr(texts, field, words)
        texts.save()


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "directory", "directorylinkwords", ["change_directorylinkwords"])


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("directory", "0019_words_of_tools"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="directorytexts",
            name="answer_in",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="Said wherever the words below, the forms and the emails name {time to read an entry}. Weekends and public holidays are not counted.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                verbose_name="we read what is sent in within (working days)",
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="list_empty",
            field=models.TextField(
                default="Press “Add to my list” on a service, and it stands here.",
                max_length=300,
                verbose_name="while it is empty",
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="list_introduction",
            field=models.TextField(
                default="Services that you want to remember.", max_length=300, verbose_name="first words"
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="map_note",
            field=models.TextField(
                default="Each point is a suburb or town, never a street address.",
                max_length=300,
                verbose_name="over the map",
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="not_right",
            field=models.TextField(
                default="Tell us and an editor will check. You need not say who you are.",
                help_text="Beside each service, over the link to report a problem.",
                max_length=300,
                verbose_name="something not right?",
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="place_kept",
            field=models.TextField(
                default="There’s a place kept for it.",
                help_text="After the last result, and where nothing is found. The link to “Add a service” follows by itself.",
                max_length=300,
                verbose_name="where something is missing",
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="questions_unanswered",
            field=models.TextField(
                default="This service has not answered these yet. You could ask them yourself.",
                max_length=300,
                verbose_name="where a service has not answered the four questions",
            ),
        ),
        migrations.AddField(
            model_name="directorytexts",
            name="search_safely",
            field=models.TextField(
                default="You never have to name a diagnosis or an identity to see results.",
                max_length=300,
                verbose_name="under the filters",
            ),
        ),
        migrations.AlterField(
            model_name="directorytexts",
            name="add_next",
            field=models.TextField(
                default="You get an email with a reference. A person at the Centre reads your entry, usually within {time to read an entry}, and may ask you something.\n\nIt is shown only when they have approved it. We tell you either way.",
                help_text="Beside the button that begins. An empty line begins a new paragraph.",
                max_length=600,
                verbose_name="what happens then",
            ),
        ),
        migrations.AlterField(
            model_name="directorytexts",
            name="checking",
            field=models.TextField(
                default="We write to you {time until we ask again} after the last check, and again {time until the second email} later. If nobody answers, an editor looks. Nothing is taken down without a person.",
                max_length=600,
                verbose_name="how we keep it current",
            ),
        ),
        migrations.AlterField(
            model_name="directorytexts",
            name="report_next",
            field=models.TextField(
                default="An editor reads it, usually within {time to read an entry}, and checks with the service.\n\nWe never tell the service who wrote to us.",
                help_text="Beside “Report a problem”. When it is deleted follows by itself.",
                max_length=600,
                verbose_name="what happens with a report",
            ),
        ),
        migrations.AlterField(
            model_name="directorytexts",
            name="sent_next",
            field=models.TextField(
                default="We have written to your email address. If nothing comes, look in the junk folder.\nA person at the Centre reads what you sent, usually within {time to read an entry}.\nThey approve it, or write to you with a question and a link to change it. Nothing is shown before that.",
                help_text="On the page that confirms what was sent. One step to a line.",
                max_length=600,
                verbose_name="what happens next",
            ),
        ),
        migrations.CreateModel(
            name="DirectoryLinkWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.TextField(
                        default="We send a link to the email address that looks after this entry. With it you change, confirm, pause or close the entry, without an account.",
                        max_length=600,
                        verbose_name="first words",
                    ),
                ),
                (
                    "asked",
                    models.TextField(
                        default="If that address looks after this entry, a link is on its way. It works for {how long a link to change an entry works}.",
                        help_text="The same whether or not the address is known, so that nobody finds out who looks after an entry.",
                        max_length=600,
                        verbose_name="after asking for a link",
                    ),
                ),
                (
                    "asked_nothing",
                    models.TextField(
                        default="Nothing after ten minutes? Look in the junk folder, then check that it is the address you used when you sent the entry in.",
                        max_length=600,
                        verbose_name="if no email comes",
                    ),
                ),
                (
                    "choices",
                    models.TextField(
                        default="Choose what you want to do. Nothing happens before you press a button.",
                        max_length=600,
                        verbose_name="first words",
                    ),
                ),
                (
                    "about_link",
                    models.TextField(
                        default="It is for this entry only. You may use it more than once, until the day in the email or until you have sent a change.\n\nKeep it to yourself: whoever has it can do what you can do here.",
                        help_text="Beside the choices. An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="about your link",
                    ),
                ),
                (
                    "confirmed",
                    models.TextField(
                        default="Readers see that it was checked today.\n\nWe ask you again in {time until we ask again}.",
                        help_text="An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="after confirming",
                    ),
                ),
                (
                    "pause",
                    models.TextField(
                        default="It stays listed and says that it is paused. Readers see it at once; no editor has to agree.",
                        max_length=600,
                        verbose_name="first words",
                    ),
                ),
                (
                    "pause_next",
                    models.TextField(
                        default="After the last day it opens again by itself. We write to everybody who looks after it.\n\nWithout a day we ask you in {time until we ask again} whether it is still paused.",
                        help_text="Beside the form. An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="what happens then",
                    ),
                ),
                (
                    "close",
                    models.TextField(
                        default="It leaves the directory at once. For a break, pause it instead.",
                        max_length=600,
                        verbose_name="first words",
                    ),
                ),
                (
                    "close_next",
                    models.TextField(
                        default="Everybody who looks after it gets an email with a link to list it again. The link works for {how long a link to list it again works}.\n\nThe editors keep the entry, unlisted, and see what you write here.",
                        help_text="Beside the form. An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="what happens then",
                    ),
                ),
                (
                    "closed",
                    models.TextField(
                        default="It is no longer in the directory, its search or its map.\n\nWas that a mistake? The email that we have just sent has a link to list it again. It works for {how long a link to list it again works}.\n\nThank you for what you gave to the people who came.",
                        help_text="An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="after closing",
                    ),
                ),
                (
                    "reopen",
                    models.TextField(
                        default="It was closed by a link like this one. Press the button and it is back in the directory, as it was.",
                        max_length=600,
                        verbose_name="before listing it again, where they closed it",
                    ),
                ),
                (
                    "reopen_unconfirmed",
                    models.TextField(
                        default="We took it off, since nobody told us for a long time that it is still right.\n\nIs everything as it was when it was last listed? Press the button and it is back in the directory, checked today. Has something changed? List it again, then ask for a link to change it.",
                        help_text="An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="before listing it again, where nobody confirmed it",
                    ),
                ),
                (
                    "people_why",
                    models.TextField(
                        default="Whoever looks after an entry can close it. So a person at the Centre checks a new address, usually within {time to read an entry}.\n\nWe write to everybody it concerns. We never say one person’s address to another.",
                        help_text="Beside the form. An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="why an editor looks first",
                    ),
                ),
                (
                    "people_next",
                    models.TextField(
                        default="We have written to your email address. If nothing comes, look in the junk folder.\nA person at the Centre checks it, usually within {time to read an entry}. They may ring the public number of the service.\nWe write to everybody it concerns. Until then everything stays as it is.",
                        help_text="After it was sent. One step to a line.",
                        max_length=600,
                        verbose_name="what happens next",
                    ),
                ),
                (
                    "stranger",
                    models.TextField(
                        default="Tell us who you are. When an editor has checked it, the links go to your address.",
                        max_length=600,
                        verbose_name="“I look after it now”: first words",
                    ),
                ),
                (
                    "stranger_check",
                    models.TextField(
                        default="We ring or write to the public contact of the service. If somebody looks after the entry already, we tell them too.\n\nWe never say who that is, and we don’t publish your address.",
                        help_text="Beside the form. An empty line begins a new paragraph.",
                        max_length=600,
                        verbose_name="“I look after it now”: how we check",
                    ),
                ),
                (
                    "check_next",
                    models.TextField(
                        default="We confirm by email. A person at the Centre reads it, usually within {time to read an entry}, and tells you what they decided.",
                        help_text="Beside all answers, before they are sent.",
                        max_length=600,
                        verbose_name="what happens next",
                    ),
                ),
                (
                    "report_next",
                    models.TextField(
                        default="A person at the Centre reads it, usually within {time to read an entry}.\nThey check with the service, without saying who told us, and put right what is wrong.",
                        help_text="After a problem was reported. One step to a line. Whether we write to them follows by itself.",
                        max_length=600,
                        verbose_name="what happens next",
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
                "verbose_name": "words for who looks after an entry",
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(name_times, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
