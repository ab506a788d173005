"""What somebody typed, as search reads it: the kernel's words, since the directory reads queries the same way."""

from cms.core.wording import (
    DIRECTION_MARKS,
    LONGEST,
    MOST_WORDS,
    SMALL_WORDS,
    UNSEEN_CATEGORIES,
    Wanted,
    clean,
    is_small,
    shorten,
    wanted,
)

__all__ = [
    "DIRECTION_MARKS",
    "LONGEST",
    "MOST_WORDS",
    "SMALL_WORDS",
    "UNSEEN_CATEGORIES",
    "Wanted",
    "clean",
    "is_small",
    "shorten",
    "wanted",
]
