"""What somebody typed, cleaned and taken apart: words, stems and quoted phrases.

Nothing here raises, whatever comes in: operators of the databases' query languages are letters and
signs like any others, because only folded words reach the index.
"""

import re
import unicodedata
from dataclasses import dataclass

from wagtail.search.query import And, Or, Phrase, PlainText

from cms.core.words import folded_words, stem

LONGEST = 200
# More words narrow nothing, and each one costs the database a list to merge.
MOST_WORDS = 16

# Words that stand on nearly every page. PostgreSQL leaves most of them out of its index and SQLite does not:
# leaving them out of the query makes both answer alike. A word goes by itself or by its stem.
_SMALL = """
    a an the this that these those some any each few more most other such no nor not only own same so than too very
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves who whom what which when where why how all both
    am is are was were be been being have has had having do does did doing done can will just should now
    would could may might must shall dont im ive youre weve theyre isnt cant wont thats whats
    and but if or because as until while of at by for with about against between into through during before after
    above below to from up down in out on off over under again further then once here there s t don
"""
SMALL_WORDS = frozenset(_SMALL.split())

# What a screen does not show, or shows turned round: controls, halves of a character, marks of direction.
UNSEEN_CATEGORIES = {"Cc", "Cs", "Co", "Cn"}
DIRECTION_MARKS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
QUOTES = re.compile('["“”„«»]')


def clean(typed):
    """Return ``typed`` as one line without what cannot be seen, in composed form; length is not touched."""
    text = "".join(" " if char.isspace() else char for char in typed)
    text = "".join(
        char
        for char in text
        if char not in DIRECTION_MARKS and (char == " " or unicodedata.category(char) not in UNSEEN_CATEGORIES)
    )
    return " ".join(unicodedata.normalize("NFC", text).split())


def shorten(text):
    """Return at most LONGEST characters of ``text``, cut between words where there is a space to cut at."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    return (cut.rsplit(" ", 1)[0] if " " in cut and text[LONGEST] != " " else cut).strip()


def is_small(word):
    return word in SMALL_WORDS or stem(word) in SMALL_WORDS


@dataclass(frozen=True)
class Wanted:
    """A query: ``text`` as cleaned; ``words`` and ``stems`` that count, without repeats; ``phrases`` of stems.

    ``every_word`` holds all folded words in order, small ones too. ``cut`` says that words were left out.
    """

    text: str
    every_word: tuple[str, ...]
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    cut: bool

    @property
    def stems(self):
        return tuple(dict.fromkeys(stem(word) for word in self.words))

    @property
    def is_empty(self):
        """Whether nothing is left to look for: blank, signs only, or small words only."""
        return not self.words

    def for_index(self):
        """Return the query for the index: every stem (or every word as typed), and every phrase, must be there."""
        by_stems = PlainText(" ".join(self.stems), operator="and")
        if self.stems == self.words:
            query = by_stems
        else:
            query = Or([by_stems, PlainText(" ".join(self.words), operator="and")])
        return And([query, *(Phrase(" ".join(phrase)) for phrase in self.phrases)]) if self.phrases else query

    def for_titles(self):
        """Return the query for the index of titles: every stem must be in the title.

        That index takes the last word of a query as the beginning of one. The first stem once more,
        at the end, asks for what is already asked for, so that nothing is taken so.
        """
        return PlainText(" ".join([*self.stems, self.stems[0]]), operator="and")


def wanted(text):
    """Return the Wanted of a cleaned ``text``. Words between double quotes are a phrase; a lone quote is a sign."""
    parts = QUOTES.split(text)
    phrases = []
    # Between the first and the second quote, the third and the fourth; what follows a last, lone one is plain.
    for part in parts[1 : len(parts) - 1 : 2]:
        phrase = tuple(stem(word) for word in folded_words(part)[:MOST_WORDS])
        if len(phrase) > 1 and not all(word in SMALL_WORDS for word in phrase):
            phrases.append(phrase)
    every_word = tuple(folded_words(" ".join(parts)))
    counting = tuple(dict.fromkeys(word for word in every_word if not is_small(word)))
    return Wanted(text, every_word, counting[:MOST_WORDS], tuple(phrases[:4]), cut=len(counting) > MOST_WORDS)
