"""The version of what readers may see (``cms.core.content_version``)."""

from django.db import models


class ContentChange(models.Model):
    """One row for each transaction that changed something that readers may see; old ones go.

    A row for each, and not one row that everybody changes: so no editor waits for another one's transaction.
    """

    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.pk}"
