"""A first list, the words of the form, a link in the footer, and who may do what: a new site works without clicking."""

import json
import uuid

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant

TOOL = "newsletter:subscribe"


def make_defaults(apps, schema_editor):
    words = apps.get_model("newsletter", "NewsletterWords")
    if not words.objects.exists():
        words.objects.create()
    lists = apps.get_model("newsletter", "MailingList")
    if not lists.objects.exists():
        lists.objects.create(
            name="News from the Centre",
            description="What is new in peer support in Victoria: training, events, stories and resources. "
            "About once a month.",
        )


def link_in_footer(apps, schema_editor):
    """Add the newsletter to the last column of a footer that only links to tools: the one that a new site begins with."""
    navigation = apps.get_model("home", "Navigation").objects.first()
    if navigation is None:
        return
    columns = list(navigation.footer.raw_data)
    links = [link for column in columns for link in column["value"]["links"]]
    if not columns or any(not link["value"].get("tool") or link["value"]["tool"] == TOOL for link in links):
        return
    item = {"type": "item", "value": {"label": "Newsletter", "tool": TOOL}, "id": str(uuid.uuid4())}
    columns[-1]["value"]["links"] = [*columns[-1]["value"]["links"], item]
    navigation.footer = json.dumps(columns)
    navigation.save()


def allow(apps, schema_editor):
    for role in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "newsletter", "issue", crud("issue"))
        grant(apps, role, "newsletter", "mailinglist", crud("mailinglist", "view", "add", "change"))
        grant(apps, role, "newsletter", "newsletterwords", ["change_newsletterwords"])
    for role in (APPROVERS, ADMINISTRATORS):
        grant(apps, role, "newsletter", "issue", ["send_issue"])
    for role in (INBOX_STAFF, ADMINISTRATORS):
        grant(apps, role, "newsletter", "subscriber", crud("subscriber", "view", "delete"))


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0001_initial"),
        ("home", "0007_words_for_links"),
        ("users", "0002_roles"),
    ]

    operations = [
        migrations.RunPython(make_defaults, migrations.RunPython.noop),
        migrations.RunPython(link_in_footer, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
