"""What keeping the site current has to remember: who was reminded of which page, and how each link fares."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class ReviewReminder(models.Model):
    """One person was reminded once that a page is due. What comes next is read from these (``reminders``)."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="review_reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due = models.DateField()
    step = models.PositiveSmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "person", "due", "step"], name="one_review_reminder")]

    def __str__(self):
        return f"Page {self.page_id}, due {self.due}: step {self.step}"


class Link(models.Model):
    """A place that something on the site links to, and how it was found there last."""

    class Kind(models.TextChoices):
        OUTSIDE = "outside", "Another site"
        OWN = "own", "This site"
        # Own things that are chosen and not typed: ``target`` is their number, ``target_type`` what they are.
        THING = "thing", "A page or file of this site"

    class Result(models.TextChoices):
        NEW = "new", "Not checked yet"
        FINE = "fine", "Works"
        FAILED = "failed", "Failed once"
        BROKEN = "broken", "Broken"
        UNKNOWN = "unknown", "Could not be checked"

    # Addresses are longer than what an index of every database takes.
    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField()
    kind = models.CharField(max_length=8, choices=Kind)
    target_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE, related_name="+")
    target = models.BigIntegerField(null=True)
    result = models.CharField(max_length=8, choices=Result, default=Result.NEW)
    reason = models.CharField(max_length=200, blank=True)
    failed_on = models.DateField(null=True)
    broken_since = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check = models.DateField(default=timezone.localdate)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "next_check"]), models.Index(fields=["result"])]

    def __str__(self):
        return self.address


class LinkPlace(models.Model):
    """Where a link stands: in which page, entry or setting, in which part of it, under which words."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    # The same as the object, where that is a page: who may see the row is asked of it.
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    where = models.CharField(max_length=150)
    words = models.CharField(max_length=150, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = "link"
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.title}: {self.where}"
