"""Localities of Victoria: reference data, loaded by ``manage.py load_localities``."""

from django.db import models
from wagtail.search import index


class Locality(index.Indexed, models.Model):
    """A suburb or town with its postcode, a point for it, its council area and mental health region.

    The point is the locality's own, in degrees (WGS 84): it stands for an address that is not shown.
    """

    name = models.CharField(max_length=80)
    postcode = models.CharField(max_length=4, db_index=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    council_area = models.CharField(max_length=60, db_index=True)
    region = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text="The mental health region: supported by public lists, not official.",
    )
    is_primary = models.BooleanField(
        default=True, help_text="False for post office boxes and other names without a place."
    )

    search_fields = [
        index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("postcode"),
        index.FilterField("is_primary"),
    ]  # fmt: skip

    class Meta:
        ordering = ["name", "postcode"]
        verbose_name_plural = "localities"
        constraints = [models.UniqueConstraint(fields=["name", "postcode"], name="one_locality_a_name_and_postcode")]
        indexes = [models.Index(fields=["latitude", "longitude"], name="locality_point")]

    def __str__(self):
        return f"{self.name} {self.postcode}"
