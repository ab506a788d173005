"""What editors keep about an entry for themselves. Apart from the entry, so that no revision, index or export holds it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Note(models.Model):
    """Words of one editor to the others about a service. Never public, never mailed."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField("note", max_length=4000)

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return f"Note {self.pk} on service {self.service_id}"


class Assignment(models.Model):
    """Who of the editors looks after what waits for one service."""

    service = models.OneToOneField("directory.Service", on_delete=models.CASCADE, related_name="assignment")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    assigned_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"Service {self.service_id} to user {self.user_id}"


class ServiceRedirect(models.Model):
    """The old address of an entry that became part of another: readers are sent on for good."""

    old_slug = models.SlugField(max_length=140, unique=True)
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="redirects")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.old_slug} to service {self.service_id}"


class NotListed(models.Model):
    """Somebody who asked not to be in the directory, so that nobody puts them in again without asking."""

    name = models.CharField(max_length=150, help_text="The name of the service or group.")
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    abn = models.CharField("ABN", max_length=14, blank=True)
    why = models.TextField(
        "what they asked", help_text="In a sentence or two, for your colleagues. It is never public."
    )
    asked_on = models.DateField("when they asked", default=timezone.localdate)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "service that asked not to be listed"
        verbose_name_plural = "asked not to be listed"

    def __str__(self):
        return self.name
