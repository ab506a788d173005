"""The first ways of writing to the Centre, topics of questions, ready answers, and who may read what.

A fresh site works without clicking; editors change all words under “Ways to write to us”.
"""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, EDITORS, INBOX_STAFF, crud, grant

READ_AND_CHANGE = ("view", "change")
SEEN = "Only the Centre’s staff who answer see it. It is never published."
REMOVED = "You can take it back at any time by the link that we give you, or ask us what we hold."
CHANNELS = [
    {
        "kind": "enquiry", "sort_order": 10, "title": "Ask the Centre", "answer_in": 5, "keep_for": 180,
        "teaser": "A question about peer support, mentoring, training, or starting a service.",
        "introduction": "Ask us anything about peer support. You may use any name, and you need not say who you are.",
        "what_next": "A person at the Centre reads your question. Somebody who knows about it answers you.",
        "privacy": (
            f"We ask how to reach you only to answer. {SEEN}\n"
            f"We delete it 180 days after we have answered. {REMOVED}"
        ),
    },
    {
        "kind": "feedback", "sort_order": 80, "title": "Feedback on this site", "answer_in": 10, "keep_for": 180,
        "teaser": "Tell us what is hard to use, wrong, missing or good.",
        "introduction": "What is hard here? What is wrong, or missing? What do you like? A line is enough.",
        "what_next": "Somebody who looks after the site reads it. If you leave an email, we tell you what we did.",
        "privacy": (
            f"We ask for your email only to answer. {SEEN}\n"
            f"We delete it 180 days after we have dealt with it. {REMOVED}"
        ),
    },
    {
        "kind": "complaint", "sort_order": 90, "title": "Make a complaint", "answer_in": 20, "keep_for": 730,
        "teaser": "Tell us when the Centre, its site or its people did something wrong.",
        "introduction": (
            "You may complain about the Centre, its site or its people. It will not be held against you. "
            "Somebody may write it for you."
        ),
        "what_next": (
            "We tell you that we have it. A person who was not part of what happened looks into it, and writes to you "
            "what we found and what we will do."
        ),
        "privacy": (
            f"We ask how to reach you only to answer. {SEEN}\n"
            f"We keep complaints for two years after they are closed, to learn from them. {REMOVED}"
        ),
    },
]  # fmt: skip
TOPICS = [
    ("Information about peer support", ""),
    ("Mentoring for peer support workers", ""),
    ("Starting a peer support service", ""),
    ("Media and interviews", "Please say when you need the answer."),
    ("Something else", ""),
]
ANSWERS = [
    (
        "We found what you asked for",
        "Thank you for your question. Here is what we found. If it does not help, please write again by the link below.",
    ),
    (
        "We need to know more",
        "Thank you for writing to us. So that we can help, could you tell us a little more? You need not name anybody.",
    ),
    (
        "Others can help better",
        "Thank you for writing to us. We are not the right people for this, and we do not want to leave you alone with "
        "it. These people can help:",
    ),
]
WHO = {
    "enquiry": (INBOX_STAFF, APPROVERS, ADMINISTRATORS),
    "feedback": (INBOX_STAFF, EDITORS, APPROVERS, ADMINISTRATORS),
    "complaint": (INBOX_STAFF, ADMINISTRATORS),
}


def make(apps, schema_editor):
    channels = apps.get_model("contribute", "Channel").objects
    for channel in CHANNELS:
        channels.get_or_create(kind=channel["kind"], defaults=channel)
    topics = apps.get_model("contribute", "EnquiryTopic").objects
    for number, (name, hint) in enumerate(TOPICS, 1):
        topics.get_or_create(name=name, defaults={"hint": hint, "sort_order": number * 10})
    answers = apps.get_model("intake", "ReasonTemplate").objects
    for number, (name, words) in enumerate(ANSWERS, 1):
        answers.get_or_create(name=name, decision="answer", defaults={"words": words, "sort_order": number * 10})


def allow(apps, schema_editor):
    for kind, roles in WHO.items():
        for role in roles:
            grant(apps, role, "contribute", kind, crud(kind, *READ_AND_CHANGE))
    for role in (APPROVERS, ADMINISTRATORS):
        grant(apps, role, "contribute", "channel", crud("channel", *READ_AND_CHANGE))
        grant(apps, role, "contribute", "enquirytopic", crud("enquirytopic"))


class Migration(migrations.Migration):
    dependencies = [
        ("contribute", "0001_initial"),
        ("intake", "0005_ready_answers"),
        ("users", "0002_roles"),
    ]
    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
