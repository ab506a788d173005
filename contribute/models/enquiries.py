"""Ask the Centre: a question, its topic, and how its sender wants to be answered."""

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.core.models.remembered import Remembered

from .contributions import Contribution


class EnquiryTopic(Remembered, models.Model):
    """What a question may be about, and which colleagues questions about it go to."""

    name = models.CharField(max_length=80, unique=True, help_text="As people choose it, such as “Starting a service”.")
    hint = models.CharField(max_length=160, blank=True, help_text="One line under the choice. Optional.")
    goes_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="goes to",
        help_text="Whoever answers these. They are told by email. Empty: whoever takes it from the Inbox.",
    )
    is_offered = models.BooleanField("offered", default=True, help_text="Untick it rather than delete it.")
    sort_order = models.PositiveSmallIntegerField("order", default=0, help_text="Lower numbers stand first.")

    panels = [FieldPanel(name) for name in ("name", "hint", "goes_to", "is_offered", "sort_order")]

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name = "topic of questions"
        verbose_name_plural = "topics of questions"

    def __str__(self):
        return self.name


class Enquiry(Contribution):
    """One question to the Centre."""

    class By(models.TextChoices):
        EMAIL = "email", "By email"
        PHONE = "phone", "By phone"
        NONE = "none", "I need no answer"

    KIND = "enquiry"
    FORGOTTEN = Contribution.FORGOTTEN | {"best_time": ""}
    NOT_TOLD = Contribution.NOT_TOLD | {"topic": "told as it was called then"}

    topic = models.ForeignKey(EnquiryTopic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # As it was called then; a topic may be renamed or deleted.
    topic_name = models.CharField("topic", max_length=80)
    answer_by = models.CharField("wants to be answered", max_length=6, choices=By.choices, default=By.EMAIL)
    best_time = models.CharField("good times to ring", max_length=200, blank=True)

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"

    @property
    def is_answered(self):
        return self.answer_by != self.By.NONE

    def goes_to(self):
        return [*super().goes_to(), *([self.topic.goes_to] if self.topic and self.topic.goes_to else [])]

    def desk_rows(self):
        rows = [("Topic", self.topic_name), ("Wants to be answered", self.get_answer_by_display())]
        return [*rows, ("Good times to ring", self.best_time)] if self.best_time else rows
