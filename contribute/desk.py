"""What editors do with a contribution. All writes of the desk are here, each with its row in the history."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.site_links import absolute_url
from cms.intake import history
from cms.intake.keys import hashed
from cms.intake.mail import send_template
from cms.intake.purge import forget
from cms.intake.review import DecisionRefused

from .kinds import KINDS
from .models import Channel, Contribution, Message
from .receiving import acknowledge, answer_link, take_back_link, tell_staff

Status = Contribution.Status
READ = "contribute.read"


class SomebodyWasFirst(DecisionRefused):
    """Something happened after the screen was opened."""

    message = (
        "Somebody did something with this after you opened it, so nothing was sent or changed. "
        "What you wrote is still here: look at what is new, then press again."
    )


class Emptied(DecisionRefused):
    """What it said is deleted: taken back, or its time was over. Nothing more is written to it, since nothing would end that."""

    message = (
        "What it said was deleted meanwhile: its sender took it back, or its time was over. "
        "Nothing was kept, sent or changed."
    )


class UnderJunk(DecisionRefused):
    """Nothing is written to who sent junk: it would tell a robot that somebody reads it."""

    message = "It stands under Junk. Put it back first, then answer it."


def name_of(user):
    """Return how colleagues know ``user``: the full name, else the user name; "somebody" for None."""
    return (user.get_full_name() or user.get_username()) if user else "somebody"


def colleagues(kind):
    """Return the active users who may be given things of the kind with this key: a queryset by name."""
    permission = KINDS[kind].permission("change")
    users = get_user_model().objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
    return users.filter(is_active=True).order_by("first_name", "last_name", "username").distinct()


def note_reading(contribution, user):
    """Write into the history that ``user`` read it, once for a sitting, where its kind asks for that or it shows its sender."""
    shows_sender = contribution.sender_id and user.has_perm("intake.read_contact_details")
    if contribution.IS_SENSITIVE or shows_sender:
        history.note_readings([contribution], user, READ)


def claim(contribution, seen, *, even_emptied=False):
    """Lock the row and return it as its kind; raises SomebodyWasFirst where it changed after ``seen`` (ISO), if given.

    Raises Emptied where what it said is deleted, unless ``even_emptied``. Call it inside a transaction.
    """
    row = KINDS[contribution.kind].model.objects.select_for_update().get(pk=contribution.pk)
    if row.is_emptied and not even_emptied:
        raise Emptied
    if seen and row.changed_at.isoformat() != seen:
        raise SomebodyWasFirst
    return row


def move(row, status, **values):
    """Put a claimed row into ``status`` and save it: its days of answering and keeping follow."""
    today = timezone.localdate()
    row.status, row.changed_at = status, timezone.now()
    if status == Status.JUNK:
        row.retain_until = today + Contribution.JUNK_LIFE
    elif row.is_over:
        row.retain_until = today + timedelta(days=Channel.objects.get(kind=row.kind).keep_for)
    else:
        row.retain_until = None
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@transaction.atomic
def reply(contribution, words, *, user, seen="", then=Status.DONE):
    """Keep ``words`` in the thread and mail them to the sender. ``then`` is DONE, or WAITING where we asked something.

    Raises SomebodyWasFirst, Emptied, UnderJunk, and ValueError where there is no address to write to.
    """
    row = claim(contribution, seen)
    if row.held or row.status == Status.JUNK:
        raise UnderJunk
    if row.sender is None or not row.sender.email:
        raise ValueError("They left no address.")
    message = Message.objects.create(contribution=row, kind=Message.Kind.OUT, words=words, author=user)
    send_template(
        f"contribute:{row.pk}:reply:{message.pk}", "contribute/email/reply", row.sender.email,
        {
            "reference": row.reference, "words": words, "asks": then == Status.WAITING,
            "answer": answer_link(row), "take_back": take_back_link(row),
        },
    )  # fmt: skip
    move(row, then, assigned_to=row.assigned_to or user)
    log(instance=row, action="contribute.reply", user=user)
    return message


@transaction.atomic
def write_note(contribution, words, *, user):
    """Keep a note for colleagues. Its words stand in no log and go out in no mail. Raises Emptied."""
    row = claim(contribution, "")
    note = Message.objects.create(contribution=row, kind=Message.Kind.NOTE, words=words, author=user)
    log(instance=row, action="contribute.note", user=user)
    return note


@transaction.atomic
def assign(contribution, to, *, user):
    """Let ``to`` look after it, None for nobody; they are told by mail unless they took it themselves.

    Raises Emptied.
    """
    row = claim(contribution, "")
    if row.assigned_to_id == (to.pk if to else None):
        return
    began = {"status": Status.STARTED} if to and row.status == Status.NEW else {}
    move(row, began.get("status", row.status), assigned_to=to)
    log(instance=row, action="contribute.assign", user=user, data={"to": name_of(to) if to else "nobody"})
    if to and to != user:
        send_template(
            f"contribute:{row.pk}:assigned:{to.pk}:{row.changed_at.isoformat()}", "contribute/email/assigned", to.email,
            {
                "reference": row.reference, "kind": KINDS[row.kind].label, "due_on": row.due_on,
                "is_urgent": row.is_urgent, "by": name_of(user), "link": desk_link(row),
            },
        )  # fmt: skip


def desk_link(contribution):
    """Return the address of its screen in the admin, whole."""
    return absolute_url(reverse("contribute_desk", args=[contribution.pk]))


@transaction.atomic
def set_status(contribution, status, *, user, seen="", reason=""):
    """Say where it stands: started, waiting, done, junk. Nothing is mailed. Raises SomebodyWasFirst and Emptied."""
    row = claim(contribution, seen)
    was_junk = row.status == Status.JUNK
    held = {"held": Contribution.Held.EDITOR if status == Status.JUNK else Contribution.Held.NO}
    move(row, status, **(held if was_junk or status == Status.JUNK else {}))
    log(
        instance=row, action="contribute.status", user=user,
        data={"status": row.get_status_display()} | ({"why": reason} if reason else {}),
    )  # fmt: skip
    if was_junk and status == Status.NEW:
        # Now it came, as far as its sender can tell: the promised time begins.
        channel = Channel.objects.get(kind=row.kind)
        move(row, status, due_on=channel.due_from(timezone.localdate()))
        acknowledge(row)
        tell_staff(row, channel)


@transaction.atomic
def set_calm(contribution, *, user):
    """Say that ``user`` has read it, and that it is not about danger: it no longer stands first. Raises Emptied."""
    row = claim(contribution, "")
    if row.is_urgent:
        move(row, row.status, is_urgent=False)
        log(instance=row, action="contribute.calm", user=user)


@transaction.atomic
def take_back(contribution):
    """Delete what was sent, at its sender's wish; return whether there still was something to delete."""
    row = claim(contribution, "", even_emptied=True)
    if row.is_gone:
        return False
    row.before_going()
    forget(type(row), [row.pk])
    row = claim(contribution, "", even_emptied=True)
    move(row, Status.TAKEN_BACK)
    type(row).objects.filter(pk=row.pk).update(retain_until=None)
    log(instance=row, action="contribute.taken_back")
    return True


@transaction.atomic
def answered_again(contribution, words, once):
    """Keep what its sender wrote by the link of our mail, once for one form; return the Message and whether it is new.

    Raises Emptied: they took it back in another tab, or its time was over while they wrote.
    """
    row = claim(contribution, "")
    found = Message.objects.filter(token_hash=hashed(once)).first()
    if found:
        return found, False
    message = Message.objects.create(contribution=row, kind=Message.Kind.IN, words=words, token_hash=hashed(once))
    channel = Channel.objects.get(kind=row.kind)
    move(row, Status.STARTED if row.assigned_to_id else Status.NEW, due_on=channel.due_from(timezone.localdate()))
    log(instance=row, action="contribute.answered")
    tell_staff(row, channel, template="again", cause=f"again:{message.pk}")
    return message, True
