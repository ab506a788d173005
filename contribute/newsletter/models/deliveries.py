"""What became of an issue on its way to each reader."""

from django.db import models


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Those that have neither arrived nor been refused for good."""
        return self.filter(sent_at=None, refused_at=None)


class Delivery(models.Model):
    """One issue for one reader: at most one, by a rule of the database. Holds no address.

    ``message`` is its row in the outbox, while there is one. ``left_at``: when that reader unsubscribed later.
    """

    issue = models.ForeignKey("newsletter.Issue", on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        "newsletter.Subscriber", null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    message = models.OneToOneField("intake.OutboxMessage", null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="one_issue_a_reader")]

    def __str__(self):
        return f"Delivery {self.pk}"
