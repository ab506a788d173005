import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The step of the workflow *Directory approval*, which had its name.
BEFORE, NAME = "Directory approval", "Check the entry"
EXPLANATION = "Compare what was sent in with what you know, mend small things, then decide."
POINTS = """Consent: whoever sent it in speaks for the service, or somebody there agreed
Facts: name, times and contact are right, and no private address shows
Words: plain and kind, and no more than the service offers
Pictures: the photo is described in words, and the people in it agreed
Links: website and email open, and belong to the service"""


def name_step(apps, schema_editor):
    """Name the step as people speak, where nobody named it otherwise, and say what is looked at in it."""
    steps = apps.get_model("intake", "ReviewTask").objects.filter(name=BEFORE)
    steps.update(explanation=EXPLANATION, points=POINTS)
    steps.update(name=NAME)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_points_to_go_through"),
        ("core", "0011_robots_and_useful"),
        ("directory", "0017_settings_have_a_history"),
        ("media", "0007_who_keeps_recordings"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
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
            model_name="service",
            name="binned_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="service",
            name="binned_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                condition=models.Q(("binned_at__isnull", False)), fields=["binned_at"], name="service_in_the_bin"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("binned_at__isnull", True), ("live", False), _connector="OR"),
                name="service_in_the_bin_is_not_live",
                violation_error_message="A colleague put this service in the bin. Nothing was changed. Whoever may delete services can restore it.",
            ),
        ),
        migrations.RunPython(name_step, migrations.RunPython.noop),
    ]
