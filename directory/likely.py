"""Which listed services somebody may have meant by a name as they remember it: for editors to choose from."""

from cms.core.wording import clean, shorten, wanted
from cms.core.words import folded_words, stem

from . import engine
from .likeness import name_words
from .models import Service

MOST = 4


def likely(name, most=MOST):
    """Return at most ``most`` listed services that ``name``, typed from memory, may mean, the likeliest first: a list.

    First what the directory's own search has for all its words; else names that hold some of them, the most words
    first. ``name_words`` says which words tell one name from another.
    """
    asked = wanted(shorten(clean(name)))
    if asked.is_empty:
        return []
    words = name_words(asked.text)
    rows = engine.hits(asked, columns=("name_stems",)) or _with_some(asked.text, words)
    found = sorted((_missing(row[1], words), len(row[1]), row[0]) for row in rows)[:most]
    services = Service.objects.listed().select_related("organisation").prefetch_related("locations__locality")
    by_pk = services.in_bulk([pk for _missed, _length, pk in found])
    # What is no longer listed is found by nobody, also where the search's rows are a moment behind.
    return [by_pk[pk] for _missed, _length, pk in found if pk in by_pk]


def _with_some(text, words):
    """Return the search's rows of services in whose name a word of ``text`` stands whose stem is among ``words``."""
    rows = {}
    for word in dict.fromkeys(word for word in folded_words(text) if stem(word) in words):
        for row in engine.hits(wanted(word), columns=("name_stems",)):
            if _missing(row[1], [stem(word)]) == 0:
                rows[row[0]] = row
    return list(rows.values())


def _missing(name_stems, words):
    """Return how many of ``words`` do not stand in a name, of which the search keeps the stems between blanks."""
    return sum(f" {word} " not in name_stems for word in words)
