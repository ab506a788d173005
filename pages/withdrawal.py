"""A teller takes their story back: it leaves the site, the database and the folders of files, at once.

What stays is that there was a story with this number, and that it was withdrawn: its consent record, and lines of the
history without words.
"""

import shutil
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex
from wagtailmedia import get_media_model

from cms.core import kept
from cms.core.search_backend import forget_deleted
from cms.intake.models import OutboxMessage

from .models import EasyReadPage, StoryConsent, StoryPage

UNKNOWN_WORDING = "Never recorded"
# What the sample knows its pages by stands in the history too; without it a withdrawn one would come back.
KEPT_DATA = ("sample",)


@dataclass
class Withdrawn:
    """What was done: the story's number, how many pages and files went, and which files stay since others use them."""

    number: int
    pages: int = 0
    files: int = 0
    shared: list = field(default_factory=list)


def file_models():
    return [get_image_model(), get_document_model(), get_media_model()]


def pages_of(story):
    """Return the story, what says it in Easy Read, and the aliases of both.

    The last made comes first, so that none loses its source before it goes.
    """
    pages, at = [story], 0
    while at < len(pages):
        pages += Page.objects.filter(alias_of=pages[at].pk).specific()
        pages += EasyReadPage.objects.filter(original=pages[at].pk, alias_of=None)
        at += 1
    return pages[::-1]


def versions_of(page):
    """Yield the page as it stands and as each of its versions has it; a version that cannot be read any more is left out."""
    yield page
    for revision in page.revisions.all():
        try:
            yield revision.as_object()
        except Exception:  # noqa: S112 - old content may fail in any way, and must not keep a story here
            continue


def files_of(pages):
    """Return ``(own, shared)``: pictures and files that any version uses, and those of them that something else uses too."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in file_models()}
    found = {
        (type_id, str(pk))
        for page in pages
        for version in versions_of(page)
        for type_id, pk, *_path in ReferenceIndex._extract_references_from_object(version)
        if type_id in types
    }
    recordings = ContentType.objects.get_for_model(get_media_model()).pk
    pictures = ContentType.objects.get_for_model(get_image_model()).pk
    # A recording's picture shows who speaks; it goes with the recording.
    for type_id, pk in [each for each in found if each[0] == recordings]:
        recording = types[type_id].objects.filter(pk=pk).first()
        if recording and recording.poster_id:
            found.add((pictures, str(recording.poster_id)))
    page_type = ReferenceIndex._get_base_content_type(StoryPage)
    theirs = [Q(base_content_type=page_type, object_id__in=[str(page.pk) for page in pages])]
    theirs += [Q(content_type=type_id, object_id=pk) for type_id, pk in found if type_id == recordings]
    own, shared = [], []
    for type_id, pk in sorted(found):
        thing = types[type_id].objects.filter(pk=pk).first()
        if thing is not None:
            users = ReferenceIndex.get_references_to(thing).exclude(reduce(or_, theirs))
            (shared if users.exists() else own).append(thing)
    return own, shared


def names_on_disk(thing):
    """Return ``(storage, name)`` of each file that a picture, document or recording has: its sizes and captions too."""
    files = [thing.file, *(getattr(thing, name, None) for name in ("captions", "thumbnail"))]
    files += [each.file for each in getattr(thing, "renditions", thing.__class__.objects.none()).all()]
    return [(each.storage, each.name) for each in files if each]


@transaction.atomic
def withdraw(story, how=StoryConsent.How.ASKED, user=None):
    """Remove ``story`` everywhere and return what was done. ``how``: who asked, and by which way (``StoryConsent.How``).

    Called for an alias it withdraws its source. What lies on disk goes when the transaction is through.
    """
    story = StoryPage.objects.select_for_update().get(pk=story.alias_of_id or story.pk)
    if story.alias_of_id:
        return withdraw(story, how, user)
    pages = pages_of(story)
    numbers = [page.pk for page in pages]
    titles = {page.title for page in pages} | {page.draft_title for page in pages} | titles_of_versions(pages)
    own, shared = files_of(pages)
    done = Withdrawn(story.pk, len(pages), len(own), [str(thing) for thing in shared])
    record = _record(story, how)
    paths = [page.get_url() for page in pages]
    on_disk = [each for thing in own for each in names_on_disk(thing)]
    for page in pages:
        FormState.objects.for_instance(page).delete()
    for path in filter(None, paths):
        Redirect.objects.filter(redirect_link__endswith=path).delete()
    for page in pages:
        page.delete()
    for thing in own:
        _forget(ModelLogEntry.objects.for_instance(thing), done.number)
        thing.delete()
    _forget(PageLogEntry.objects.filter(page__in=numbers), done.number)
    _forget_mails(titles)
    forget_deleted()
    log(instance=record, action="pages.story.withdrawn", user=user)
    kept.changed()
    transaction.on_commit(lambda: _clear_disk(on_disk, numbers))
    return done


def titles_of_versions(pages):
    """Return every title that the pages had in any version: a set."""
    return {
        revision.content.get("title", "") for page in pages for revision in page.revisions.only("content").iterator()
    } - {""}


def _record(story, how):
    """Write down that the story was withdrawn, in its consent or in a record made for that. Return the record."""
    record = StoryConsent.objects.filter(story=story).first()
    if record is None:
        since = story.first_published_at or timezone.now()
        record = StoryConsent(agreed_on=timezone.localdate(since), wording_version=UNKNOWN_WORDING, number=story.pk)
    record.number, record.story = story.pk, None
    record.withdrawn_at, record.withdrawn_how = timezone.now(), how
    record.save()
    return record


def _forget(entries, number):
    """Take the words out of lines of the history: a title is told words too, and comments stand there."""
    for entry in entries:
        data = {key: entry.data[key] for key in KEPT_DATA if entry.data and key in entry.data}
        # Not by ``save()``, which asks for the page that is gone.
        type(entry).objects.filter(pk=entry.pk).update(label=f"Story {number}, withdrawn", data=data)


def _forget_mails(titles):
    """Notices to colleagues name a story by its title: those not sent yet are not sent, of the others no subject stays."""
    for title in titles:
        about = OutboxMessage.objects.filter(subject__contains=f'"{title}"')
        about.filter(sent_at=None).delete()
        about.update(subject="About a story that was withdrawn")


def _clear_disk(on_disk, numbers):
    """Delete the files and the pictures for sharing now: the tasks that clear up after a deletion may wait in a queue."""
    for storage, name in on_disk:
        storage.delete(name)
    for number in numbers:
        shutil.rmtree(Path(settings.DRAWN_ROOT) / "page" / str(number), ignore_errors=True)
