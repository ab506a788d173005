"""The form with which organisations endorse the Charter, and who decides on what it brings."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant

CHANNEL = {
    "kind": "endorsement", "sort_order": 60, "title": "Endorse the Charter", "answer_in": 10, "keep_for": 730,
    "teaser": "Your organisation stands behind the Charter of Peer Support, with its name on this site.",
    "introduction": "Has your organisation read the Charter, and does it stand behind it? Then let others see it.",
    "what_next": (
        "A person at the Centre checks that it comes from your organisation. We may ring you.\n\n"
        "Then your name stands on the list, and we tell you. You can take it back at any time by a link."
    ),
    "privacy": (
        "The name, website, logo and statement of your organisation are shown. Your own name, role, email and number are "
        "not: only the Centre’s staff see them.\n"
        "We delete your own details two years after the endorsement is published. You can ask us what we hold."
    ),
}  # fmt: skip


def make(apps, schema_editor):
    apps.get_model("contribute", "Channel").objects.get_or_create(kind=CHANNEL["kind"], defaults=CHANNEL)
    for role in (INBOX_STAFF, EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "endorsement", crud("endorsement", "view", "change"))


class Migration(migrations.Migration):
    dependencies = [("contribute", "0003_endorsements"), ("users", "0002_roles")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
