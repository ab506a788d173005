"""What pictures are shown for: read off what shows them, and off Wagtail's index of what refers to what."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex


def uses_at(model, path):
    """Return for what a picture at ``path`` of ``model`` is shown: names of ``cms.media.sizes.USES``, none where it is not.

    ``path`` is as the index of references writes it: a field, or a stream field and the blocks in it ("body.image.image").
    """
    name, *parts = path.split(".")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        # Of a release from before: the index is written anew after it.
        return ()
    if not isinstance(field, StreamField):
        return getattr(model, "picture_uses", {}).get(name, ())
    uses, block = (), field.stream_block
    for part in parts:
        block = getattr(block, "child_blocks", {}).get(part) or getattr(block, "child_block", None)
        uses = getattr(block, "shown_as", uses)
    return uses


def uses_in(thing):
    """Return ``{number of a picture: set of names}`` for what the page, entry or recording ``thing`` shows as it stands."""
    image, found = get_image_model(), {}

    def add(pk, path):
        uses = uses_at(type(thing), path)
        if pk and uses:
            found.setdefault(int(pk), set()).update(uses)

    for field in thing._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, image):
            add(getattr(thing, field.attname), field.name)
        elif isinstance(field, StreamField):
            for model, pk, path, _content_path in field.extract_references(getattr(thing, field.name)):
                if issubclass(model, image):
                    add(pk, f"{field.name}.{path}")
    return found


def uses_of(image):
    """Return the names of what ``image`` is shown for anywhere, by the index of references: a set."""
    places = ReferenceIndex.get_references_to(image).values_list("content_type", "model_path").distinct()
    models_ = ContentType.objects.get_for_id
    return {use for kind, path in places if (model := models_(kind).model_class()) for use in uses_at(model, path)}
