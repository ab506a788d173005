"""The picture that stands beside a shared link: the page's companions and its title.

Drawn when it is first asked for, kept on disk, and found again only by something public: the address names a
thing, and the thing says what is drawn. So nobody can have other words drawn, and what is withdrawn is gone.
"""

import logging
import os
import tempfile
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image, ImageChops, ImageDraw, ImageFont

from .. import companions
from ..models import SiteSettings
from . import subjects

logger = logging.getLogger(__name__)

SIZE = (1200, 630)
# Part of each address: a new way of drawing gives new addresses.
DRAWN_AS = "2"
FONT = settings.BASE_DIR / "static" / "fonts" / "young-serif.woff2"

# The light theme's colours (static/css/tokens.css), the only ones that a picture in a chat can have.
PAPER, HEADING, QUIET = "#faf7f2", "#073b45", "#465a61"
FILLS = {
    "f1": "#0b5563", "f2": "#9cc7c6", "f3": "#ead9bd", "f4": "#3f8489",
    "fo": "#eda93b", "fx": "#6ca3a4", "fy": "#22656f",
}  # fmt: skip

MARGIN = 64
NAME_SIZE = 30
TITLE_BOX = (600, 400)
TITLE_SIZES = range(84, 39, -4)
FINE = 2  # forms are drawn this many times larger, then made smaller, for smooth edges
COLOURS = 96


# --- Words --------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _font(size):
    """Return the site's display face in ``size`` pixels, or None where this Pillow cannot read it."""
    try:
        return ImageFont.truetype(FONT, size)
    except OSError:
        logger.warning("Pictures for sharing have no words: Pillow cannot read %s", FONT.name)
        return None


@lru_cache(maxsize=2048)
def _has_glyph(char):
    missing, found = (_font(20).getmask(each) for each in ("\uffff", char))
    return char == " " or bytes(found) != bytes(missing)


def can_write(text):
    """Whether the display face has every letter of ``text``: Chinese, Arabic and pictographs it has not."""
    return _font(20) is not None and all(_has_glyph(char) for char in set(text))


def _lines(words, font, width):
    """Return ``words`` in lines of at most ``width`` pixels; a word that is longer is cut into pieces."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if lines[-1] and font.getlength(lines[-1] + char) > width:
                lines.append("")
            lines[-1] += char
    return lines


def set_title(title):
    """Return ``(font, lines)``: as large as all of it fits, else in the smallest size as much as fits, and an ellipsis."""
    width, height = TITLE_BOX
    words = title.split()
    for size in TITLE_SIZES:
        font, most = _font(size), int(height // (size * 1.2))
        lines = _lines(words, font, width)
        # A word in pieces only where no size would hold it whole.
        if len(lines) <= most and (size == TITLE_SIZES[-1] or max(map(font.getlength, words), default=0) <= width):
            return font, lines
    lines = lines[:most]
    last = lines[-1].rpartition(" ")[0] or lines[-1]
    while last and font.getlength(last + "…") > width:
        last = last[:-1]
    return font, [*lines[:-1], last.rstrip(" ,;:.") + "…"]


# --- Forms --------------------------------------------------------------------------------------


def paste_companions(image, composition, left, top, scale):
    """Draw ``composition`` into ``image`` at that corner, ``scale`` pixels to its unit; what sticks out is cut."""
    box = (round(composition.width * scale), round(composition.ground * scale))
    large = tuple(side * FINE for side in box)
    masks = []
    for form in composition.forms:
        mask = Image.new("L", large, 0)
        points = companions.outline(form, composition.ground)
        ImageDraw.Draw(mask).polygon([(x * scale * FINE, y * scale * FINE) for x, y in points], fill=255)
        masks.append(mask)
    overlaps = [ImageChops.multiply(one, other) for one, other in pairwise(masks)]
    fills = [form.fill for form in composition.forms] + list(companions.overlap_fills(composition))
    for fill, mask in zip(fills, masks + overlaps, strict=True):
        image.paste(FILLS[fill], (left, top), mask.resize(box, Image.Resampling.BOX))


def draw(title, seed, site_name):
    """Return the picture as PNG bytes. Where the face has no letters for the title, the site's name stands there."""
    title, site_name = (" ".join(normalize("NFC", text).split()) for text in (title, site_name))
    image = Image.new("RGB", SIZE, PAPER)
    composition = companions.compose(seed, "share")
    written = next((text for text in (title, site_name) if text and can_write(text)), "")
    scale = 0.9
    left = (
        SIZE[0] - round(composition.width * scale) + 12
        if written
        else (SIZE[0] - round(composition.width * scale)) // 2
    )
    paste_companions(image, composition, left, SIZE[1] - round(composition.ground * scale), scale)
    pen = ImageDraw.Draw(image)
    if written:
        font, lines = set_title(written)
        step = round(font.size * 1.2)
        top = (SIZE[1] - step * len(lines)) // 2
        for number, line in enumerate(lines):
            pen.text((MARGIN, top + number * step), line, font=font, fill=HEADING)
    if written and written != site_name and can_write(site_name):
        font = _font(NAME_SIZE)
        while font.getlength(site_name) > SIZE[0] - 2 * MARGIN and font.size > 12:
            font = _font(font.size - 2)
        pen.text((MARGIN, MARGIN - 8), site_name, font=font, fill=QUIET)
    out = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


# --- Addresses ----------------------------------------------------------------------------------


def digest_of(subject, site_name):
    """Return what of the picture's address changes with the picture."""
    return sha256("\0".join((DRAWN_AS, subject.title, subject.seed, site_name)).encode()).hexdigest()[:16]


def picture_path(subject, site_name):
    """Return the address of the picture of ``subject`` as it would be drawn now."""
    return reverse("share", args=[subject.kind, subject.key, digest_of(subject, site_name)])


def _kept(folder, digest, make):
    """Return the bytes kept in ``folder`` under ``digest``, made where there are none; older ones of the folder go."""
    path = folder / f"{digest}.png"
    try:
        return path.read_bytes()
    except OSError:
        made = make()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
            part.write(made)
        os.replace(part.name, path)
        for old in folder.glob("*.png"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("A picture for sharing was not kept: %s", type(error).__name__)
    return made


@require_safe
def picture(request, kind, key, digest):
    """Show the picture of the public thing ``kind``/``key``; an address from before it changed leads to the present one."""
    subject = subjects.find(kind, key)
    # One spelling of a key has a picture: a number may be written with zeros before it, a UUID with dashes anywhere.
    if subject is None or subject.key != key:
        raise Http404
    site_name = SiteSettings.load(request_or_site=request).site_name
    current = digest_of(subject, site_name)
    if digest != current:
        response = redirect(picture_path(subject, site_name))
        response["Cache-Control"] = "no-cache"
        return response
    folder = Path(settings.DRAWN_ROOT) / subject.kind / subject.key
    made = _kept(folder, current, lambda: draw(subject.title, subject.seed, site_name))
    response = HttpResponse(made, content_type="image/png")
    # A day, although the address changes with the picture: what is withdrawn goes from caches between us and readers.
    response["Cache-Control"] = "public, max-age=86400"
    # It is there for others to show.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
