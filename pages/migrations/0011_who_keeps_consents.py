"""Who sees consents, who reads stories a second time, and which page each story was first written on."""

from django.db import migrations
from django.db.models import F

from cms.users.roles import ADMINISTRATORS, APPROVERS, crud, grant

NAME = "Second reading of stories"


def fill_in(apps, schema_editor):
    # A copy that is there already counts as a story of its own.
    apps.get_model("pages", "StoryPage").objects.filter(origin=None, alias_of=None).update(origin=F("page_ptr_id"))
    for role in (APPROVERS, ADMINISTRATORS):
        grant(apps, role, "pages", "storyconsent", crud("storyconsent", "view", "add", "change"))
    task_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="pages", model="secondreadingtask"
    )
    task, _new = apps.get_model("pages", "SecondReadingTask").objects.get_or_create(
        name=NAME, defaults={"content_type": task_type, "active": True}
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name=APPROVERS))
    workflow, _new = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(
        name=NAME, defaults={"active": True}
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0010_story_consents"), ("users", "0002_roles")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
