"""Words that hurt or put readers at risk, with what to write instead and why. It warns and never forbids.

The list is data (``data/careful-words.csv``): the pairs that Mindframe gives to the media in Australia
(mindframe.org.au) and those that peer support uses, in our own words. People may call themselves what they like, so
what stands in quotation marks can be left out.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "careful-words.csv"
AROUND = 40
# Letters that a search in any case takes for these and that small letters do not: each gives one, so places stay right.
SAME_LETTERS = str.maketrans("\u0130\u0131\u017f\u212a", "iisk")
# Between double quotation marks, within a paragraph. Single ones are apostrophes too often.
QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")


@dataclass(frozen=True)
class Pair:
    """Phrases to avoid, what to write instead, why, and who says so."""

    area: str
    phrases: tuple
    instead: str
    why: str
    source: str


@dataclass(frozen=True)
class Caution:
    """One phrase that was found: ``where`` is the part of the page, ``before`` and ``after`` the words around it."""

    where: str
    phrase: str
    before: str
    after: str
    pair: Pair


@cache
def pairs():
    """Return the Pairs of the list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(
            Pair(row["area"], tuple(row["phrases"].split("; ")), row["instead"], row["why"], row["source"])
            for row in csv.DictReader(file)
        )


@cache
def _pattern():
    """Return ``(pattern, pair by phrase)``; of phrases that begin alike the longest is found."""
    by_phrase = {phrase: pair for pair in pairs() for phrase in pair.phrases}
    longest_first = sorted(by_phrase, key=len, reverse=True)
    words = "|".join(r"[\s\-‑]+".join(map(re.escape, re.split(r"[\s\-]", phrase))) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), by_phrase


def _plain(text):
    return " ".join(re.split(r"[\s\-‑]+", text.lower()))


def found_in(text, where="", leave_out_quotations=False):
    """Return a Caution for each careful phrase in plain ``text``, in their order."""
    pattern, by_phrase = _pattern()
    plain = {_plain(phrase): pair for phrase, pair in by_phrase.items()}
    # As long as what it takes the place of, so that places stay right.
    searched = QUOTED.sub(lambda quoted: "\n" * len(quoted[0]), text) if leave_out_quotations else text
    searched = searched.translate(SAME_LETTERS)
    return [
        Caution(
            where,
            text[match.start() : match.end()],
            text[max(0, match.start() - AROUND) : match.start()].lstrip(),
            text[match.end() : match.end() + AROUND].rstrip(),
            plain[_plain(match[0])],
        )
        for match in pattern.finditer(searched)
    ]
