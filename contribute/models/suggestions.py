"""Suggest: something that belongs on this site, in the eyes of a reader."""

from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from .contributions import Contribution, link_to


class Suggestion(Contribution):
    """An opportunity, a resource, a link or a question that somebody knows of. ``draft`` is what a colleague made of it.

    What is suggested is no secret; why and for whom may tell of a person, so ``words`` go onto no page.
    """

    class About(models.TextChoices):
        OPPORTUNITY = "opportunity", "An opportunity: training, an event, a job, volunteering"
        RESOURCE = "resource", "A resource: something to read, to watch or to use"
        LINK = "link", "A link that belongs on a page of this site"
        QUESTION = "question", "A question that people ask"

    KIND = "suggestion"
    FORGOTTEN = Contribution.FORGOTTEN | {"title": "", "website": ""}

    about = models.CharField(max_length=12, choices=About.choices)
    title = models.CharField("what they suggest", max_length=150)
    website = models.URLField("web address", blank=True)
    closes_on = models.DateField("closes on", null=True, blank=True)
    draft = models.ForeignKey("wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "suggestion"
        verbose_name_plural = "suggestions"

    @property
    def draft_url(self):
        """Where its draft is edited, '' where there is none."""
        return reverse("wagtailadmin_pages:edit", args=[self.draft_id]) if self.draft_id else ""

    def desk_rows(self):
        rows = [("What", self.get_about_display()), ("What they suggest", self.title)]
        if self.website:
            rows.append(("Web address", link_to(self.website)))
        if self.closes_on:
            rows.append(("Closes on", f"{self.closes_on:%-d %B %Y}"))
        if self.draft_id:
            rows.append(("Draft", format_html('<a href="{}">Finish the draft</a>', self.draft_url)))
        return [row for row in rows if row[1]]

    def before_going(self):
        """Take the draft along, unless a colleague has worked on it: then it is no longer what was sent in."""
        from ..drafting import undo

        undo(self)
