"""Things without drafts that editors write words in: each earlier version is kept, can be compared and put back."""

from django.db import models
from wagtail.models import RevisionMixin


class Remembered(RevisionMixin, models.Model):
    """What keeps its earlier versions. Mixed into a snippet, before other bases.

    ``LEFT_AS_IS`` names fields that belong to the row and to no version, such as a count that other work changes: putting
    an earlier version back leaves them as they stand.
    """

    LEFT_AS_IS = ()

    class Meta:
        abstract = True

    def with_content_json(self, content):
        instance = super().with_content_json(content)
        for name in self.LEFT_AS_IS:
            setattr(instance, name, getattr(self, name))
        return instance
