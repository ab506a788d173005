"""Words about the site, and complaints."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from .contributions import Contribution


class Feedback(Contribution):
    """What somebody thinks of the site, or found broken on it."""

    class About(models.TextChoices):
        BROKEN = "broken", "Something does not work"
        HARD = "hard", "Something is hard to read or to use"
        WRONG = "wrong", "Something is not right, or out of date"
        GOOD = "good", "Something I like"
        OTHER = "other", "Something else"

    KIND = "feedback"

    about = models.CharField(max_length=10, choices=About.choices)

    class Meta:
        verbose_name = "feedback on the site"
        verbose_name_plural = "feedback on the site"

    def desk_rows(self):
        return [("About", self.get_about_display())]


class Complaint(Contribution):
    """A complaint about the Centre, its site or its people. It is acknowledged, and answered by a day."""

    KIND = "complaint"
    FORGOTTEN = Contribution.FORGOTTEN | {"wish": ""}
    # A complaint may be taken further for a while after it was answered.
    WAITED_LONG = timedelta(days=365)

    wish = models.TextField("what they would like to happen", blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "complaint"
        verbose_name_plural = "complaints"

    def acknowledged(self):
        self.acknowledged_on = timezone.localdate()
        self.save(update_fields=["acknowledged_on"])

    def desk_rows(self):
        told = f"{self.acknowledged_on:%-d %B %Y}, by email" if self.acknowledged_on else "Not by email: no address"
        rows = [("What they would like to happen", self.wish), ("Told that we have it", told)]
        return [row for row in rows if row[1]]
