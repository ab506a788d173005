"""Counts by day: how the directory is used, without anything of those who use it."""

from django.db import models


class DailyCount(models.Model):
    """How often something happened on one day. ``key`` says of what: a service's id, a choice of a facet, or nothing."""

    class Kind(models.TextChoices):
        VIEW = "view", "Entry looked at"
        SEARCH = "search", "Search"
        EMPTY = "empty", "Search without a result"
        FACET = "facet", "Choice made"
        LISTED = "listed", "Entries listed"
        CHECKED = "checked", "Of these, checked within 12 months"

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=140, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "day", "key"], name="one_count_a_day")]

    def __str__(self):
        return f"{self.day} {self.kind} {self.key}: {self.count}"


class SearchPhrase(models.Model):
    """Words that people searched the directory for. Until they came on five different days, only a keyed hash of them."""

    digest = models.CharField(max_length=64, unique=True)
    phrase = models.CharField(max_length=40, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    kept_on = models.DateField(null=True)
    count = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0, help_text="How many of these found nothing.")

    class Meta:
        ordering = ["-count", "pk"]

    def __str__(self):
        return self.phrase or f"Phrase {self.pk}"
