"""Endorse the Charter: what an organisation and the person who speaks for it send in."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from wagtail.models import ModelLogEntry

from cms.intake.handed_out import file_of
from pages.models import CharterEndorsement

from .contributions import Contribution, link_to


class Endorsement(Contribution):
    """One organisation's endorsement, as it was sent. What readers see is ``published``, made at approval.

    The organisation's words are offered for publication; who signed is not, and goes when the time is over.
    """

    KIND = "endorsement"
    FORGOTTEN = Contribution.FORGOTTEN | {"organisation": "", "website": "", "role": ""}

    organisation = models.CharField(max_length=150)
    website = models.URLField(blank=True)
    role = models.CharField("their role there", max_length=120, blank=True)
    upload = models.ForeignKey("intake.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published = models.ForeignKey(
        "pages.CharterEndorsement", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "endorsement of the Charter"
        verbose_name_plural = "endorsements of the Charter"

    @property
    def is_gone(self):
        # An organisation may take its word back long after its person's details were deleted.
        return super().is_gone and self.published is None

    def desk_rows(self):
        rows = [("Organisation", self.organisation), ("Website", link_to(self.website)), ("Who says so", self.role)]
        if self.published:
            edit = reverse("wagtailsnippets_pages_charterendorsement:edit", args=[self.published_id])
            words = "Published" if self.published.live else "Taken off"
            rows.append(("On the site", format_html('<a href="{}">{}</a>', edit, words)))
        return [row for row in rows if row[1]]

    def told(self):
        logo = self.published.logo if self.published else None
        return super().told() | ({"logo on the site": file_of(logo)} if logo else {})

    def before_going(self):
        """Take the organisation off the public list, with its logo: it has taken its word back."""
        if self.published is None:
            return
        logo, key = self.published.logo, str(self.published.pk)
        self.published.delete()
        if logo is not None and not logo.get_usage().count():
            logo.delete()
        # The history says that there was one, and no longer whose.
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(CharterEndorsement), object_id=key
        ).update(label="Taken back", data={})
