"""Imports of spreadsheets: the file between looking and importing, and a record of what was imported."""

import uuid
import zlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.core.moments import clock, date_said

# How long a file waits for its editor, and how long an import may take before it counts as broken off.
KEEP_FILE = timedelta(days=1)
LONGEST_RUN = timedelta(minutes=30)


class ServiceImportQuerySet(models.QuerySet):
    def over(self):
        """Files that nobody imported within a day."""
        waiting = Q(state=ServiceImport.State.WAITING, created_at__lt=timezone.now() - KEEP_FILE)
        return self.filter(waiting)

    def carried_out(self):
        """What was imported, or was tried: the record that stays."""
        return self.exclude(state=ServiceImport.State.WAITING)


class ServiceImport(models.Model):
    """One file that an editor sent. Only that editor sees it; its content goes once it is imported, or after a day."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not imported yet"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        FAILED = "failed", "Not imported"

    class Goes(models.TextChoices):
        DRAFTS = "drafts", "As drafts: somebody looks at each and publishes it"
        APPROVAL = "approval", "For approval: each waits for somebody else to approve it"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=150, blank=True)
    content = models.BinaryField(null=True)
    # What was found alike when the file came, by line: looking again would cost too much each time.
    resemblances = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    seen = models.CharField(max_length=64, blank=True, help_text="What the editor saw and agreed to.")
    goes = models.CharField(max_length=10, choices=Goes.choices, default=Goes.DRAFTS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    objects = ServiceImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="import_by_state")]

    def __str__(self):
        return f"Import {self.pk}: {self.file_name}"

    @property
    def file(self):
        """The bytes of the file; None where they are gone."""
        return None if self.content is None else zlib.decompress(bytes(self.content))

    @file.setter
    def file(self, content):
        self.content = zlib.compress(content)

    @property
    def is_over(self):
        """Whether it waited too long for its editor."""
        return self.state == self.State.WAITING and self.created_at < timezone.now() - KEEP_FILE

    @property
    def was_broken_off(self):
        """Whether it began and, long since, has not come to an end: nothing of it was kept."""
        return self.state == self.State.RUNNING and self.started_at < timezone.now() - LONGEST_RUN

    @property
    def when_in_words(self):
        """When the file was sent: ``22 November 2026, 7.05 pm``."""
        moment = timezone.localtime(self.created_at)
        return f"{date_said(moment)}, {clock(moment.time())}"

    @property
    def outcome_in_words(self):
        """What came of it, for the list of imports."""
        if self.was_broken_off:
            return "Broken off: nothing was imported"
        if self.state != self.State.DONE:
            return self.get_state_display()
        return f"{self.new} new, {self.changed} changed, {self.same} the same"
