"""Ready words for who waits for an answer: that we have it, and look into it. Editors change them, and add their own."""

from django.db import migrations

ANSWERS = [
    (
        "We look into your complaint",
        "Thank you for telling us. We take it seriously. A person who was not part of what happened looks into it. "
        "They may ask you something. Then we write to you what we found and what we will do.",
    ),
    (
        "It takes us a little longer",
        "Thank you for waiting. We have what you sent to us, and we are not done with it yet.",
    ),
]


def write(apps, schema_editor):
    template = apps.get_model("intake", "ReasonTemplate").objects
    for number, (name, words) in enumerate(ANSWERS, 4):
        template.get_or_create(decision="answer", name=name, defaults={"words": words, "sort_order": number * 10})


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_mail_texts")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
