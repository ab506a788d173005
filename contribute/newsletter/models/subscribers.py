"""Who gets the newsletter, who asked for it, and who is never to get it again."""

import uuid

from django.db import models
from django.utils import timezone


class SubscriberQuerySet(models.QuerySet):
    def confirmed(self):
        """Those who said by the link in their mail that it was they who asked."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self):
        return self.filter(confirmed_at__isnull=True)


class Subscriber(models.Model):
    """Somebody who asked for the newsletter. Name and address are the Sender's; here is only a keyed digest to find them by.

    A row lives until they unsubscribe. Deleting one takes everything with it that says who they were (leaving.py).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.ForeignKey("intake.Sender", on_delete=models.CASCADE, related_name="+", editable=False)
    consent = models.ForeignKey(
        "intake.Consent", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField("asked on", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("on the list since", null=True, blank=True, editable=False)
    is_held = models.BooleanField(
        "held",
        default=False,
        editable=False,
        help_text="A program may have filled in the form: nothing is mailed before somebody lets it through.",
    )
    lists = models.ManyToManyField("newsletter.MailingList", through="newsletter.Subscription", related_name="+")

    # Whether this very request made the row.
    is_new = False

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "reader of the newsletter"
        verbose_name_plural = "readers of the newsletter"

    def __str__(self):
        # Never the address: this string turns up in the history and in messages.
        return f"Reader {self.pk}"

    def email(self):
        """Their address, for the list of those who may read it; no query where ``sender`` was read."""
        return self.sender.email

    email.short_description = "email"

    @property
    def mail_key(self):
        """What the keys of all mail to them begin with."""
        return f"newsletter:{self.uuid.hex}:"


class Subscription(models.Model):
    """One reader on one list."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    mailing_list = models.ForeignKey("newsletter.MailingList", on_delete=models.CASCADE, related_name="subscriptions")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "mailing_list"], name="one_subscription_a_list")]

    def __str__(self):
        return f"Subscription {self.pk}"


class Suppression(models.Model):
    """An address that gets no newsletter, as a keyed digest: who it was cannot be read from it.

    Only its owner lifts it, by subscribing and confirming again.
    """

    class Reason(models.TextChoices):
        LEFT = "left", "Unsubscribed"
        NEVER = "never", "Asked never to be written to"
        REFUSED = "refused", "The address does not exist"

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    since = models.DateTimeField(default=timezone.now)
    # When they were last asked to confirm, because somebody had typed their address into the form.
    asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"Suppression {self.pk}"
