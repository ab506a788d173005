"""Somebody at the desk heard that a teller wants their story gone: until that is settled nobody publishes it.

It is kept beside the story, with what came of it, and goes with the story when that is withdrawn.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

STOPPED = (
    "The teller wants this story gone. Nobody can publish it until an approver withdraws it, "
    "or says that it was a misunderstanding."
)


class StoryStopQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has settled."""
        return self.filter(settled_at=None)


class StoryStop(models.Model):
    """The wish of one teller as a colleague heard it; once it was a misunderstanding, who says so and why."""

    story = models.ForeignKey("pages.StoryPage", on_delete=models.CASCADE, related_name="stops")
    heard = models.TextField(
        "how and when did they say so?",
        max_length=500,
        help_text="For example: by phone, today at ten. Write nothing of their story. They need to give no reason.",
    )
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    settled_why = models.TextField(
        "what did the teller mean?",
        max_length=500,
        help_text="Say who asked them, when, and what they answered. It is kept beside the story.",
    )
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = StoryStopQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["story"], condition=Q(settled_at=None), name="one_open_stop_a_story")
        ]

    def __str__(self):
        # No title: this is written into logs, and a title is told words.
        return f"Stop of story {self.story_id}"

    @property
    def sayer(self):
        """The name of who said it."""
        return _name(self.said_by)

    @property
    def settler(self):
        """The name of who says that it was a misunderstanding."""
        return _name(self.settled_by)


def _name(user):
    return user.known_as if user else "A colleague"
