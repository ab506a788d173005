"""The workflow *Directory approval* with its review step, and who may do what with services and submissions."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant

NAME = "Directory approval"


def make_workflow(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    service, _new = content_types.get_or_create(app_label="directory", model="service")
    task_type, _new = content_types.get_or_create(app_label="intake", model="reviewtask")
    task, _new = apps.get_model("intake", "ReviewTask").objects.get_or_create(
        name=NAME, defaults={"content_type": task_type, "active": True}
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name=APPROVERS))
    workflow, _new = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(
        name=NAME, defaults={"active": True}
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=service, defaults={"workflow": workflow}
    )

    grant(apps, EDITORS, "directory", "service", crud("service", "view", "add", "change"))
    grant(apps, EDITORS, "directory", "organisation", crud("organisation", "view", "add", "change"))
    for role in (APPROVERS, ADMINISTRATORS):
        grant(
            apps, role, "directory", "service", [*crud("service", "view", "add", "change", "publish", "lock", "unlock")]
        )
        grant(apps, role, "directory", "organisation", crud("organisation"))
        grant(apps, role, "directory", "submission", crud("submission", "view"))
    grant(apps, ADMINISTRATORS, "directory", "service", crud("service", "delete"))
    grant(apps, INBOX_STAFF, "directory", "submission", crud("submission", "view"))
    grant(apps, INBOX_STAFF, "directory", "service", crud("service", "view"))


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_initial"), ("intake", "0001_initial"), ("users", "0002_roles")]

    operations = [migrations.RunPython(make_workflow, migrations.RunPython.noop)]
