"""The form with which people share their work, who decides on it, and the review that a draft made of it waits for."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant

WORKFLOW = "Review of shared work"
CHANNEL = {
    "kind": "work", "sort_order": 20, "title": "Share your work", "answer_in": 10, "keep_for": 730,
    "teaser": "A reflection, evaluation, research, resource or template that may help others.",
    "introduction": (
        "Did you write, study or make something about peer support? Share it, finished or not quite. "
        "It stays yours, and you may use any name."
    ),
    "what_next": (
        "A person at the Centre reads it. If it fits, a colleague makes a page of it and publishes it.\n\n"
        "We tell you what we do with it. You can take it back at any time by a link."
    ),
    "privacy": (
        "The title, the description, the name to show and the file or link may be published. Your own name and email "
        "are not: only the Centre’s staff see them.\n"
        "We delete your own details two years after we have decided. You can ask us what we hold."
    ),
}  # fmt: skip


def make(apps, schema_editor):
    apps.get_model("contribute", "Channel").objects.get_or_create(kind=CHANNEL["kind"], defaults=CHANNEL)
    for role in (INBOX_STAFF, EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "work", crud("work", "view", "change"))
    task_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="intake", model="reviewtask"
    )
    task, _new = apps.get_model("intake", "ReviewTask").objects.get_or_create(
        name=WORKFLOW, defaults={"content_type": task_type, "active": True}
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=[EDITORS, APPROVERS]))
    workflow, _new = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(
        name=WORKFLOW, defaults={"active": True}
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contribute", "0010_shared_work"),
        ("intake", "0005_ready_answers"),
        ("users", "0002_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
