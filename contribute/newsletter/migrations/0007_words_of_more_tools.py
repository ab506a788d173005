"""The words after confirming, and around unsubscribing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0006_words_of_tools"),
    ]

    operations = [
        migrations.AddField(
            model_name="newsletterwords",
            name="confirmed",
            field=models.TextField(
                default="Thank you. The next issue comes to your inbox.\n\nEach issue has a link to change what you get, and one to unsubscribe.",
                help_text="An empty line begins a new paragraph.",
                max_length=600,
                verbose_name="after confirming",
            ),
        ),
        migrations.AddField(
            model_name="newsletterwords",
            name="leaving",
            field=models.TextField(
                default="We send nothing any more, and delete your email and name at once.",
                max_length=600,
                verbose_name="before unsubscribing",
            ),
        ),
        migrations.AddField(
            model_name="newsletterwords",
            name="left",
            field=models.TextField(
                default="Your email and name are deleted. We keep only a code that cannot be read back, so that we never write to you by mistake.",
                max_length=600,
                verbose_name="after unsubscribing",
            ),
        ),
    ]
