"""What readers may subscribe to."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.core.models.remembered import Remembered


class MailingList(Remembered, models.Model):
    """One list of readers. ``is_open``: whether readers are offered it; who is on a closed one stays on it."""

    name = models.CharField(
        max_length=80, unique=True, error_messages={"unique": "There is a list of that name already."}
    )
    description = models.CharField(
        max_length=200, help_text="What somebody on this list gets, and how often. Readers see it beside the name."
    )
    is_open = models.BooleanField(
        "offered to readers", default=True, help_text="Untick it and nobody new can choose it. Who is on it stays."
    )
    sort_order = models.PositiveSmallIntegerField(
        "place in the form", default=10, help_text="The smallest comes first."
    )

    panels = [
        FieldPanel("name", help_text="As readers choose it, for example “News for carers”."),
        FieldPanel("description"),
        FieldPanel("is_open"),
        FieldPanel("sort_order"),
    ]

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name = "list of the newsletter"
        verbose_name_plural = "lists of the newsletter"

    def __str__(self):
        return self.name

    @classmethod
    def offered(cls, subscriber=None):
        """Return the lists to choose from: those that are open, and what ``subscriber`` is on."""
        wanted = models.Q(is_open=True)
        if subscriber is not None:
            wanted |= models.Q(subscriptions__subscriber=subscriber)
        return cls.objects.filter(wanted).distinct()
