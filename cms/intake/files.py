"""Pictures from the public: read by content, bounded, drawn anew without what a camera wrote into them."""

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from .forms import clean_text
from .models import Upload

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 12_000_000
# Format by content: what we write, its type and ending.
KINDS = {
    "JPEG": ("JPEG", "image/jpeg", ".jpg"),
    "PNG": ("PNG", "image/png", ".png"),
    "WEBP": ("JPEG", "image/jpeg", ".jpg"),
}
# A JPEG with more pictures behind the first, as many phones write it: the first is the photo.
SAME_AS = {"MPO": "JPEG"}


def redrawn(file):
    """Return ``(bytes, content_type, extension)`` of the picture in ``file``, drawn anew.

    What comes out holds pixels only: no place, time, name or other metadata. Raises ValidationError, with
    words for the sender, where the file is too large, has too many pixels or is no JPEG, PNG or WebP.
    """
    if file.size > MOST_BYTES:
        raise ValidationError("This file is larger than 5 MB. Choose a smaller one, or send the photo later.")
    try:
        with Image.open(file, formats=tuple(KINDS)) as picture:
            kind, content_type, extension = KINDS[SAME_AS.get(picture.format, picture.format)]
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(
                    "This photo has more than 12 million pixels. Make it smaller, or send another one."
                )
            plain = ImageOps.exif_transpose(picture).convert("RGB" if kind == "JPEG" else "RGBA")
    except ValidationError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - a made-up file fails in more ways than a list could name
        raise ValidationError("This is not a photo that we can read. Use a JPEG, PNG or WebP file.") from error
    how = {"quality": 88} if kind == "JPEG" else {"optimize": True}
    return pixels_only(plain, kind, **how), content_type, extension


def pixels_only(picture, kind, **how):
    """Return the pixels of ``picture`` written as ``kind`` (a format of Pillow's) ``how`` it says there, and nothing else."""
    out = io.BytesIO()
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    clean.save(out, kind, **how)
    return out.getvalue()


def keep_picture(file, draft):
    """Store the picture in ``file`` privately for ``draft``; return the Upload. Raises ValidationError as ``redrawn``."""
    content, content_type, extension = redrawn(file)
    upload = Upload(
        draft=draft,
        original_name=clean_text(file.name)[-150:],
        content_type=content_type,
        extension=extension,
        size=len(content),
    )
    upload.file.save(f"picture{extension}", ContentFile(content), save=False)
    upload.save()
    return upload
