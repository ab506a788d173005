"""The outbox: every message the site sends is first a row, written in the transaction that caused it."""

import uuid

from django.db import models
from django.utils import timezone


def message_key():
    return uuid.uuid4().hex


# After so many attempts, some minutes, it may be no passing trouble: people are told.
STUCK_AFTER = 3


class OutboxQuerySet(models.QuerySet):
    def due(self):
        """Messages that should be sent now: unsent, not given up, their time has come, nobody else at them."""
        now = timezone.now()
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now).filter(
            models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lt=now)
        )

    def stuck(self):
        """Messages that somebody waits for and that did not leave: given up, or tried a few times. No bulk mail, whose
        sender has a report of it."""
        tried = models.Q(given_up_at__isnull=False) | models.Q(attempts__gte=STUCK_AFTER)
        return self.filter(tried, sent_at__isnull=True, is_bulk=False)

    def next_due(self):
        """The message whose turn it is, or None: bulk mail waits for all other mail, and what came first goes first."""
        return self.due().order_by("is_bulk", "due_at", "pk").first()


class OutboxMessage(models.Model):
    """One message to one or more addresses. ``key`` is unique: the same cause never mails twice.

    ``is_bulk``: one of very many, such as an issue of a newsletter. It goes after all other mail and at a rate, and
    its row holds no address once it has arrived.
    """

    key = models.CharField(max_length=120, unique=True, default=message_key)
    recipients = models.JSONField()
    from_email = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    # The whole message as sent (RFC 5322), so that attachments and alternatives survive; emptied when sent.
    content = models.BinaryField(default=b"")
    is_bulk = models.BooleanField(default=False)
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
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(sent_at__isnull=True)),
            models.Index(fields=["sent_at"], name="outbox_bulk_sent", condition=models.Q(is_bulk=True)),
        ]

    def __str__(self):
        return f"Message {self.pk}"
