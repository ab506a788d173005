from django.db import migrations, models
from django.db.models.functions import TruncDate


def was_published(apps, schema_editor):
    """The senders of what is on the site, or was, are told already."""
    Work = apps.get_model("contribute", "Work")
    first = apps.get_model("wagtailcore", "Page").objects.filter(
        pk=models.OuterRef("page"), first_published_at__isnull=False
    )
    Work.objects.filter(page__first_published_at__isnull=False).update(
        published_on=models.Subquery(first.values(day=TruncDate("first_published_at"))[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("contribute", "0016_asked_on_lists")]

    operations = [
        migrations.AddField(
            model_name="work",
            name="published_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="first on the site"),
        ),
        migrations.RunPython(was_published, migrations.RunPython.noop),
    ]
