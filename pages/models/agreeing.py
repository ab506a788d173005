"""Nothing new of what a person told is published without their consent, nor what is noted as hard without a second reader.

A story that was on the site before there were records stays there until somebody decides (decision 0021). How it is
refused stands in ``telling``.
"""

from django.db import models
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PagePermissionTester

from .consents import StoryConsent
from .easy_read import EasyReadPage
from .readings import NOTES, StoryReading
from .stops import STOPPED, StoryStop
from .telling import NotAgreed, Telling, TellingPermissions

NO_RECORD = "Nobody has recorded yet that the teller agreed to this website."
NO_COPY = "A story is one page, so that all of it can be taken back. It cannot be copied."


_hard_words = []


def register_hard_words(ask):
    """Let an app above say that a story is noted as hard by whoever told it: ``ask(page)`` returns True then."""
    _hard_words.append(ask)
    return ask


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


class StoryPermissions(TellingPermissions):
    """Those of told words, without copies."""

    def can_copy(self):
        return False


class StoryIndexPermissions(PagePermissionTester):
    """A new story is a draft: its consent is recorded once it is there."""

    def can_publish_subpage(self):
        return False


class Agreed(Telling):
    """What a page needs to be published only as its teller agreed. Mixed into a page type, before its base."""

    # The page that this text was first written on: a copy carries another page's number.
    origin = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save; raise NotAgreed where that would publish or copy what may not be."""
        adding = self._state.adding
        if not self.alias_of_id:
            if self.origin and (adding or self.origin != self.pk):
                raise NotAgreed(NO_COPY)
            self.origin = self.pk
        result = super().save(*args, **kwargs)
        if adding and not self.alias_of_id:
            self.origin = self.pk
            type(self)._base_manager.filter(pk=self.pk).update(origin=self.pk)
        return result

    def why_not_agreed(self):
        """Return what the consent lacks, or that its teller wants it gone; '' where it may be published. Two queries."""
        source = self.alias_of_id or self.pk
        if source and StoryStop.objects.open().filter(story=source).exists():
            return STOPPED
        consent = StoryConsent.objects.filter(story=source).first() if source else None
        return consent.why_not() if consent else NO_RECORD

    @property
    def needs_second_reader(self):
        """Whether the notes ask for one: these, also of a version that is not saved, or those that were taken away.

        A note leaves a story by two people too. Until the second has read it without, each version is read.
        """
        return any(term.slug in NOTES for term in self.content_notes.all()) or self._lost_a_note()

    def _lost_a_note(self):
        if self.alias_of_id or not self.pk:
            return False
        # Terms' numbers, as versions hold them.
        notes = set(
            self._meta.get_field("content_notes")
            .related_model.objects.filter(slug__in=NOTES)
            .values_list("pk", flat=True)
        )
        if not notes:
            return False
        noted = type(self).content_notes.through.objects.filter(storypage=self.pk, storypage__live=True, term__in=notes)
        last = StoryReading.objects.filter(page=self.pk).order_by("-revision__created_at").first()
        versions = self.revisions.filter(created_at__gte=last.revision.created_at) if last else self.revisions.all()
        return (
            noted.exists()
            or (not last and any(ask(self) for ask in _hard_words))
            or any(notes & set(held or []) for held in versions.values_list("content__content_notes", flat=True))
        )

    def why_not_in_easy_read(self):
        """Return why the story may not be said in Easy Read, as a sentence or two; '' where it may."""
        why = self.why_not_agreed()
        if why:
            return f"{why} Then it can be said in Easy Read."
        return "" if self.live else "Publish the story first. Then it can be said in Easy Read."

    def with_content_json(self, content):
        found = super().with_content_json(content)
        found.origin = self.origin
        return found

    def take_down(self, user=None):
        """Take the story, its aliases, and what says any of them in Easy Read off the site and out of the schedule.

        As drafts they stay. Return how many pages were on the site. ``user`` stands in the history: who may ask for this
        is the caller's business, as somebody who may not publish may hear that a teller wants their story gone.
        """
        count = 0
        for page in pages_of(self):
            page.hold_back()
            if page.live:
                UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
                count += 1
        return count

    def permissions_for_user(self, user):
        return StoryPermissions(user, self)
