"""The pictures, documents and recordings of a story: which of them only it uses, and where they lie."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision, RevisionMixin
from wagtailmedia import get_media_model

from .models import StoryPage


def file_models():
    return [get_image_model(), get_document_model(), get_media_model()]


def versions_in(leaving):
    """Yield each page as it stands and as each version that goes has it; what cannot be read any more is left out."""
    for page in leaving.pages:
        yield page
        yield from _readable(page.revisions.all())
    yield from _readable(Revision.objects.filter(pk__in=leaving.versions))


def _readable(revisions):
    for revision in revisions.iterator():
        try:
            yield revision.as_object()
        except Exception:  # noqa: S112 - old content may fail in any way; it must not keep a story here, and uses nothing
            continue


def files_of(leaving):
    """Return ``(own, shared)``: pictures and files that what leaves ever used, and those that something else uses too.

    ``leaving`` is a Leaving. What a file leads to goes with it: who speaks in a recording, another form of a document.
    """
    types = {ContentType.objects.get_for_model(model).pk: model for model in file_models()}
    found = {
        (type_id, str(pk))
        for version in versions_in(leaving)
        for type_id, pk, *_path in ReferenceIndex._extract_references_from_object(version)
        if type_id in types
    }
    things, new = {}, found
    while new:
        these = {each: types[each[0]].objects.filter(pk=each[1]).first() for each in new}
        things |= {each: thing for each, thing in these.items() if thing is not None}
        led = {
            (type_id, str(pk))
            for thing in these.values()
            if thing is not None
            for type_id, pk, *_path in ReferenceIndex._extract_references_from_object(thing)
            if type_id in types
        }
        new = led - things.keys() - new
    users = users_of(set(things), leaving)
    # What is used by something that stays, stays, and so does what that leads to.
    going, before = set(things), None
    while going != before:
        before, going = going, {each for each in going if users[each] <= going}
    own = [things[each] for each in sorted(going)]
    return own, [things[each] for each in sorted(things.keys() - going)]


def users_of(found, leaving):
    """Return who but ``leaving`` uses each picture or file of ``found``, as it stands or in a draft.

    A dict of sets; everything is named as in ``found``: by the number of its content type and its own.
    """
    users = {each: set() for each in found}
    for thing in may_use(found, leaving) if found else ():
        key = (ReferenceIndex._get_base_content_type(thing).pk, str(thing.pk))
        for type_id, pk, *_path in ReferenceIndex._extract_references_from_object(thing):
            if (type_id, pk) in users:
                users[type_id, pk].add(key)
    return users


def may_use(found, leaving):
    """Yield what the reference index knows to use ``found``, and newest and scheduled versions in which a number of it stands.

    The index knows no drafts, and is written some time after a publication. So it only says where to look.
    """
    theirs = Q(
        base_content_type=ReferenceIndex._get_base_content_type(StoryPage),
        object_id__in=[str(page.pk) for page in leaving.pages],
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
    newest |= Q(pk__in=[newest.pk for _page, _going, newest in leaving.partly if newest])
    drafts = Revision.objects.filter(newest | ~Q(approved_go_live_at=None)).exclude(theirs)
    drafts = drafts.exclude(pk__in=leaving.versions)
    drafts = drafts.annotate(words=Cast("content", TextField())).filter(words__regex=rf"[^0-9]({numbers})[^0-9]")
    yield from _readable(drafts)


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
