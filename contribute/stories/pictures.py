"""A teller's picture in the story: no reader's address leads to it before both are published, and it goes with a no."""

from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.signals import page_published

from cms.intake.purge import delete_uploads
from cms.media.waiting import let_out, those_that_wait
from pages.models import EasyReadPage, StoryPage

from ..models import StorySent


def waiting_in(page):
    """Return the images that ``page``, as it stands, shows and that no reader can see yet: a queryset."""
    model = get_image_model()
    if not those_that_wait().exists():
        return model.objects.none()
    kind = ContentType.objects.get_for_model(model).pk
    numbers = {pk for type_id, pk, *_path in ReferenceIndex._extract_references_from_object(page) if type_id == kind}
    return those_that_wait().filter(pk__in=numbers)


@receiver(page_published, sender=StoryPage, dispatch_uid="contribute.story_picture")
@receiver(page_published, sender=EasyReadPage, dispatch_uid="contribute.easy_read_picture")
def now_public(instance, **kwargs):
    """Let readers have the pictures of a story, or of what tells it again, from now on."""
    for image in waiting_in(instance):
        let_out(image)


def drop_pictures(sent):
    """Delete the picture that was sent, wherever it waits: the story is not taken. Its words have their own time."""
    row = StorySent.objects.select_related("upload").get(pk=sent.pk)
    if row.upload:
        delete_uploads([row.upload])
    if row.page:
        for image in waiting_in(row.page.get_latest_revision_as_object()):
            image.delete()
