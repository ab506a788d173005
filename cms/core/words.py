"""Words as search sees them: accents folded, endings cut, the same on every database.

SQLite's full-text search matches exact words and PostgreSQL's english configuration stems its own way,
so the site stems in Python, once when a thing is indexed and once for each query.
"""

import re
import unicodedata

import snowballstemmer
from django.utils.html import strip_tags

WORD = re.compile(r"[^\W_]+")
LONGEST_TEXT = 200_000
_stemmer = snowballstemmer.stemmer("english")


def folded_words(text):
    """Return the words of ``text`` in order, lower case and without accents: ``Café`` gives ``cafe``."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower().replace("'", "")
    return WORD.findall(plain)


def stems(text):
    """Return the stems of ``text``'s words in order: ``recovering`` and ``recovery`` both give ``recov``-like stems.

    The stemmer is Snowball's English one, from the package snowballstemmer.
    """
    return [COMMON_STEMS.get(stem, stem) for stem in _stemmer.stemWords(folded_words(text))]


# Snowball leaves these pairs apart, and people here use them for one thing.
COMMON_STEMS = {"recoveri": "recov", "recover": "recov"}


def stemmed_text(*parts):
    """Return one string of stems for the index, from strings that may hold HTML."""
    return " ".join(stems(strip_tags(" ".join(str(part) for part in parts if part))))
