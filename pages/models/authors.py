"""Who wrote a paper."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class ResearchAuthor(Orderable):
    """An author of a paper, as the journal prints the name."""

    page = ParentalKey("pages.ResearchPage", on_delete=models.CASCADE, related_name="authors")
    given = models.CharField("given names", max_length=100, blank=True)
    family = models.CharField("family name or organisation", max_length=150)

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "given", help_text="As the paper has them: “Rachel M.”, or “R. M.”. Empty for an organisation."
                ),
                FieldPanel("family", help_text="“Jones”, or the whole name of an organisation."),
            ]
        )
    ]

    def __str__(self):
        return f"{self.given} {self.family}".strip()
