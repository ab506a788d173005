"""Words as search sees them: accents folded, endings cut, the same on every database.

SQLite's full-text search matches exact words and PostgreSQL's english configuration stems its own way,
so the site stems in Python, once when a thing is indexed and once for each query.
"""

import re
import threading
import unicodedata
from functools import lru_cache
from html import unescape

import snowballstemmer
from django.utils.html import strip_tags

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans("", "", "'’ʼ")
LONGEST_TEXT = 200_000
# A German compound or a chemical name fits; a line of base64 does not, and would cost a stemmer its time.
LONGEST_WORD = 60

# Snowball leaves these apart, and people here use them for one thing: spellings of two countries,
# and the words of a calling beside the word for doing it.
COMMON_STEMS = {
    "recoveri": "recov",
    "recover": "recov",
    "counsellor": "counsel",
    "counselor": "counsel",
    "organiz": "organis",
    "behavior": "behaviour",
    "center": "centr",
    "programm": "program",
    "anxieti": "anxious",
    "voluntari": "volunt",
    "suicidolog": "suicid",
}

MARKS = {"“": "”", "‘": "’", '"': '"', "'": "'", "«": "»"}

# A stemmer of this package keeps the word it works on in itself: one for each thread.
_local = threading.local()


def folded_words(text):
    """Return the words of ``text`` in order, lower case and without accents: ``Café`` gives ``cafe``.

    An apostrophe joins (``carer's`` gives ``carers``); anything else that is no letter or digit separates.
    Only the first LONGEST_TEXT characters are read.
    """
    plain = text[:LONGEST_TEXT].translate(APOSTROPHES)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    # Lower case last: a capital with an accent (İ) would be two characters in lower case.
    return WORD.findall(plain.casefold())


@lru_cache(maxsize=30_000)
def stem(word):
    """Return the stem of one folded word, in a microsecond where it was asked before and a tenth of a
    millisecond where not. A stem begins with the word's first letter.

    The stemmer is Snowball's English one, from the package snowballstemmer.
    """
    if len(word) > LONGEST_WORD:
        return word[:LONGEST_WORD]
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("english")
    cut = _local.stemmer.stemWord(word)
    return COMMON_STEMS.get(cut, cut)


def stems(text):
    """Return the stems of ``text``'s words in order: ``recovering`` and ``recovery`` both give ``recov``."""
    return [stem(word) for word in folded_words(text)]


def plain_text(html):
    """Return rich text without its tags and entities, with a space where a tag stood."""
    return " ".join(unescape(strip_tags(str(html).replace("<", " <"))).split())


def stemmed_text(*parts):
    """Return one string of stems for the index, from strings that may hold HTML."""
    return " ".join(stems(plain_text(" ".join(str(part) for part in parts if part))))


def title_words(title):
    """Return the words of a title and, after them, their stems: a string for the index of titles.

    What somebody is still typing finds it by the beginning of a word, with or without accents;
    a finished query finds it by its stems.
    """
    words = folded_words(title)
    return " ".join(dict.fromkeys([*words, *(stem(word) for word in words)]))


def without_marks(quotation):
    """Return ``quotation`` without the quotation marks around it: templates draw their own."""
    text = quotation.strip()
    first, last, within = text[:1], text[-1:], text[1:-1]
    # Marks within too are of several quotations, as in: “Come in,” she said. “Sit.”
    if within and MARKS.get(first) == last and first not in within and (last not in within or last == "’"):
        return within.strip()
    return text
