"""Words that editors keep ready for their answers to people who sent something in."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.core.models.remembered import Remembered


class ReasonTemplate(Remembered, models.Model):
    """Words for one kind of answer: an editor chooses them in the decision's form and may change them there."""

    class For(models.TextChoices):
        APPROVE = "approve", "Approve"
        CHANGES = "reject", "Ask for changes"
        DECLINE = "decline", "Decline"
        REPORT = "report", "Outcome of a report"
        ANSWER = "answer", "Answer to what was sent in"

    name = models.CharField(max_length=80, help_text="What you look for in the list. The sender does not see it.")
    decision = models.CharField("used to", max_length=10, choices=For.choices)
    words = models.TextField(
        max_length=2000,
        help_text="What the sender reads. Kind and plain: say why, and what they could do next. "
        "Do not repeat what somebody told us: mail is read on shared screens.",
    )
    sort_order = models.PositiveSmallIntegerField("order", default=0, help_text="Lower numbers stand first.")

    panels = [
        FieldPanel("name"),
        FieldPanel("decision", help_text="For which answer it is offered."),
        FieldPanel("words"),
        FieldPanel("sort_order"),
    ]

    class Meta:
        ordering = ["decision", "sort_order", "name"]
        verbose_name = "answer to senders"
        verbose_name_plural = "answers to senders"

    def __str__(self):
        return self.name
