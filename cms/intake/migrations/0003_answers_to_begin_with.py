"""Answers to senders that a fresh site begins with; editors change them, and add their own."""

from django.db import migrations

ANSWERS = [
    (
        "approve", "Thank you, and how to change it",
        "Thank you for adding it. If something changes, use the link in this email to tell us.",
    ),
    (
        "reject", "Times or place are missing",
        "Could you tell us when and where people meet? Please give the day, the time it begins, and the suburb or "
        "town. If the address should stay private, you can say so there.",
    ),
    (
        "reject", "A way to get in touch is missing",
        "Could you add a phone number or an email address that people may use? An address of the group, rather "
        "than your own, is safest for you.",
    ),
    (
        "reject", "Somebody’s name is in it",
        "A person is named in the text. Could you take the name out, or tell us that they agree to be named? "
        "A role is enough, such as “the facilitator”.",
    ),
    (
        "reject", "The words could be plainer",
        "Could you say in one or two plain sentences what happens when people meet, and for whom it is? "
        "Somebody who is tired should understand it at once.",
    ),
    (
        "decline", "It is not peer support",
        "The directory is for support by people with lived experience. From what you wrote, this service is run in "
        "another way, so it does not fit here. If people with lived experience lead it, tell us how, and we look again.",
    ),
    (
        "decline", "It is not for people in Victoria",
        "The directory is for people in Victoria. From what you wrote, this service is for people somewhere else. "
        "If people in Victoria may join, by phone or online too, tell us, and we look again.",
    ),
    (
        "decline", "It is in the directory already",
        "This service is in the directory already. To change what it says, open its page and choose "
        "“This is my service: update it”.",
    ),
    (
        "decline", "We could not confirm it",
        "We tried to reach the service to confirm what was sent, and could not. If it is running, send it in once "
        "more with a phone number or address at which we reach you.",
    ),
    (
        "report", "We changed the entry",
        "You were right. We checked with the service and changed the entry. Thank you: it helps the next person.",
    ),
    (
        "report", "It was right already",
        "We checked, and what the entry says is right, so we left it as it is. Thank you for looking out for others.",
    ),
    (
        "report", "We took the entry off",
        "We checked, and took the entry off the directory. Thank you for telling us.",
    ),
    (
        "report", "We are looking into it",
        "Thank you for trusting us with this. We take it seriously. We have spoken with those who can look into it. "
        "We cannot tell you more by email. You may ring us at any time.",
    ),
]  # fmt: skip


def write(apps, schema_editor):
    template = apps.get_model("intake", "ReasonTemplate").objects
    for number, (decision, name, words) in enumerate(ANSWERS, 1):
        template.get_or_create(decision=decision, name=name, defaults={"words": words, "sort_order": number * 10})


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_reason_templates")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
