"""The version of what stands on every page (``cms.core.kept``)."""

from django.db import models


class ContentVersion(models.Model):
    """One row: a word that is another one whenever something that is kept has changed."""

    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.token
