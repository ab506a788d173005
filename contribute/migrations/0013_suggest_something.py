"""The form with which readers suggest something, who reads what comes, and words to thank them with."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant

CHANNEL = {
    "kind": "suggestion", "sort_order": 70, "title": "Suggest something for this site", "answer_in": 10, "keep_for": 180,
    "teaser": "An opportunity, a resource, a link, or a question that people ask.",
    "introduction": "Do you know of something that belongs here? Tell us what it is and where to find it.",
    "what_next": (
        "A person at the Centre looks at it. If it fits, an editor writes it up and publishes it. "
        "We do not say who suggested it."
    ),
    "privacy": (
        "We ask for your email only to answer. Only the Centre’s staff see it, and your words to us. "
        "They are never published.\n"
        "We delete them 180 days after we have dealt with it. You can take it back at any time by the link that we give "
        "you, or ask us what we hold."
    ),
}  # fmt: skip
ANSWERS = [
    (
        "Thank you, it is on our list",
        "Thank you for your suggestion. It fits well, and we are writing it up. It may take a few weeks.",
    ),
    (
        "Thank you, but it does not fit",
        "Thank you for your suggestion. We have looked at it, and it does not quite fit what this site is for. "
        "Please think of us again when you come across something else.",
    ),
]


def make(apps, schema_editor):
    apps.get_model("contribute", "Channel").objects.get_or_create(kind=CHANNEL["kind"], defaults=CHANNEL)
    answers = apps.get_model("intake", "ReasonTemplate").objects
    for number, (name, words) in enumerate(ANSWERS, 10):
        answers.get_or_create(name=name, decision="answer", defaults={"words": words, "sort_order": number * 10})
    for role in (INBOX_STAFF, EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "suggestion", crud("suggestion", "view", "change"))


class Migration(migrations.Migration):
    dependencies = [("contribute", "0012_suggestions"), ("intake", "0005_ready_answers"), ("users", "0002_roles")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
