"""Nothing new of what a person told is published without their consent, nor what is noted as hard without a second reader.

A story that was on the site before there were records stays there until somebody decides (decision 0021). Every way to
publish ends in ``save()`` with ``live`` set and, where something new goes out, another ``live_revision``: the button, a schedule, a workflow, a bulk action, going back to an older version, an alias. So ``save()`` is where it is
refused. What stands around it says so kindly and earlier: permissions, the edit screen, the schedule.
"""

from django.core.exceptions import PermissionDenied
from django.db import models
from wagtail.models import Page, PagePermissionTester, Workflow

from .consents import StoryConsent
from .easy_read import EasyReadPage
from .readings import NOTES, WORKFLOW, StoryReading

NO_RECORD = "Nobody has recorded yet that the teller agreed to this website."
NO_COPY = "A story is one page, so that all of it can be taken back. It cannot be copied."
UNREAD = (
    "It speaks of suicide or self-harm, so a second person reads it first. "
    "Submit it to “Second reading of stories”; a colleague’s approval publishes it."
)

EASY_AND_HARD = (
    "It speaks of suicide or self-harm. In Easy Read it would need a second reader of its own, "
    "which this site does not ask for yet. Choose another story."
)


def pages_of(story):
    """Return the story, what says it in Easy Read, and the aliases of both: a list.

    The last made comes first, so that none loses its source before it goes.
    """
    pages, at = [story], 0
    while at < len(pages):
        pages += Page.objects.filter(alias_of=pages[at].pk).specific()
        pages += EasyReadPage.objects.filter(original=pages[at].pk, alias_of=None)
        at += 1
    return pages[::-1]


class NotAgreed(PermissionDenied):
    """A story may not be published, or copied; the message says why."""


class StoryPermissions(PagePermissionTester):
    """Wagtail's permissions, without publishing what may not be published, and without copies."""

    def can_publish(self):
        return super().can_publish() and not self.page.why_not_published()

    # Wagtail asks ``can_publish`` for these; they take something off the site or hide it.
    def can_set_view_restrictions(self):
        return super().can_publish()

    def can_unschedule(self):
        return super().can_publish()

    def can_copy(self):
        return False


class StoryIndexPermissions(PagePermissionTester):
    """A new story is a draft: its consent is recorded once it is there."""

    def can_publish_subpage(self):
        return False


class Agreed(models.Model):
    """What a page needs to be published only as its teller agreed. Mixed into a page type, before its base."""

    # The page that this text was first written on: a copy carries another page's number.
    origin = models.PositiveIntegerField(null=True, editable=False)
    unread = UNREAD

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save; raise NotAgreed where that would publish or copy what may not be."""
        adding = self._state.adding
        if not self.alias_of_id:
            if self.origin and (adding or self.origin != self.pk):
                raise NotAgreed(NO_COPY)
            self.origin = self.pk
        if self.live:
            self._refuse_unless_agreed(adding)
        result = super().save(*args, **kwargs)
        if adding and not self.alias_of_id:
            self.origin = self.pk
            type(self)._base_manager.filter(pk=self.pk).update(origin=self.pk)
        return result

    def why_not_agreed(self):
        """Return what the consent lacks, as a sentence; '' where the story may be published. One query."""
        source = self.alias_of_id or self.pk
        consent = StoryConsent.objects.filter(story=source).first() if source else None
        return consent.why_not() if consent else NO_RECORD

    @property
    def needs_second_reader(self):
        """Whether the notes, also those of a version that is not saved, ask for one."""
        return any(term.slug in NOTES for term in self.content_notes.all())

    def is_read(self, revision_id):
        """Whether a second person read that version."""
        return bool(revision_id) and StoryReading.objects.filter(story=self.pk, revision=revision_id).exists()

    def why_not_published(self, revision_id=None):
        """Return why a version of the story may not be published, as a sentence or two; '' where it may.

        ``revision_id``: the version; the latest where none is named.
        """
        why = self.why_not_agreed()
        # An alias shows what was read on its source.
        if not why and not self.alias_of_id and self.needs_second_reader:
            why = "" if self.is_read(revision_id or self.latest_revision_id) else UNREAD
        return why

    def why_not_in_easy_read(self):
        """Return why the story may not be said in Easy Read, as a sentence or two; '' where it may."""
        why = self.why_not_agreed()
        if why:
            return f"{why} Then it can be said in Easy Read."
        if self.needs_second_reader:
            return EASY_AND_HARD
        return "" if self.live else "Publish the story first. Then it can be said in Easy Read."

    def _refuse_unless_agreed(self, adding):
        fields = ("live", "live_revision_id")
        before = None if adding else type(self)._base_manager.filter(pk=self.pk).values_list(*fields).first()
        if before == (True, self.live_revision_id):
            # It was on the site and nothing new of it goes out: moved, locked, or a new draft.
            return
        why = self.why_not_published(self.live_revision_id)
        if why:
            raise NotAgreed(why)

    def with_content_json(self, content):
        found = super().with_content_json(content)
        found.origin = self.origin
        return found

    def check_publication(self, revision):
        why = revision.as_object().why_not_published(revision.pk)
        if why:
            raise NotAgreed(why)

    def take_down(self, user=None):
        """Take the story, its aliases, and what says any of them in Easy Read off the site and out of the schedule.

        As drafts they stay. Return how many pages were on the site.
        """
        count = 0
        for page in pages_of(self):
            page.hold_back()
            if page.live:
                page.unpublish(user=user)
                count += 1
        return count

    def permissions_for_user(self, user):
        return StoryPermissions(user, self)

    def get_workflow(self):
        """The second reading where the notes ask for one, else what Wagtail finds."""
        if self.needs_second_reader:
            found = Workflow.objects.active().filter(name=WORKFLOW).first()
            if found:
                return found
        return super().get_workflow()

    @property
    def has_workflow(self):
        return self.get_workflow() is not None
