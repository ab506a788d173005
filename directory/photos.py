"""From a private upload to the site's own image, once an editor has accepted it."""

from django.core.files.base import ContentFile
from wagtail.images import get_image_model


def publish_photo(upload, title, user):
    """Make a Wagtail image of ``upload`` (already drawn anew, without metadata) and return it."""
    with upload.file.open("rb") as source:
        content = source.read()
    image = get_image_model()(
        title=title[:255], description=upload.caption[:255], uploaded_by_user=user,
        credit="Photo: sent in by the service", consent_note="Sent in through the directory’s form.",
    )  # fmt: skip
    image.file.save(f"service{upload.extension}", ContentFile(content), save=False)
    image.save()
    return image
