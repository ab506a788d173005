"""Who looks after an entry, and what they did or asked. Kept apart from the entry, so that no revision, index or export
holds it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.intake.models import Received


class ListingContact(models.Model):
    """A person who may change, confirm or close one entry by a link sent to their address."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="listing_contacts")
    sender = models.ForeignKey("intake.Sender", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "sender"], name="one_contact_a_service")]

    def __str__(self):
        return f"Contact {self.pk} of service {self.service_id}"


class ContactRequestQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(decision=Received.Decision.NONE)


class ContactRequest(Received):
    """Somebody asks that another person looks after an entry, or one fewer. ``sender`` is the person it is about.

    An editor decides. ``asked_by`` is the contact by whose link it was asked; without one it came from a stranger.
    """

    class Kind(models.TextChoices):
        ADD = "add", "Somebody more"
        REPLACE = "replace", "Somebody else instead"
        LEAVE = "leave", "One person fewer"

    # Emptied with the person's details; the note earlier too, by ``retention``.
    FORGOTTEN = {"note": "", "decision_reason": ""}
    NOT_TOLD = Received.NOT_TOLD | {"asked_by": "somebody else"}

    kind = models.CharField(max_length=10, choices=Kind.choices)
    service = models.ForeignKey(
        "directory.Service", null=True, on_delete=models.SET_NULL, related_name="contact_requests"
    )
    title = models.CharField(max_length=150, help_text="The service’s name when this was sent.")
    asked_by = models.ForeignKey(
        "directory.ListingContact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_link = models.BooleanField("asked by the link of somebody who looks after it", default=False)
    note = models.TextField("what they say about it", blank=True)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["service"], name="contact_request_undecided", condition=models.Q(decision="")),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"


class ClosureQuerySet(models.QuerySet):
    def unseen(self):
        """Closings that no editor has looked at and nobody took back."""
        return self.filter(seen_at=None, undone_at=None)


class Closure(models.Model):
    """A service closed its entry by its link. It took effect at once; the editors are told."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="closures")
    reason = models.TextField(blank=True, help_text="What the service said, for the editors only.")
    closed_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-closed_at"]

    def __str__(self):
        return f"Closing {self.pk} of service {self.service_id}"


class ReminderSent(models.Model):
    """One step of the reminders of one entry: to which contact, when, and from which check it counts (``since``).

    A step that nobody could be written to about, or that is an editor's, has no contact.
    """

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="reminders_sent")
    contact = models.ForeignKey(
        "directory.ListingContact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    step = models.PositiveSmallIntegerField()
    since = models.DateField(help_text="The day of the last check, or on which the entry was first listed.")
    sent_on = models.DateField()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "contact", "step", "since"], name="one_reminder_a_step")
        ]

    def __str__(self):
        return f"Reminder {self.step} of service {self.service_id} on {self.sent_on}"
