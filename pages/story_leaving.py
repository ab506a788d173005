"""What leaves when a story does: its pages, and the versions of other Easy Read pages that once said it. And who names it."""

import json
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Comment, Page, PageLogEntry, ReferenceIndex, Revision, RevisionMixin

from .models import EasyReadPage
from .models.agreeing import pages_of

# A shorter title stands in too many pages by chance.
SHORTEST_TITLE = 6


@dataclass
class Leaving:
    """``pages`` go with all that they have; of the Easy Read pages of ``partly`` only those versions that said the story.

    ``partly`` is a list of ``(page, numbers of its versions that go, its newest version that stays or None)``.
    """

    pages: list
    partly: list = field(default_factory=list)

    @property
    def numbers(self):
        return [page.pk for page in self.pages]

    @property
    def versions(self):
        """The numbers of single versions that go: a set."""
        return {number for _page, going, _newest in self.partly for number in going}

    def titles(self):
        """Return every title that what leaves has or had: a set."""
        found = {page.title for page in self.pages} | {page.draft_title for page in self.pages}
        going = Q(pk__in=self.versions)
        for page in self.pages:
            going |= Q(pk__in=page.revisions.values("pk"))
        found |= {_title(each) for each in Revision.objects.filter(going).only("content").iterator()}
        return found - {""}


def _title(revision):
    """Return the title of a version, '' where it has none that can be read any more."""
    title = revision.content.get("title") if isinstance(revision.content, dict) else ""
    return title if isinstance(title, str) else ""


def _original(revision):
    return revision.content.get("original") if isinstance(revision.content, dict) else None


def leaving_with(story):
    """Return the Leaving of ``story``: itself, its aliases, and all that says or said it in Easy Read."""
    pages = pages_of(story)
    said = [page.pk for page in pages]
    versions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(EasyReadPage), content__original__in=said
    ).exclude(object_id__in=[str(number) for number in said])
    going = {}
    for number, page in versions.values_list("pk", "object_id"):
        going.setdefault(int(page), set()).add(number)
    partly = []
    for page in EasyReadPage.objects.filter(pk__in=going):
        others = {
            each.content.get("original") for each in page.revisions.exclude(pk__in=going[page.pk]).only("content")
        }
        was_else = page.live or page.first_published_at or ({page.original_id} | others) - {None, *said}
        if was_else:
            newest = page.revisions.exclude(pk__in=going[page.pk]).order_by("created_at", "pk").last()
            partly.append((page, going[page.pk], newest))
        else:
            # It never was public, nor of another page: all of it is the story's.
            pages = pages_of(page) + pages
    return Leaving(pages, partly)


def take_versions(leaving, forget):
    """Delete the versions of ``leaving.partly``, with their comments, and let each page stand as the newest that stays.

    ``forget(entries)`` takes the words out of lines of the history.
    """
    for page, going, newest in leaving.partly:
        titles = {_title(each) for each in page.revisions.filter(pk__in=going)} - {page.title}
        state = page.current_workflow_state
        if state and state.current_task_state and state.current_task_state.revision_id in going:
            state.cancel()
        Comment.objects.filter(page=page, revision_created__in=going).delete()
        page.revisions.filter(pk__in=going).delete()
        EasyReadPage.objects.filter(pk=page.pk).update(
            latest_revision=newest,
            latest_revision_created_at=newest and newest.created_at,
            draft_title=(newest and _title(newest)) or page.title,
            has_unpublished_changes=bool(newest) and newest.pk != page.live_revision_id,
        )
        forget(PageLogEntry.objects.filter(Q(revision__in=going) | Q(label__in=titles), page=page.pk))


def naming(leaving):
    """Return what leads to ``leaving``, or has a title of it in its newest version: pages and other things with versions."""
    numbers = [str(number) for number in leaving.numbers]
    base = ReferenceIndex._get_base_content_type(EasyReadPage)
    found = {}
    known = ReferenceIndex.objects.filter(to_content_type=base, to_object_id__in=numbers)
    known = known.exclude(base_content_type=base, object_id__in=numbers)
    for type_id, pk in known.order_by("content_type", "object_id").values_list("content_type", "object_id").distinct():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model and issubclass(model, RevisionMixin):
            thing = model._base_manager.filter(pk=pk).first()
            if thing:
                found[ReferenceIndex._get_base_content_type(model).pk, str(pk)] = thing
    for page in _with_titles_in(leaving):
        found.setdefault((base.pk, str(page.pk)), page.specific)
    return list(found.values())


def _with_titles_in(leaving):
    """Return the pages in whose newest version a title of what leaves stands."""
    written = [form for title in leaving.titles() if len(title) >= SHORTEST_TITLE for form in _forms(title)]
    if not written:
        return []
    newest = Revision.objects.filter(pk__in=Page.objects.values("latest_revision"))
    newest = newest.exclude(pk__in=leaving.versions).annotate(words=Cast("content", TextField()))
    newest = newest.filter(reduce(or_, (Q(words__contains=form) for form in written)))
    pages = [int(pk) for pk in newest.values_list("object_id", flat=True)]
    return Page.objects.filter(pk__in=pages).exclude(pk__in=leaving.numbers).order_by("path")


def _forms(title):
    """Return how ``title`` is written in a version: in a field, and in blocks, which are text within text."""
    once = json.dumps(title)[1:-1]
    return {title, once, json.dumps(once)[1:-1], json.dumps(title, ensure_ascii=False)[1:-1]}
