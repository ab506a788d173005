"""The form to ask for printed copies, and who posts them."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, INBOX_STAFF, crud, grant

CHANNEL = {
    "kind": "hard-copies", "sort_order": 50, "title": "Ask for printed copies", "answer_in": 10, "keep_for": 90,
    "teaser": "Modules and other things on paper, sent to you by post.",
    "introduction": "Tell us what you would like and where to. It costs you nothing.",
    "what_next": "A person at the Centre puts it in the post in a plain envelope. The post takes about a week.",
    "privacy": (
        "We ask for your name and address only to post what you ask for. Only the Centre’s staff who post it see them.\n"
        "We delete them 90 days after it is posted. You can take it back before by the link that we give you, "
        "or ask us what we hold."
    ),
}  # fmt: skip


def make(apps, schema_editor):
    apps.get_model("contribute", "Channel").objects.get_or_create(kind=CHANNEL["kind"], defaults=CHANNEL)
    for role in (INBOX_STAFF, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "copyrequest", crud("copyrequest", "view", "change"))
        grant(apps, role, "contribute", "copyitem", crud("copyitem"))


class Migration(migrations.Migration):
    dependencies = [
        ("contribute", "0008_printed_copies"),
        ("intake", "0007_where_post_goes"),
        ("pages", "0028_one_row_of_printed_copies"),
        ("users", "0002_roles"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
