"""Organisations that endorse the Charter. What is sent in is a draft; editors publish it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from .partners import initials


class EndorsementQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def listed(self):
        """What the public may see, by name, with what a row shows."""
        pages = self.filter(live=True).select_related("logo").prefetch_related("logo__renditions")
        return pages.order_by(Lower("name"), "pk")

    def newest(self):
        """What the public may see, the last endorsed first."""
        return self.listed().order_by("-endorsed_on", "pk")


class CharterEndorsement(DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """One organisation, and the day on which it endorsed the Charter. Nothing of who signed for it is kept here."""

    picture_uses = {"logo": ("mark",)}

    name = models.CharField("organisation", max_length=150, unique=True, help_text="As it writes its own name.")
    website = models.URLField(blank=True, help_text="Its own site, beginning with https://.")
    logo = models.ForeignKey(
        "media.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Only with the organisation’s permission. Without one its initials are shown.",
    )
    endorsed_on = models.DateField(default=timezone.localdate, help_text="The day on which it said yes.")
    statement = models.TextField(
        "in its own words",
        max_length=300,
        blank=True,
        help_text="Why it endorses the Charter, in one or two sentences. Optional.",
    )

    objects = EndorsementQuerySet.as_manager()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("live")]

    class Meta:
        ordering = ["name"]
        verbose_name = "endorsement of the Charter"
        verbose_name_plural = "endorsements of the Charter"

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.endorsed_on and self.endorsed_on > timezone.localdate():
            raise ValidationError({"endorsed_on": "This day is still to come. Enter the day on which it said yes."})

    @property
    def title(self):
        return self.name

    @property
    def initials(self):
        return initials(self.name)
