"""Emailed links: for one purpose, one thing, a limited time, and no longer than until they are used up."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from ..keys import hashed, new_key


class AccessLinkQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())

    def of_token(self, token):
        """The link of ``token`` whether usable or not; raises DoesNotExist for a token that is not ours."""
        return self.get(token_hash=hashed(token))


class AccessLink(models.Model):
    """A link that was mailed. Opening it changes nothing (mail scanners open links); a button behind it does."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    subject = models.UUIDField(help_text="The public id of the thing it is for.")
    sender = models.ForeignKey("intake.Sender", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = AccessLinkQuerySet.as_manager()

    def __str__(self):
        return f"Link {self.pk} for {self.purpose}"

    @classmethod
    def make(cls, purpose, subject, sender, *, life=timedelta(days=14)):
        """Make a link for ``purpose`` on the thing with public id ``subject``; return it and its token (kept nowhere)."""
        token = new_key()
        link = cls.objects.create(
            token_hash=hashed(token), purpose=purpose, subject=subject, sender=sender, expires_at=timezone.now() + life
        )
        return link, token

    @property
    def state(self):
        """ "usable", "used" or "expired"."""
        if self.used_at:
            return "used"
        return "usable" if self.expires_at > timezone.now() else "expired"

    def use(self):
        """Use the link up; return whether it still could be. One statement, so two at once make one use."""
        return bool(AccessLink.objects.usable().filter(pk=self.pk).update(used_at=timezone.now()))
