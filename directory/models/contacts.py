"""Who looks after an entry. Kept apart from the entry, so that no revision, index or export holds it."""

from django.db import models


class ListingContact(models.Model):
    """A person who may change, confirm or close one entry by a link sent to their address."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="listing_contacts")
    sender = models.ForeignKey("intake.Sender", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "sender"], name="one_contact_a_service")]

    def __str__(self):
        return f"Contact {self.pk} of service {self.service_id}"
