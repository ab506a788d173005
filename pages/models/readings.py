"""A second person reads a story that speaks of suicide or self-harm before it is published."""

from django.conf import settings
from django.db import models, transaction
from wagtail.forms import TaskStateCommentForm

from cms.intake.models import ReviewTask

# The notes that ask for it: slugs of the taxonomy content-notes, which never change.
NOTES = ("note-suicide", "note-self-harm")
WORKFLOW = "Second reading of stories"


class StoryReading(models.Model):
    """Somebody other than who submitted it read this version of a story and agreed that it may be published."""

    story = models.ForeignKey("pages.StoryPage", on_delete=models.CASCADE, related_name="readings")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["story", "revision"], name="one_reading_a_version")]

    def __str__(self):
        return f"Reading of story {self.story_id}"


class SecondReadingTask(ReviewTask):
    """The step in which the second person reads. Who submitted the story is offered nothing."""

    class Meta:
        verbose_name = "second reading of a story"

    @classmethod
    def get_description(cls):
        return "A second person reads a story that speaks of suicide or self-harm"

    def get_actions(self, obj, user):
        """Those of a review; *Approve* only where the consent allows publication."""
        actions = super().get_actions(obj, user)
        return [each for each in actions if each[0] != "approve"] if obj.why_not_agreed() else actions

    def get_form_for_action(self, action):
        return TaskStateCommentForm

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **details):
        """Decide, and where it is approved write down who read which version: its publication asks for that."""
        if action_name == "approve":
            story = task_state.workflow_state.content_object
            StoryReading.objects.get_or_create(
                story_id=story.pk, revision=story.get_latest_revision(), defaults={"reader": user}
            )
        super().on_action(task_state, user, action_name, **details)
