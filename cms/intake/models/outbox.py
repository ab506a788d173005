"""The outbox: every message the site sends is first a row, written in the transaction that caused it."""

import uuid

from django.db import models
from django.utils import timezone


def message_key():
    return uuid.uuid4().hex


class OutboxQuerySet(models.QuerySet):
    def due(self):
        """Messages that should be sent now: unsent, not given up, their time has come, nobody else at them."""
        now = timezone.now()
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now).filter(
            models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lt=now)
        )


class OutboxMessage(models.Model):
    """One message to one or more addresses. ``key`` is unique: the same cause never mails twice."""

    key = models.CharField(max_length=120, unique=True, default=message_key)
    recipients = models.JSONField()
    from_email = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    # The whole message as sent (RFC 5322), so that attachments and alternatives survive; emptied when sent.
    content = models.BinaryField(default=b"")
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=255, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(sent_at__isnull=True))]

    def __str__(self):
        return f"Message {self.pk}"
