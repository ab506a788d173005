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
# Which letter an answer goes out in, by what comes next; the others are "reply".
LETTERS = {Status.WAITING: "question", Status.STARTED: "looking"}


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


class NotDoneYet(DecisionRefused):
    """Its kind asks for something else before it is done; ``why`` says what."""

    def __init__(self, why):
        self.message = why
        super().__init__(why)


def name_of(user):
    """Return how colleagues know ``user``: the full name, else the user name; "somebody" for None."""
    return user.known_as if user else "somebody"


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
    """Put a claimed row into ``status`` and save it: its days of answering and keeping begin anew."""
    row.status = status
    row.retain_until = kept_until(row)
    touch(row, **values)


def touch(row, **values):
    """Save a claimed row with other ``values``. Where it stands is as it was, and so are its days."""
    row.changed_at = timezone.now()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def kept_until(row):
    """Return the day after which ``row`` is deleted, if it came to where it stands today; None while it is open or public."""
    today = timezone.localdate()
    if not row.is_over or row.is_public:
        return None
    if row.status == Status.JUNK:
        return today + Contribution.JUNK_LIFE
    return today + timedelta(days=Channel.objects.get(kind=row.kind).keep_for)


@transaction.atomic
def reply(contribution, words, *, user, seen="", then=Status.DONE):
    """Keep ``words`` in the thread and mail them to the sender.

    ``then`` is DONE; WAITING where we asked something; or STARTED where we go on with it. The day that was promised then
    stands, and the email names it.

    Raises SomebodyWasFirst, Emptied, UnderJunk, NotDoneYet, and ValueError where there is no address to write to.
    """
    row = claim(contribution, seen)
    if row.held or row.status == Status.JUNK:
        raise UnderJunk
    if row.sender is None or not row.sender.email:
        raise ValueError("They left no address.")
    if then == Status.DONE and row.why_not_done:
        raise NotDoneYet(row.why_not_done)
    message = Message.objects.create(contribution=row, kind=Message.Kind.OUT, words=words, author=user)
    due_on = heard_again_by(row) if then == Status.STARTED else row.due_on
    send_template(
        f"contribute:{row.pk}:reply:{message.pk}", f"contribute/email/{LETTERS.get(then, 'reply')}", row.sender.email,
        {
            "reference": row.reference, "words": words,
            "answer": answer_link(row), "take_back": take_back_link(row), "due_on": due_on,
        },
    )  # fmt: skip
    move(row, then, assigned_to=row.assigned_to or user, due_on=due_on)
    log(instance=row, action="contribute.reply", user=user)
    return message


def heard_again_by(row):
    """Return the day by which its sender hears from us again, where we go on with it: the one that was promised.

    Where that is over, or was never named, as many days as the form promises are counted from today.
    """
    today = timezone.localdate()
    if row.due_on and row.due_on >= today:
        return row.due_on
    return Channel.objects.get(kind=row.kind).due_from(today)


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
    if to and row.status == Status.NEW:
        move(row, Status.STARTED, assigned_to=to)
    else:
        touch(row, assigned_to=to)
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
    """Say where it stands: started, waiting, done, junk. Nothing is mailed.

    Raises SomebodyWasFirst and Emptied; UnderJunk where junk should be anything but new, since only so its sender is told
    and what hangs on its coming begins; and NotDoneYet.
    """
    row = claim(contribution, seen)
    was_junk = row.status == Status.JUNK
    if was_junk and status not in (Status.NEW, Status.JUNK):
        raise UnderJunk
    if status == Status.DONE and row.why_not_done:
        raise NotDoneYet(row.why_not_done)
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
        touch(row, is_urgent=False)
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


class NoJunk(DecisionRefused):
    """A colleague put it back, or it is deleted, after the screen was opened."""

    message = "It does not stand under Junk any more: a colleague put it back, or it is deleted. Nothing was changed."


@transaction.atomic
def put_back(contribution, *, user):
    """Take what stands under Junk out of it: it counts as new. Raises NoJunk, and Emptied where it is deleted."""
    if claim(contribution, "").status != Status.JUNK:
        raise NoJunk
    set_status(contribution, Status.NEW, user=user)


@transaction.atomic
def delete_junk(contribution, *, user):
    """Delete at once, as its time being over would, what stands under Junk. Raises NoJunk, and Emptied."""
    row = claim(contribution, "")
    if row.status != Status.JUNK:
        raise NoJunk
    forget(type(row), [row.pk])
    log(instance=row, action="contribute.deleted", user=user)


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
    log(instance=row, action="contribute.answered")
    if row.status == Status.JUNK:
        # It stays there until a colleague puts it back: what they wrote is read then, and goes with it otherwise.
        touch(row)
        return message, True
    channel = Channel.objects.get(kind=row.kind)
    move(row, Status.STARTED if row.assigned_to_id else Status.NEW, due_on=channel.due_from(timezone.localdate()))
    tell_staff(row, channel, template="again", cause=f"again:{message.pk}")
    return message, True
