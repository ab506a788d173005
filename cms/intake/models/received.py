"""Senders, their consent, and what all received things share."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..handed_out import fields_of

# No vowels and nothing that looks like something else: a reference is read out on the phone.
REFERENCE_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"


class Sender(models.Model):
    """A person who sent something in. The only table that holds their name, address and number."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # Where something is posted to, as it stands on the envelope below the name: several lines.
    postal_address = models.TextField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [("read_contact_details", "Can read who sent something in")]

    def __str__(self):
        # Never the name: this string turns up in logs, choosers and delete confirmations.
        return f"Sender {self.pk}"


class Consent(models.Model):
    """What a person agreed to: the very wording, its version, and for which purposes."""

    wording = models.TextField()
    version = models.CharField(max_length=40)
    purposes = models.JSONField(default=list)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"Consent of {timezone.localdate(self.given_at)}, wording {self.version}"


def by_lot(length=8):
    """Return ``length`` small letters that nobody guesses, for an address. A reference is its sender's: readers see none."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _each in range(length)).lower()


def new_reference():
    """Return a fresh reference such as ``K7QM-2XRT``: 28^8 (4 × 10^11) possible, unguessable in practice."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Received(models.Model):
    """Something sent in through a public form. Abstract: each kind adds what it holds and its inbox.

    ``token_hash`` is of the form's one-use token, so that sending twice makes one record.
    """

    class Decision(models.TextChoices):
        NONE = "", "Not decided"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERTAKEN = "overtaken", "Overtaken by a newer one"

    # What else is emptied when the sender's details are deleted: values by field.
    FORGOTTEN = {}
    # What is not handed out to the person it is about: reasons by field. Whatever a kind adds is handed out by itself.
    NOT_TOLD = {
        "id": "a number that says nothing",
        "reference": "told with its own label",
        "received_at": "told with its own label",
        "token_hash": "a key of ours",
        "sender": "told by itself: name and addresses",
        "consent": "told by itself: its wording",
        "decided_by": "a colleague, not this person",
    }

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sender = models.ForeignKey("intake.Sender", null=True, on_delete=models.SET_NULL, related_name="+")
    consent = models.ForeignKey("intake.Consent", null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    retain_until = models.DateField(
        null=True, blank=True, help_text="When the sender’s details are deleted, unless renewed."
    )
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    @classmethod
    def over(cls):
        """Return the rows whose time is over: what is said of the sender there goes. What waits is never over."""
        return cls.objects.filter(retain_until__lte=timezone.localdate()).exclude(decision=cls.Decision.NONE)

    @classmethod
    def forget(cls, pks):
        """Empty what says anything of the senders of the rows ``pks``. Their own rows are the caller's to delete."""
        cls.objects.filter(pk__in=pks).update(sender=None, consent=None, **cls.FORGOTTEN)

    def told(self):
        """Return what is kept of it, in words, as ``person export`` hands it to its sender: a dict."""
        # What a field says of the kind is closer than what the table is called.
        kept = {"reference": self.reference, "received": self.received_at.isoformat(), "kind": self._meta.verbose_name}
        if self.consent:
            kept["agreed to"] = (
                f"{self.consent.wording} ({timezone.localdate(self.consent.given_at)}, {self.consent.version})"
            )
            if self.consent.purposes:
                kept["agreed for"] = self.consent.purposes
        return kept | self.told_fields()

    def told_fields(self):
        """Return the fields that hold something, by their labels: all of them but those of NOT_TOLD."""
        return fields_of(self, self.NOT_TOLD)
