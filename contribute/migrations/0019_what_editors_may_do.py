"""What people read before they tell a story says all that editors may do. Words that editors changed stay theirs."""

from django.db import migrations

BEFORE = "We may mend spelling and give it a title, and nothing else."
NOW = "We may mend spelling, and add a title, content notes and topics. We change nothing else."


def say_all(apps, schema_editor):
    for channel in apps.get_model("contribute", "Channel").objects.filter(kind="story", what_next__contains=BEFORE):
        channel.what_next = channel.what_next.replace(BEFORE, NOW)
        channel.save(update_fields=["what_next"])


class Migration(migrations.Migration):
    dependencies = [("contribute", "0018_days_of_stories")]
    operations = [migrations.RunPython(say_all, migrations.RunPython.noop)]
