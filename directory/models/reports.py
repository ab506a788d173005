"""What readers tell us about an entry that is not right. Kept in the intake tables, apart from the entry."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from cms.intake.models import Received

# Long enough to answer a question about it; then the reader's words and address go.
KEEP_REPORT = timedelta(days=365)


class ReportQuerySet(models.QuerySet):
    def undecided(self):
        """Reports that wait for an editor."""
        return self.filter(decision="")

    def about_safety(self):
        """Reports that say somebody was hurt or treated badly."""
        # Not every database looks into lists; in all of them a topic stands in quotes.
        return self.alias(topics_text=Cast("topics", models.TextField())).filter(
            topics_text__contains=f'"{self.model.Topic.UNSAFE}"'
        )


class Report(Received):
    """One report of a problem with one entry. Its words may hold what somebody disclosed: no mail or log repeats them."""

    class Topic(models.TextChoices):
        CONTACT = "contact", "The phone number, email or address is wrong"
        TIMES = "times", "The days or times are wrong"
        CLOSED = "closed", "It has closed"
        UNSAFE = "unsafe", "Something unsafe or unkind happened there"
        TWICE = "twice", "It is in the directory twice"
        NOT_LISTED = "not-listed", "It should not be listed"
        OTHER = "other", "Something else"

    class Decision(models.TextChoices):
        NONE = "", "Not decided"
        CHANGED = "changed", "The entry was changed"
        TAKEN_OFF = "taken-off", "The entry was taken off"
        KEPT = "kept", "The entry stays as it is"
        PASSED_ON = "passed-on", "Passed on to somebody else"

    # Emptied with the sender's details when the time is over: their words, and what a colleague wrote about them.
    FORGOTTEN = {"words": "", "decision_reason": ""}
    NOT_TOLD = Received.NOT_TOLD | {"service": "told as it was called then"}

    service = models.ForeignKey("directory.Service", null=True, on_delete=models.SET_NULL, related_name="reports")
    title = models.CharField("service", max_length=150, help_text="The service’s name when this was sent.")
    topics = models.JSONField(default=list)
    words = models.TextField("in their words", blank=True)
    decision = models.CharField("outcome", max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "report of a problem"
        verbose_name_plural = "reports of problems"
        permissions = [("decide_report", "Can decide on reports of problems")]
        indexes = [models.Index(fields=["service"], name="report_undecided", condition=Q(decision=""))]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    @property
    def topic_labels(self):
        """What it is about, in words: a list in the order of the form."""
        return [label for value, label in self.Topic.choices if value in self.topics]

    def told_fields(self):
        return super().told_fields() | ({"topics": self.topic_labels} if self.topics else {})

    @property
    def is_about_safety(self):
        """Whether somebody was hurt or treated badly: it is read first."""
        return self.Topic.UNSAFE in self.topics
