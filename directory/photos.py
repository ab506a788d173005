"""From a private upload to the site's own image, once an editor has accepted it."""

import io

from django.core.files.images import ImageFile
from wagtail.images import get_image_model


def publish_photo(upload, title, user):
    """Make a Wagtail image of ``upload`` (already drawn anew, without metadata) and return it."""
    with upload.file.open("rb") as source:
        content = source.read()
    image = get_image_model()(
        title=title[:255], description=upload.caption[:255], uploaded_by_user=user,
        credit="Photo: sent in by the service",
        consent_note="Sent in through the directory’s form, which asks for pictures without people.",
    )  # fmt: skip
    image.file = ImageFile(io.BytesIO(content), name=f"service{upload.extension}")
    image.file_size = len(content)
    image.save()
    return image
