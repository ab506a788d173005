"""A workflow for any page: a colleague reads it first. It is there to be chosen, under Settings, Workflows."""

from django.db import migrations

from cms.users.roles import APPROVERS, EDITORS

WORKFLOW, STEP = "A colleague reads it first", "A colleague reads it"
EXPLANATION = "Read it as readers will, then approve it, or say what should change."
# Wagtail's own, which was taken off the pages before (cms/users/migrations/0002_roles.py).
STOCK = "Moderators approval"


def offer(apps, schema_editor):
    task_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="intake", model="reviewtask"
    )
    task, _new = apps.get_model("intake", "ReviewTask").objects.get_or_create(
        name=STEP, defaults={"content_type": task_type, "active": True, "explanation": EXPLANATION}
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=[EDITORS, APPROVERS]))
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    workflow, _new = workflows.get_or_create(name=WORKFLOW, defaults={"active": True})
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    # Two of the kind would make people choose without knowing why. One that is in use stays.
    used = [
        apps.get_model("wagtailcore", name).objects.values("workflow")
        for name in ("WorkflowPage", "WorkflowContentType", "WorkflowState")
    ]
    stock = workflows.filter(name=STOCK)
    for each in used:
        stock = stock.exclude(pk__in=each)
    stock.update(active=False)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("intake", "0008_points_to_go_through"),
        ("users", "0002_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(offer, migrations.RunPython.noop)]
