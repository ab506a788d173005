import django.db.models.deletion
from django.db import migrations, models

# The steps of the workflows *Story review*, *Second reading of stories* and *Review of shared work*, which had their names.
# The second one is found by its name when *Story review* is made (0007), so it is not named anew before that.
STORY, READ = "Story review", "Read the story"
READ_FOR = "Read it as readers will. Its teller agrees to changes by a link: ask them beside the story."
STORY_POINTS = """Consent: the teller agreed to these words, this name and these pictures
Content notes: readers know beforehand what it speaks of
Words: Mindframe’s guidance is kept, and nobody else can be recognised
Pictures: described in words, and the people in them agreed
Links: each one opens, and its words say where it leads"""
SECOND, AGAIN = "Second reading of stories", "A second person reads it"
READ_AGAIN_FOR = "It speaks of suicide or self-harm. Read it as somebody who is in distress might."
WORK, LOOK = "Review of shared work", "Look at shared work"
LOOK_FOR = "Read or watch it whole. Mend the page around it, then decide."
WORK_POINTS = """Consent: its makers agreed that we publish it, in this name
Content notes: readers know beforehand what it speaks of
Words: plain and kind, with Mindframe’s guidance where it is needed
Pictures: described in words, and the people in them agreed
Links: each one opens, and its words say where it leads"""


def name_steps(apps, schema_editor):
    """Name the steps as people speak, where nobody named them otherwise, and say what is looked at in each."""
    steps = apps.get_model("intake", "ReviewTask").objects
    for before, name, explanation, points in (
        (STORY, READ, READ_FOR, STORY_POINTS),
        # It follows on the first reader’s list, and asks for another person’s eyes alone.
        (SECOND, AGAIN, READ_AGAIN_FOR, ""),
        (WORK, LOOK, LOOK_FOR, WORK_POINTS),
    ):
        found = list(steps.filter(name=before).values_list("pk", flat=True))
        steps.filter(pk__in=found).update(explanation=explanation, points=points)
        steps.filter(pk__in=found).update(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_points_to_go_through"),
        ("contribute", "0019_what_editors_may_do"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="copyitem",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="enquirytopic",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="storyprompt",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.RunPython(name_steps, migrations.RunPython.noop),
    ]
