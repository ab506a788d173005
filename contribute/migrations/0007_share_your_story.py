"""The form “Share your story”: its words, its questions, the workflow of what comes by it, and who decides there."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, crud, grant

WORKFLOW, SECOND = "Story review", "Second reading of stories"
CHANNEL = {
    "kind": "story", "sort_order": 20, "title": "Share your story", "answer_in": 10, "keep_for": 30,
    "teaser": "Tell in your own words what you went through and what helped. You decide what is shown.",
    "introduction": (
        "Stories of lived experience help others feel less alone. You may use any name, or none. "
        "You decide what to tell, and you can take it back."
    ),
    "what_next": (
        "People at the Centre read it. We may mend spelling and give it a title, and nothing else.\n\n"
        "If you leave an email, you see it before it is published. You say yes, ask for a change, or say no."
    ),
    "privacy": (
        "We ask for your story, and what it may be used for. A name and an email are your choice, and are never shown.\n"
        "Only a few colleagues who look after stories see them. What is not published is deleted within 30 days of our "
        "answer.\n"
        "You can take your story back at any time by a link that needs no account. Then all of it is removed from this site."
    ),
}  # fmt: skip
PROMPTS = [
    ("What would you tell somebody who is where you were?", "One thing is enough."),
    ("What helped, and what did not?", "A person, a place, a sentence, a habit."),
    ("When did you first meet somebody who had been through it too?", ""),
    ("What did other people get wrong?", "And what would have been better?"),
    ("What does a good day look like now?", ""),
    ("What do you wish services knew?", ""),
]
DECLINE = (
    "Thank you for trusting us with your story",
    "Thank you for trusting us with your story. We have read it with care. We cannot publish it on this site, and that says "
    "nothing about its worth, or about you. It will be deleted here. If you would like to talk about it, please ring us.",
)


def make(apps, schema_editor):
    apps.get_model("contribute", "Channel").objects.get_or_create(kind=CHANNEL["kind"], defaults=CHANNEL)
    prompts = apps.get_model("contribute", "StoryPrompt").objects
    for number, (words, hint) in enumerate(PROMPTS, 1):
        prompts.get_or_create(words=words, defaults={"hint": hint, "sort_order": number * 10})
    apps.get_model("intake", "ReasonTemplate").objects.get_or_create(
        name=DECLINE[0], decision="decline", defaults={"words": DECLINE[1], "sort_order": 90}
    )


def begin_review(apps, schema_editor):
    """Two steps: a review, and a second reading that is passed over where nothing asks for one."""
    task_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="contribute", model="storyreviewtask"
    )
    task, _new = apps.get_model("contribute", "StoryReviewTask").objects.get_or_create(
        name=WORKFLOW, defaults={"content_type": task_type, "active": True}
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name=APPROVERS))
    workflow, _new = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(
        name=WORKFLOW, defaults={"active": True}
    )
    second = apps.get_model("wagtailcore", "Task").objects.filter(name=SECOND).first()
    for number, each in enumerate((task.pk, second and second.pk)):
        if each:
            apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
                workflow=workflow, task_id=each, defaults={"sort_order": number}
            )


def allow(apps, schema_editor):
    for role in (APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "storysent", crud("storysent", "view", "change"))
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "storyprompt", crud("storyprompt"))


class Migration(migrations.Migration):
    dependencies = [
        ("contribute", "0006_stories"),
        ("intake", "0005_ready_answers"),
        ("pages", "0011_who_keeps_consents"),
        ("users", "0002_roles"),
    ]
    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
        migrations.RunPython(begin_review, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
