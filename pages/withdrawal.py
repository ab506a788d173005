"""A teller takes their story back: it leaves the site, the database and the folders of files, at once.

What stays is that there was a story with this number, and that it was withdrawn: in its consent record the dates, the
wording and by whose wish it went, and lines of the history without words. Pictures and files that something else uses
stay too, and are named. So do backups, until their days are over (docs/operating.md).
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.core.search_backend import forget_deleted

from . import story_traces as traces
from .mails import tell_withdrawn
from .models import EasyReadPage, StoryConsent, StoryPage, StoryStop
from .models.agreeing import pages_of
from .story_files import files_of, names_on_disk
from .story_leaving import Leaving, leaving_with, naming, take_versions

UNKNOWN_WORDING = "Never recorded"


@dataclass
class Withdrawn:
    """What was done: the story's number, how many pages and files went, which files stay since others use them.

    ``naming``: what leads to the story or names it, and stays, perhaps with words of its own.
    """

    number: int
    pages: int = 0
    files: int = 0
    shared: list = field(default_factory=list)
    naming: list = field(default_factory=list)


@transaction.atomic
def withdraw(story, how=StoryConsent.How.ASKED, user=None):
    """Remove ``story`` everywhere and return what was done. ``how``: who asked, and by which way (``StoryConsent.How``).

    Called for an alias it withdraws its source. What lies on disk goes when the transaction is through.
    """
    story = StoryPage.objects.select_for_update().get(pk=story.alias_of_id or story.pk)
    if story.alias_of_id:
        return withdraw(story, how, user)
    leaving = leaving_with(story)
    titles, label = leaving.titles(), f"Story {story.pk}, withdrawn"
    done = Withdrawn(story.pk, naming=naming(leaving))
    record = _record(story, how)
    stops = list(StoryStop.objects.open().filter(story=story).select_related("said_by"))
    traces.forget_new_forms()
    _remove(leaving, titles, label, done, user)
    traces.forget_deleted_pages(titles, label)
    log(instance=record, action="pages.story.withdrawn", user=user)
    tell_withdrawn(stops, user)
    return done


@transaction.atomic
def remove_again(page, user=None):
    """Delete an alias of a story, or what says one in Easy Read, and what only that used. Return what was done."""
    story = told_again(page)
    # What was sent with a title of what stays may be about that.
    leaving, staying = (
        Leaving(pages_of(page)),
        Leaving([story, *([page.alias_of.specific] if page.alias_of_id else [])]),
    )
    done = Withdrawn(story.pk)
    _remove(leaving, leaving.titles() - staying.titles(), f"Told again for story {story.pk}, deleted", done, user)
    return done


def told_again(page):
    """Return the story that ``page``, an alias or a page in Easy Read, tells again; None where it tells none."""
    source = page.alias_of.specific if page.alias_of_id else page
    if isinstance(source, EasyReadPage):
        source = source.told
        source = source.alias_of.specific if source and source.alias_of_id else source
    elif source is page:
        return None
    return source if isinstance(source, StoryPage) else None


def _remove(leaving, titles, label, done, user):
    """Delete what leaves, and forget its words; ``label`` stands in the history instead. Counted in ``done``."""
    own, shared = files_of(leaving)
    numbers = leaving.numbers
    done.pages, done.shared = len(numbers), [str(thing) for thing in shared]
    traces.forget_forms([*leaving.pages, *(page for page, _going, _newest in leaving.partly)])
    traces.forget_redirects(leaving.pages, label)
    traces.forget_searches(leaving.pages, label)
    take_versions(leaving, lambda entries: traces.forget_history(entries, label))
    for page in leaving.pages:
        # Whoever may withdraw may do this: the screens have asked.
        DeletePageAction(page, user=user).execute(skip_permission_checks=True)
    on_disk = _delete_files(own, label, done)
    traces.forget_history(PageLogEntry.objects.filter(page__in=numbers), label)
    traces.forget_mails(titles)
    forget_deleted()
    transaction.on_commit(lambda: _clear_disk(on_disk, numbers))


def _delete_files(own, label, done):
    """Delete pictures, documents and recordings with their tags and history, counted in ``done``.

    Return ``(storage, name)`` of each file that now lies on disk for nothing.
    """
    on_disk = []
    for thing in own:
        files, entries, tags = names_on_disk(thing), ModelLogEntry.objects.for_instance(thing), traces.tags_of(thing)
        try:
            thing.delete()
        except (ProtectedError, RestrictedError):
            # Something that was not found above needs it.
            done.shared.append(str(thing))
            continue
        traces.forget_history(entries, label)
        traces.forget_tags(*tags)
        on_disk += files
        done.files += 1
    return on_disk


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


def _clear_disk(on_disk, numbers):
    """Delete the files and the pictures for sharing now: the tasks that clear up after a deletion may wait in a queue."""
    for storage, name in on_disk:
        storage.delete(name)
    for number in numbers:
        shutil.rmtree(Path(settings.DRAWN_ROOT) / "page" / str(number), ignore_errors=True)
    traces.forget_tasks([name for _storage, name in on_disk])
