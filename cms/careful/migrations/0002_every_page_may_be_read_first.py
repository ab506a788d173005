"""Nobody's work ends nowhere: every page may be sent to a colleague, and administrators decide too, as their role says.

Contributors publish nothing, so without a workflow they could hand nothing in. Where somebody chose one for any page
already, theirs stays.
"""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS

WORKFLOW = "A colleague reads it first"


def choose(apps, schema_editor):
    chosen = apps.get_model("wagtailcore", "WorkflowPage").objects
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW, active=True).first()
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if workflow and root and not chosen.exists():
        chosen.create(page=root, workflow=workflow)


def let_administrators_decide(apps, schema_editor):
    administrators = apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATORS).first()
    for task in apps.get_model("intake", "ReviewTask").objects.filter(groups__name=APPROVERS):
        if administrators:
            task.groups.add(administrators)


class Migration(migrations.Migration):
    # Behind all that make a step.
    dependencies = [
        ("careful", "0001_a_colleague_reads_it_first"),
        ("contribute", "0020_words_keep_their_versions"),
        ("directory", "0003_directory_approval"),
        ("pages", "0011_who_keeps_consents"),
    ]
    operations = [
        migrations.RunPython(choose, migrations.RunPython.noop),
        migrations.RunPython(let_administrators_decide, migrations.RunPython.noop),
    ]
