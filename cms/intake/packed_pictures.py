"""Pictures inside Word and OpenDocument files: drawn anew, so that nothing is left of what a camera wrote into them.

A phone writes the place into each photo, and a document keeps photos as they were. Drawings (EMF, WMF) hold lines and no
camera's words, and stay as they are. What cannot be read is left out: an empty point stands in its place.
"""

import io

from PIL import Image

from .files import SAME_AS, pixels_only

DRAWINGS = {"emf", "wmf"}
# How a picture is written, by the format that it has; and where it has another one, by its name.
FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "WEBP": "PNG", "GIF": "GIF", "BMP": "BMP", "TIFF": "TIFF"}
BY_NAME = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "bmp": "BMP", "tif": "TIFF", "tiff": "TIFF"}
# Pixels: of one picture, which is drawn smaller or refused beyond, and of all together, which takes a few seconds.
MOST_OF_ONE = 16_000_000
MOST_OF_ALL = 100_000_000
HOW = {"JPEG": {"quality": 88}, "TIFF": {"compression": "tiff_adobe_deflate"}}


class TooManyPixels(Exception):
    """The pictures of a document would take too long to draw."""


def cleaned(ending, content, drawn):
    """Return the picture ``content`` drawn anew: bytes. ``ending`` is that of its name.

    ``drawn`` is a Counter: its "pixels" are those of all pictures so far. Raises TooManyPixels.
    """
    if ending in DRAWINGS:
        return content
    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as picture:
            kind = FORMATS[SAME_AS.get(picture.format, picture.format)]
            return pixels_only(_read(picture, kind, drawn), kind, **HOW.get(kind, {}))
    except (TooManyPixels, Image.DecompressionBombError) as error:
        raise TooManyPixels from error
    except Exception:  # noqa: BLE001, RUF100 - a made-up file fails in more ways than a list could name
        kind = BY_NAME.get(ending, "PNG")
        return pixels_only(Image.new("RGB", (1, 1), "white"), kind)


def _read(picture, kind, drawn):
    """Return the pixels of an open ``picture``, counted, as ``kind`` can hold them. It is not turned: the document does that."""
    if picture.width * picture.height > MOST_OF_ONE:
        # Only JPEG can be read smaller than it is.
        picture.draft("RGB", (picture.width // 2, picture.height // 2))
    pixels = picture.width * picture.height
    drawn["pixels"] += pixels
    if pixels > MOST_OF_ONE or drawn["pixels"] > MOST_OF_ALL:
        raise TooManyPixels
    if kind in {"JPEG", "BMP"}:
        return picture.convert("L" if picture.mode == "L" else "RGB")
    is_plain = picture.mode in {"1", "L", "RGB"} and "transparency" not in picture.info
    return picture.copy() if is_plain else picture.convert("RGBA")
