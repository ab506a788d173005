"""The words around a long form that is saved, and of more pages for when something is amiss."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0011_words_of_tools"),
    ]

    operations = [
        migrations.AddField(
            model_name="screenwords",
            name="not_saved",
            field=models.TextField(
                default="Our database did not answer just now. You have done nothing wrong.",
                help_text="What to do follows, with what was typed.",
                max_length=400,
                verbose_name="what could not be saved",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="not_sent",
            field=models.TextField(
                default="Your browser did not tell us that this form came from our site, so we could not take it. You have done nothing wrong.",
                help_text="What to do follows by itself, with what was typed.",
                max_length=400,
                verbose_name="a form that was not sent",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="reading_kept",
            field=models.TextField(
                default="Your choice is kept in this browser, on this device. We never see it, and it says nothing about you.\n\n“Put everything back” removes it. “Exit this page” removes it too, with all else that this site keeps here. Then you choose again next time.",
                help_text="An empty line begins a new paragraph. What a browser without scripts keeps follows by itself.",
                max_length=400,
                verbose_name="what is kept",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="saving",
            field=models.TextField(
                default="What you typed is saved. We email you a link, and with it you go on where you stopped.",
                max_length=400,
                verbose_name="save and come back later",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="save_kept",
            field=models.TextField(
                default="Your answers, your photo if you added one, and the address for the link. For {how long we keep what is saved for later}, then all of it is deleted.\n\nNothing is sent to the editors, and nothing is shown.",
                help_text="Beside it. An empty line begins a new paragraph.",
                max_length=400,
                verbose_name="what we keep",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="saved_device",
            field=models.TextField(
                default="Whoever opens this page again in the browser’s history can read your answers. The link in the email closes this way in as soon as you use it.",
                help_text="After saving, beside what comes next.",
                max_length=400,
                verbose_name="does somebody else use this device?",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="slow_shared",
            field=models.TextField(
                default="If you share a connection with others, at a library or on a ward, it may have been somebody else.",
                max_length=400,
                verbose_name="too many at once, after that",
            ),
        ),
        migrations.AddField(
            model_name="screenwords",
            name="unreadable",
            field=models.TextField(
                default="It was more than this page can take, or something in it was not text. Nothing was saved. Go back, make it shorter, and send it again.",
                max_length=400,
                verbose_name="what could not be read",
            ),
        ),
    ]
