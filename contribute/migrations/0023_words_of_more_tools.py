"""The words after sending, to tellers of stories, and of “Was this page useful?”."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contribute", "0022_what_editors_call_them"),
    ]

    operations = [
        migrations.AddField(
            model_name="contributewords",
            name="sent_alone",
            field=models.TextField(
                default="You left no address, so we cannot write to you. Ring us with the reference if you want to know what came of it.",
                max_length=300,
                verbose_name="where they left no address",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="sent_first",
            field=models.TextField(default="A person at the Centre reads it.", max_length=300, verbose_name="first"),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="sent_unanswered",
            field=models.TextField(
                default="You asked for no answer, so you will not hear from us.",
                max_length=300,
                verbose_name="where they want no answer",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="sent_written",
            field=models.TextField(
                default="We have written to your email address. If nothing comes today, look in the junk folder.",
                help_text="By when we do what the form promises follows by itself.",
                max_length=300,
                verbose_name="where we wrote to them",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_alone",
            field=models.TextField(
                default="You left no address, so we cannot write to you. An editor may correct spelling and add a title, topics and content notes. All other words stay yours.",
                max_length=600,
                verbose_name="next, where the teller left no address",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_asked",
            field=models.TextField(
                default="We email you a link. With it you see the story as readers would, and say yes or no.",
                help_text="By when people at the Centre read it stands before.",
                max_length=600,
                verbose_name="next, where the teller is asked first",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_change",
            field=models.TextField(
                default="An editor makes the change. Then we send you a new link.\n\nNothing is published until you say yes.",
                help_text="An empty line begins a new paragraph.",
                max_length=600,
                verbose_name="after asking for a change",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_edited",
            field=models.TextField(
                default="An editor may correct spelling and add a title, topics and content notes. Anything else we ask you first. We email you when it is published.",
                max_length=600,
                verbose_name="next, where the teller need not be asked",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_no",
            field=models.TextField(
                default="Thank you for your trust. You can always write to us again.",
                help_text="That it is deleted stands before.",
                max_length=600,
                verbose_name="after no",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_no_hurry",
            field=models.TextField(
                default="The link works for {how long a link to a story works}. Until you answer, nothing is published.",
                help_text="Beside it.",
                max_length=600,
                verbose_name="there is no hurry",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_promises",
            field=models.TextField(
                default="Two people read a story that speaks of suicide or self-harm. Once it is published, you can take it back at any time.",
                help_text="Before the button that begins.",
                max_length=600,
                verbose_name="what tellers can rely on",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_shown",
            field=models.TextField(
                default="This is what readers would see. Nothing is published without your yes.",
                max_length=600,
                verbose_name="over the story that a teller is shown",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="story_yes",
            field=models.TextField(
                default="Your story can be published now, exactly as you saw it.\n\nIf anything in it is changed, we ask you again. You can take it back at any time.",
                help_text="An empty line begins a new paragraph.",
                max_length=600,
                verbose_name="after yes",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="taken_back",
            field=models.TextField(
                default="Copies that are kept for safety are deleted after {how long we keep copies for safety}. Emails that we sent to you stay in your own mailbox.",
                max_length=600,
                verbose_name="after taking it back",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="useful_next",
            field=models.TextField(
                default="We count the answers for each page, by day. We keep nothing about you: no name, no address.\n\nPeople who look after this page read the comments. We delete comments after {how long we keep a comment}.",
                help_text="Beside “Was this page useful?”. An empty line begins a new paragraph.",
                max_length=600,
                verbose_name="what happens with an answer",
            ),
        ),
        migrations.AddField(
            model_name="contributewords",
            name="useful_question",
            field=models.CharField(
                default="Was this page useful?", max_length=60, verbose_name="the question at the end of pages"
            ),
        ),
    ]
