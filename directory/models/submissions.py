"""What the public sent in about services: what the workflow itself does not keep."""

from django.db import models
from django.db.models import Q

from cms.intake.models import Received


class SubmissionQuerySet(models.QuerySet):
    def undecided(self):
        """Submissions that wait: under review, sent back for changes, or held behind another one."""
        return self.filter(decision=Received.Decision.NONE)

    def held(self):
        """Updates that arrived while another was under review; each becomes a revision after that decision."""
        return self.undecided().filter(proposed__isnull=False)

    def in_workflow(self):
        """The submissions whose revisions are in the workflow now: undecided and not held."""
        return self.undecided().filter(proposed__isnull=True)


class Submission(Received):
    """One thing sent in about a service: a new entry or an update of one.

    Whether it is under review is read from the workflow (``service.current_workflow_state``), not kept twice.
    """

    class Kind(models.TextChoices):
        NEW = "new", "New service"
        UPDATE = "update", "Update"

    # Emptied with the sender's details; the note earlier too, by ``retention``.
    FORGOTTEN = {"note": "", "proposed": None, "started_from": None, "decision_reason": ""}
    NOT_TOLD = Received.NOT_TOLD | {
        "revision": "a version of the entry, which is of a service; it stands in the entry’s history",
        "set_aside": "a colleague’s draft",
    }

    kind = models.CharField(max_length=10, choices=Kind.choices)
    service = models.ForeignKey("directory.Service", null=True, on_delete=models.SET_NULL, related_name="submissions")
    # Old revisions are purged by Wagtail's own command; the submission outlives them.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField("note to the editors", blank=True)
    proposed = models.JSONField(
        null=True, blank=True, help_text="The answers of an update that waits behind another one."
    )
    started_from = models.JSONField(
        null=True,
        blank=True,
        help_text="The answers that a waiting update began with: what its sender changed differs.",
    )
    set_aside = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="A colleague’s unpublished draft that this update was put beside; a decline brings it back.",
    )  # fmt: skip
    # What differs from the entry, by the names of comparing.PARTS; [] for a new service and where nothing does.
    changes = models.JSONField("what changes", default=list, blank=True)
    upload = models.ForeignKey("intake.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=150, help_text="The service’s name when this was sent.")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["service"], name="submission_undecided", condition=Q(decision="")),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    @property
    def stage(self):
        """Where it stands, in words for editors; reads the workflow."""
        if self.decision:
            return self.get_decision_display()
        if self.proposed is not None:
            return "Waiting behind another update"
        state = self.service and self.service.current_workflow_state
        if state is None:
            return "Not in review"
        return "Changes requested" if state.status == state.STATUS_NEEDS_CHANGES else "In review"
