"""Stories that are done have their days from now on: what is on the site none, what is not those that its teller was told.

They were kept whatever the day said, so the day that stands there was shown to nobody as the last one.
"""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def begin_days(apps, schema_editor):
    stories = apps.get_model("contribute", "StorySent").objects.filter(status="done", forgotten_on=None)
    channel = apps.get_model("contribute", "Channel").objects.filter(kind="story").first()
    stories.filter(page__live=True).update(retain_until=None)
    if channel is not None:
        until = timezone.localdate() + timedelta(days=channel.keep_for)
        stories.filter(page__live=False, decision__in=["", "approved"]).update(retain_until=until)


class Migration(migrations.Migration):
    dependencies = [("contribute", "0017_work_published_on"), ("pages", "0011_who_keeps_consents")]
    operations = [migrations.RunPython(begin_days, migrations.RunPython.noop)]
