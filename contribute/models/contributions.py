"""What all kinds of contribution share: one table, one thread, one way through the desk."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html

from cms.intake.mail import forget_about
from cms.intake.models import Received
from cms.intake.purge import delete_uploads


def link_to(address):
    """Return ``address``, which somebody sent, as a link for the desk; '' for ''. Where it leads is not told where from."""
    return format_html('<a href="{0}" rel="noreferrer noopener">{0}</a>', address) if address else ""


class ContributionQuerySet(models.QuerySet):
    def open(self):
        """What somebody at the Centre still has to do something with."""
        return self.filter(status__in=Contribution.OPEN)

    def late(self):
        """What waits for us longer than was promised."""
        return self.filter(status__in=Contribution.OURS, due_on__lt=timezone.localdate())


class Contribution(Received):
    """Something that a person sent in by a form of ``/contribute/``. Each kind is a child with what it alone holds.

    ``words`` and what a kind adds may hold what somebody disclosed: no mail, log or search index repeats them.
    """

    class Status(models.TextChoices):
        NEW = "new", "New"
        STARTED = "started", "Being worked on"
        WAITING = "waiting", "Waits for the sender"
        DONE = "done", "Done"
        TAKEN_BACK = "taken-back", "Taken back by the sender"
        JUNK = "junk", "Junk"

    class Held(models.TextChoices):
        NO = "", "Not held"
        ROBOT = "robot", "It filled in what only robots see"
        QUICK = "quick", "It came faster than a person types"
        LINKS = "links", "It holds many links"
        PROOF = "proof", "Its device did not do the sum"
        EDITOR = "editor", "A colleague put it here"

    OURS = (Status.NEW, Status.STARTED)
    OPEN = (Status.NEW, Status.STARTED, Status.WAITING)
    ENDED = (Status.DONE, Status.TAKEN_BACK, Status.JUNK)
    JUNK_LIFE = timedelta(days=30)
    # What no colleague has looked at yet.
    HELD_BACK = models.Q(status=Status.JUNK) & ~models.Q(held=Held.EDITOR)
    # Nobody waits for ever: what a sender never answered is over after this long.
    WAITED_LONG = timedelta(days=180)
    # What a kind adds to this is what it adds to the form.
    FORGOTTEN = {"words": "", "decision_reason": "", "came_from": ""}
    NOT_TOLD = Received.NOT_TOLD | {
        "contribution_ptr": "a number that says nothing",
        "uuid": "a key of ours",
        "kind": "told as what its table is called",
        "held": "how robots are told from people",
        "assigned_to": "a colleague, not this person",
    }
    # Set by each kind: its key everywhere, and whether opening one is in the audit log.
    KIND = ""
    IS_SENSITIVE = True
    # What we do by the day that we name: "We answer within 5 working days".
    PROMISE = "answer"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    words = models.TextField("in their words", blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    held = models.CharField("why it was held", max_length=10, choices=Held.choices, default=Held.NO, blank=True)
    is_urgent = models.BooleanField("may be about danger", default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField("answer due", null=True, blank=True)
    changed_at = models.DateTimeField("last something happened", default=timezone.now, editable=False)
    came_from = models.CharField("page they came from", max_length=255, blank=True)
    forgotten_on = models.DateField(null=True, blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["kind", "status", "due_on"], name="contribution_desk"),
            models.Index(fields=["retain_until"], name="contribution_over", condition=Q(retain_until__isnull=False)),
        ]

    def __str__(self):
        # Never more: this stands in logs, choosers and the history.
        return self.reference

    @classmethod
    def over(cls):
        today = timezone.localdate()
        unanswered = Q(
            status=cls.Status.WAITING, changed_at__lt=timezone.now() - cls.WAITED_LONG, forgotten_on__isnull=True
        )
        return cls.objects.filter(Q(retain_until__lte=today, status__in=cls.ENDED) | unanswered)

    @classmethod
    def forget(cls, pks):
        rows = cls.objects.filter(pk__in=pks)
        # Locked before the thread goes: who is writing to one of them now is waited for, and what they wrote goes too.
        for row in rows.select_for_update():
            delete_uploads(row.uploads_of_it())
        Message.objects.filter(contribution__in=pks).delete()
        for pk in pks:
            # What waits would still say it, and what was sent keeps the address.
            forget_about(f"contribute:{pk}:")
        super().forget(pks)
        rows.update(retain_until=None, forgotten_on=timezone.localdate())
        rows.filter(status__in=cls.OPEN).update(status=cls.Status.DONE)

    def uploads_of_it(self):
        """The files that were sent with it and that nothing else needs: a list of Uploads."""
        upload = getattr(self, "upload", None)
        return [upload] if upload else []

    def told(self):
        thread = [
            {"who": message.get_kind_display(), "when": message.written_at.isoformat(), "words": message.words}
            for message in self.messages.exclude(kind=Message.Kind.NOTE)
        ]
        return super().told() | ({"what was written since": thread} if thread else {})

    @property
    def is_over(self):
        """Whether there is nothing left to do."""
        return self.status in self.ENDED

    @property
    def is_ours(self):
        """Whether it waits for us."""
        return self.status in self.OURS

    @property
    def is_late(self):
        """Whether it waits for us longer than was promised."""
        return bool(self.due_on and self.is_ours and self.due_on < timezone.localdate())

    @property
    def is_emptied(self):
        """Whether what it said is deleted, so that nothing more may be written to it."""
        return self.status == self.Status.TAKEN_BACK or bool(self.forgotten_on)

    @property
    def is_gone(self):
        """Whether there is nothing left that its sender could take back."""
        return self.is_emptied

    @property
    def is_public(self):
        """Whether readers can read it, so that it is kept for as long as they can. For kinds to say."""
        return False

    @property
    def why_not_done(self):
        """Why it may not be done yet, in words for a colleague; '' where it may. For kinds to say."""
        return ""

    @property
    def own(self):
        """The same row as its kind; one query where this is not it already."""
        from ..kinds import KINDS

        model = KINDS[self.kind].model
        return self if isinstance(self, model) else model.objects.get(pk=self.pk)

    @property
    def is_answered(self):
        """Whether its sender expects words from us, and not only that something is done."""
        return True

    @classmethod
    def make(cls, **values):
        """Make one of this kind of what its form gave. For kinds that keep more than their own row."""
        return cls.objects.create(**values)

    @classmethod
    def is_mentioned(cls, request):
        """Whether readers are told of its form at all. For kinds to say."""
        return True

    @classmethod
    def pause(cls, request):
        """Return why none are taken though the form is open: words, or '' for the channel's own; None where they are.

        For kinds to say.
        """
        return None

    def goes_to(self):
        """Return the colleagues whom things like this one go to, besides those of the channel. For kinds to say."""
        return [self.assigned_to] if self.assigned_to else []

    def acknowledged(self):
        """Write down that its sender is told that we have it. For kinds to say."""

    def before_going(self):
        """Undo what it led to, before it is deleted at its sender's wish. For kinds to say."""

    def desk_rows(self):
        """Return what the desk shows of it beside the words: pairs of label and value. For kinds to say."""
        return []


class Message(models.Model):
    """One thing that was written about a contribution: by its sender, to its sender, or among colleagues."""

    class Kind(models.TextChoices):
        IN = "in", "From the sender"
        OUT = "out", "From the Centre"
        NOTE = "note", "Note for colleagues"

    contribution = models.ForeignKey("contribute.Contribution", on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    words = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"Message {self.pk}"


def purge_afterthoughts():
    """Delete what was written to something after it was emptied, and close that again; return how many messages went."""
    emptied = Contribution.objects.filter(Q(forgotten_on__isnull=False) | Q(status=Contribution.Status.TAKEN_BACK))
    emptied.filter(status__in=Contribution.OPEN).update(status=Contribution.Status.DONE)
    return Message.objects.filter(contribution__in=emptied).delete()[0]
