"""Told words go out only as they may: with their teller's consent, and hard ones when a second person has read them.

Every way to publish ends in ``save()`` with ``live`` set and, where something new goes out, another ``live_revision``:
the button, a schedule, a workflow, a bulk action, going back to an older version, an alias. So ``save()`` is where it
is refused. What stands around it says so kindly and earlier: permissions, the edit screen, the schedule.
"""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.models import PagePermissionTester, Workflow

from .readings import WORKFLOW, StoryReading, digest_of

UNREAD = (
    "It speaks of suicide or self-harm, so a second person reads it first. "
    "Submit it to “Second reading of stories”; a colleague’s approval publishes it."
)

_conditions = []
_last_conditions = []


def register_condition(ask):
    """Let an app above say what else told words need: ``ask(page, of_latest)`` returns why they may not go out, or ''.

    It is asked of ``page`` as it stands, or ``of_latest``: of its newest version, whatever the row says.
    """
    _conditions.append(ask)
    return ask


def register_last_condition(ask):
    """Let an app above say by what way told words go out: ``ask(page)`` returns why they may not by this one, or ''.

    It is asked at publication and not of who approves: their approval may be that very way.
    """
    _last_conditions.append(ask)
    return ask


class NotAgreed(PermissionDenied):
    """Told words may not be published, or copied; the message says why."""


class TellingPermissions(PagePermissionTester):
    """Wagtail's permissions, without publishing what may not be published."""

    def can_publish(self):
        return super().can_publish() and not self.page.why_not_published()

    # Wagtail asks ``can_publish`` for these; they take something off the site or hide it.
    def can_set_view_restrictions(self):
        return super().can_publish()

    def can_unschedule(self):
        return super().can_publish()


class Telling(models.Model):
    """A page of what somebody told. Mixed into a page type, before its base."""

    unread = UNREAD

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save; raise NotAgreed where that would publish what may not be."""
        # The row is held until it is saved: what stops a story waits for that, and then finds it on the site.
        with transaction.atomic():
            if self.live:
                self._refuse_unless_agreed(self._state.adding)
            return super().save(*args, **kwargs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a version. What readers see, or a colleague reads or has read, is never overwritten: a new one is made.

        Wagtail saves while somebody types, and writes over their last version where it can.
        """
        if overwrite_revision and overwrite_revision == self.get_latest_revision():
            user = kwargs.get("user", args[0] if args else None)
            # Of somebody else's version Wagtail says that it cannot be overwritten.
            if overwrite_revision.user_id == (user and user.pk) and self._is_relied_on(overwrite_revision):
                overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _is_relied_on(self, revision):
        return (
            self.workflow_in_progress
            or type(self)._base_manager.filter(pk=self.pk, live_revision=revision).exists()
            or StoryReading.objects.filter(revision=revision).exists()
        )

    def why_not_agreed(self):
        """Return what the consent lacks, as a sentence; '' where the words may be published."""
        return ""

    def why_not_said(self, of_latest=False):
        """Return what apps above ask of exactly these words, or of the newest version, as a sentence; '' where they may go out."""
        if self.alias_of_id or not self.pk:
            # It shows what its source says; or nobody sent it in.
            return ""
        return next((why for ask in _conditions if (why := ask(self, of_latest))), "")

    @property
    def needs_second_reader(self):
        """Whether the words, also those of a version that is not saved, speak of what asks for one."""
        return False

    def is_read(self, revision_id):
        """Whether a second person read that version, and it still says what they read."""
        reading = StoryReading.objects.filter(page=self.pk, revision=revision_id).select_related("revision").first()
        return reading is not None and reading.digest == digest_of(reading.revision.content)

    def why_not_published(self, revision_id=None):
        """Return why a version of the page may not be published, as a sentence or two; '' where it may.

        ``revision_id``: the version; the latest where none is named.
        """
        # What is asked without a version is of the newest; the row may say something older.
        why = self.why_not_agreed() or self.why_not_said(of_latest=not revision_id)
        # An alias shows what was read on its source.
        if not why and not self.alias_of_id and self.needs_second_reader:
            why = "" if self.is_read(revision_id or self.latest_revision_id) else self.unread
        return why or self._why_not_this_way()

    def _why_not_this_way(self):
        if self.alias_of_id or not self.pk:
            return ""
        return next((why for ask in _last_conditions if (why := ask(self))), "")

    def _refuse_unless_agreed(self, adding):
        fields = ("live", "live_revision_id")
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        before = None if adding else rows.values_list(*fields).first()
        if before == (True, self.live_revision_id):
            # It was on the site and nothing new of it goes out: moved, locked, or a new draft.
            return
        # The last of these once more: without a revision it was asked of the latest one, and this is what goes out.
        why = self.why_not_published(self.live_revision_id) or self.why_not_said()
        if why:
            raise NotAgreed(why)

    def check_publication(self, revision):
        super().check_publication(revision)
        why = revision.as_object().why_not_published(revision.pk)
        if why:
            raise NotAgreed(why)

    def permissions_for_user(self, user):
        return TellingPermissions(user, self)

    def get_workflow(self):
        """The second reading where the words ask for one, else what Wagtail finds."""
        if self.needs_second_reader:
            found = Workflow.objects.active().filter(name=WORKFLOW).first()
            if found:
                return found
        return super().get_workflow()

    @property
    def has_workflow(self):
        return self.get_workflow() is not None
