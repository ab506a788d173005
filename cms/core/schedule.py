"""Pages that go out by themselves: one that cannot is held back, and keeps no other from its hour."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import LogFormatter, log

from .writing.going_out import NotReadyError, in_words

HELD = "core.page.held"


class KeepsSchedule(models.Model):
    """What a page does when its hour has come. Mixed into a page type, before Wagtail's Page."""

    class Meta:
        abstract = True

    def check_publication(self, revision):
        """Raise PermissionDenied with a sentence where ``revision`` may not be published."""

    def publish(self, revision, user=None, **options):
        """Publish as Wagtail does; raise PermissionDenied with a sentence where the page is not ready.

        Wagtail's command ends at the first page that raises, and all after it wait for ever. So what falls due and
        cannot go out is taken out of the schedule, with a line in its history.
        """
        due = revision.approved_go_live_at
        if user is not None or not due or due > timezone.now():
            return self._publish_if_ready(revision, user=user, **options)
        try:
            with transaction.atomic():
                return self._publish_if_ready(revision, user=user, **options)
        except PermissionDenied as refused:
            self.hold_back()
            log(instance=self, action=HELD, data={"why": str(refused)})

    def _publish_if_ready(self, revision, **options):
        self.check_publication(revision)
        try:
            return super().publish(revision, **options)
        except ValidationError as error:
            raise NotReadyError(self, in_words(self, error)) from error

    def hold_back(self):
        """Take away what was scheduled."""
        self.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)


class Held(LogFormatter):
    label = "Hold back"
    message = "Was to be published by itself and was held back"

    def format_message(self, log_entry):
        return f"{self.message}: {(log_entry.data or {}).get('why', '')}"


def name_actions(actions):
    """Hook ``register_log_actions``."""
    actions.register_action(HELD)(Held)
    # What the history of stories called it first.
    actions.register_action("pages.story.held")(Held)
