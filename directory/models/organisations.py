"""Organisations that provide services. They have no drafts: public only while a service of theirs is listed."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from stdnum.au import abn as abn_rules
from stdnum.exceptions import ValidationError as NumberError
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.core.models.remembered import Remembered


class Organisation(Remembered, index.Indexed, models.Model):
    """Who provides a service. Editors make and link organisations; the public never does."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150, unique=True)
    about = models.TextField(blank=True, help_text="One or two sentences about who they are.")
    website = models.URLField(blank=True)
    email = models.EmailField("public email", blank=True, help_text="A role address, never a person’s own.")
    abn = models.CharField(
        "ABN", max_length=14, blank=True, help_text="Eleven digits. Helps to spot entries that are there twice."
    )

    panels = [
        FieldPanel("name", help_text="As it writes its own name, for example “Grampians Peer Network”."),
        FieldPanel("about"),
        FieldPanel("website", help_text="Its own site, with https://. Optional."),
        FieldPanel("email"),
        FieldPanel("abn"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.abn:
            try:
                self.abn = abn_rules.validate(self.abn)
            except NumberError as error:
                raise ValidationError(
                    {"abn": "This is not an Australian Business Number. It has eleven digits."}
                ) from error
