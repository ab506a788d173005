"""Whether a picture seems to show words, such as a poster or a photographed page: nobody can have those read aloud.

A rough guess from the picture alone: lines of letters are rows with many sharp changes from dark to light, between rows
with few. Drawings, photographs and logos of one word have none or one. It only ever warns; how often it is wrong stands
in docs/decisions/0034.
"""

from itertools import groupby

from PIL import Image, ImageChops

# Pixels on the longer side: letters of a normal page are still a few pixels high.
SIDE = 1000
# How much lighter or darker the next pixel is, of 255.
SHARP = 48
# Changes in a row, in thousandths of its width: of paper at most, of letters at least, and too many for letters.
STILL, FEWEST_CHANGES, MOST_CHANGES = 6, 40, 420
QUIET, SOME, BUSY = "quiet", "some", "busy"
# Pixels: how high a line of letters is.
LOWEST, HIGHEST = 5, 90
FEWEST_LINES = 3


def seems_to_show_words(file):
    """Return whether the picture in ``file`` (open, or a path) seems to show three lines of words or more."""
    with Image.open(file) as picture:
        picture.draft("L", (SIDE, SIDE))
        picture = _on_white(picture)
        picture.thumbnail((SIDE, SIDE))
        return len(lines_of_letters(picture)) >= FEWEST_LINES


def _on_white(picture):
    if picture.mode in ("RGBA", "LA", "P"):
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return picture.convert("L")


def lines_of_letters(picture):
    """Return ``(first row, rows)`` of each band of the grey ``picture`` that looks like a line of letters: a list."""
    width, height = picture.size
    if width < 100 or height < 40:
        return []
    changes = ImageChops.difference(picture, ImageChops.offset(picture, 1, 0)).point(
        lambda step: 255 if step > SHARP else 0
    )
    rows = changes.crop((1, 0, width, height)).resize((1, height), Image.Resampling.BOX)
    # Between lines of letters is nothing but paper; grass, leaves and bricks change everywhere.
    kinds = [_kind(value * 1000 / 255) for value in rows.getdata()]
    bands, at = [], 0
    for kind, band in groupby(kinds, key=lambda kind: kind is not QUIET):
        rows_high = len(list(band))
        if kind:
            bands.append((at, rows_high))
        at += rows_high
    return [(at, high) for at, high in bands if LOWEST <= high <= HIGHEST and _is_busy(kinds[at : at + high])]


def _kind(thousandths):
    if thousandths < STILL:
        return QUIET
    return BUSY if FEWEST_CHANGES <= thousandths <= MOST_CHANGES else SOME


def _is_busy(kinds):
    """Whether most rows of a band change as letters do."""
    return kinds.count(BUSY) * 2 >= len(kinds)
