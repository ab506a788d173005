"""Invitations: how somebody who was given an account gets in for the first time."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Invitation(models.Model):
    """The one link by which a person chooses their first password. Only its hash is kept; it works once, and not for long."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation")
    key_hash = models.CharField(max_length=64, unique=True, null=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"Invitation of {self.user}"

    @property
    def is_waiting(self):
        """Whether the person could still use it, or be sent another one."""
        return self.accepted_at is None and self.taken_back_at is None

    @property
    def is_over(self):
        """Whether its days went by unused."""
        return self.is_waiting and self.expires_at <= timezone.now()
