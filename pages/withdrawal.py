"""A teller takes their story back: it leaves the site, the database and the folders of files, at once.

What stays is that there was a story with this number, and that it was withdrawn: in its consent record the dates, the
wording and by whose wish it went, and lines of the history without words. Pictures and files that something else uses
stay too, and are named. So do backups, until their days are over (docs/operating.md).
"""

import shutil
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex, Revision, RevisionMixin
from wagtailmedia import get_media_model

from cms.core import kept
from cms.core.search_backend import forget_deleted
from cms.intake.models import OutboxMessage

from .models import StoryConsent, StoryPage
from .models.agreeing import pages_of

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
    users = users_of(found, pages)
    leaving = {each for each in found if each[0] == recordings and not users[each]}
    own, shared = [], []
    for each in sorted(found):
        thing = types[each[0]].objects.filter(pk=each[1]).first()
        if thing is not None:
            (shared if users[each] - leaving else own).append(thing)
    return own, shared


def users_of(found, pages):
    """Return who but ``pages`` uses each picture or file of ``found``, as it stands or in a draft.

    A dict of sets; everything is named as in ``found``: by the number of its content type and its own.
    """
    users = {each: set() for each in found}
    for thing in may_use(found, pages) if found else ():
        key = (ReferenceIndex._get_base_content_type(thing).pk, str(thing.pk))
        for type_id, pk, *_path in ReferenceIndex._extract_references_from_object(thing):
            if (type_id, pk) in users:
                users[type_id, pk].add(key)
    return users


def may_use(found, pages):
    """Yield what the reference index knows to use ``found``, and newest and scheduled versions in which a number of it stands.

    The index knows no drafts, and is written some time after a publication. So it only says where to look.
    """
    theirs = Q(
        base_content_type=ReferenceIndex._get_base_content_type(StoryPage),
        object_id__in=[str(page.pk) for page in pages],
    )
    uses = reduce(or_, (Q(to_content_type=type_id, to_object_id=pk) for type_id, pk in found))
    known = ReferenceIndex.objects.filter(uses).exclude(theirs)
    for type_id, pk in known.values_list("content_type", "object_id").distinct():
        model = ContentType.objects.get_for_id(type_id).model_class()
        thing = model and model._base_manager.filter(pk=pk).first()
        if thing:
            yield thing
    newest = reduce(or_, (Q(pk__in=model._base_manager.values("latest_revision")) for model in models_with_drafts()))
    numbers = "|".join(sorted({pk for _type_id, pk in found}))
    drafts = Revision.objects.filter(newest | ~Q(approved_go_live_at=None)).exclude(theirs)
    drafts = drafts.annotate(words=Cast("content", TextField())).filter(words__regex=rf"[^0-9]({numbers})[^0-9]")
    for revision in drafts.iterator():
        try:
            yield revision.as_object()
        except Exception:  # noqa: S112 - a version that cannot be read any more uses nothing
            continue


def models_with_drafts():
    """Return the models whose rows have versions: pages and what else editors write as a draft."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, RevisionMixin)
        and any(field.name == "latest_revision" for field in model._meta.local_fields)
    ]


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
    done = Withdrawn(story.pk, len(pages), 0, [str(thing) for thing in shared])
    record = _record(story, how)
    paths = [page.get_url() for page in pages]
    on_disk = []
    for page in pages:
        FormState.objects.for_instance(page).delete()
    for path in filter(None, paths):
        Redirect.objects.filter(redirect_link__endswith=path).delete()
    for page in pages:
        page.delete()
    for thing in own:
        files, entries = names_on_disk(thing), ModelLogEntry.objects.for_instance(thing)
        try:
            thing.delete()
        except (ProtectedError, RestrictedError):
            # Something that was not found above needs it.
            done.shared.append(str(thing))
            continue
        _forget(entries, done.number)
        on_disk += files
        done.files += 1
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
    record.number, record.story, record.kept_at = story.pk, None, ""
    record.for_website = record.for_print = record.for_training = record.for_media = False
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
