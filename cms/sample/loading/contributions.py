"""What people sent to the Centre, kept by the same code as the public's own. None of it writes to anybody."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.intake.models import OutboxMessage
from contribute import desk
from contribute.kinds import KINDS
from contribute.models import Channel, Complaint, Contribution, EnquiryTopic, Message
from contribute.receiving import receive
from contribute.stories.sending import take_story
from pages.models import StoryConsent, StoryIndexPage

from ..ledger import uuid_for
from ..markup import typeset
from ..reading import read

# What an entry says of its sender, and what happened with it since.
SENDER = ("name", "email", "phone")
SINCE = ("key", "days_ago", "held", "answer", "then", "note", "topic")
# What an editor may answer; the rest is for those who look after the Inbox.
EDITORS_KINDS = {"feedback", "suggestion", "work", "endorsement"}
# In the morning, a while after the office opens.
MORNING = time(10, 20)


def load(ledger, today, people):
    """Send in what this site never had, and let it age. ``people`` are the sample's accounts by name."""
    answers_mail = people.get("inbox", ledger.user)
    for kind, entries in read("contributions").items():
        for entry in entries:
            key = f"contribution:{kind}:{entry['key']}"
            if key in ledger:
                continue
            if kind == "story":
                # Stories whose index an editor deleted have no place to be told in.
                if StoryIndexPage.objects.exists():
                    ledger.add(key, _tell(key, entry, today))
            else:
                # Who answers is who may: editors read neither questions nor complaints.
                user = ledger.user if kind in EDITORS_KINDS else answers_mail
                ledger.add(key, _send(KINDS[kind].model, key, entry, today, user))


def _once(key):
    """The one-use part of the form's token: always the same here, so that sending again keeps nothing new."""
    return f"sample-{uuid_for(key).hex}"


def _tell(key, entry, today):
    """Send in a story, by the answers of its form: a draft in *Story review*, which nobody has looked at yet."""
    day = today - timedelta(days=entry["days_ago"])
    parts = [{"prompt": part["prompt"], "words": typeset(part["words"].strip())} for part in entry["parts"]]
    answers = {
        "words": {"parts": parts},
        "name": {"name_shown": entry["name_shown"], "teller_name": entry["teller_name"]},
        "role": {"role": entry["role"]},
        "notes": {"notes": entry["notes"]},
        "uses": dict.fromkeys(entry["uses"], True),
        "services": {"services_named": entry["services_named"].strip()},
        "reach": {"your_name": entry["name"], "your_email": entry["email"], "may_correct": entry["may_correct"]},
    }
    with writing_to_nobody():
        sent = take_story(answers, _once(key))
    StoryConsent.objects.filter(story=sent.page).update(agreed_on=day)
    age(sent, day)
    return Contribution.objects.get(pk=sent.pk).own


def _send(model, key, entry, today, user):
    values = {name: typeset(value.strip()) for name, value in entry.items() if name not in (*SENDER, *SINCE)}
    if "topic" in entry:
        values |= {"topic": EnquiryTopic.objects.filter(name=entry["topic"]).first(), "topic_name": entry["topic"]}
    sender = {name: entry[name] for name in SENDER if name in entry}
    with writing_to_nobody():
        sent, _is_new = receive(
            model, _once(key), sender=sender, held=entry.get("held", ""), **values
        )  # fmt: skip
        if "note" in entry:
            desk.write_note(sent, typeset(entry["note"]), user=user)
        if "answer" in entry:
            desk.reply(sent, typeset(entry["answer"].strip()), user=user, then=entry["then"])
        elif "then" in entry:
            desk.set_status(sent, entry["then"], user=user)
    age(sent, today - timedelta(days=entry["days_ago"]))
    return Contribution.objects.get(pk=sent.pk).own


@contextmanager
def writing_to_nobody():
    """Let nothing be mailed of what happens within: invented people have no letter box."""
    written = OutboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield
    OutboxMessage.objects.filter(pk__gt=written).delete()


def age(sent, day):
    """Let it be sent in on ``day``, answered a day later, and due when it would have been."""
    morning = timezone.make_aware(datetime.combine(day, MORNING))
    due_on = Channel.objects.get(kind=sent.kind).due_from(day)
    Contribution.objects.filter(pk=sent.pk).update(received_at=morning, changed_at=morning, due_on=due_on)
    for number, message in enumerate(sent.messages.all(), 1):
        Message.objects.filter(pk=message.pk).update(written_at=morning + timedelta(days=1, hours=number))
    if isinstance(sent, Complaint) and sent.acknowledged_on:
        Complaint.objects.filter(pk=sent.pk).update(acknowledged_on=day)
