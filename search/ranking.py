"""The order of results: one that a reader can see the reason of, the same on every database.

First what has all the words in its title (the very title, then titles that begin with what was typed,
then the rest), then titles that begin with one of the words, then what has all the words in title and
summary, then everything else. Within each step more words in the title come first, then more in the summary,
then shorter titles, then the alphabet; the key at the end makes the order certain.
"""

from dataclasses import dataclass

from cms.core.searchable import Kind, Source
from cms.core.words import folded_words

from .highlight import Marker


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that the index found: just enough to put it in its place and to load it if it is shown."""

    source: Source
    pk: int
    kind_value: object
    kind: Kind
    title: str
    summary: str


def ranked(candidates, wanted):
    """Return ``candidates`` as a list, best first."""
    marker = Marker(wanted.stems)
    typed = " ".join(wanted.every_word)
    return sorted(candidates, key=lambda candidate: place(candidate, marker, typed))


def place(candidate, marker, typed):
    """Return the sort key of a candidate."""
    title_words = folded_words(candidate.title)
    title = " ".join(title_words)
    in_title = marker.stems_in(candidate.title)
    in_summary = marker.stems_in(candidate.summary) if in_title != marker.stems else set()
    if in_title == marker.stems:
        step, likeness = 0, 0 if title == typed else 1 if title.startswith(typed) else 2
    elif title_words and marker.stems_in(title_words[0]):
        step, likeness = 1, 0
    elif in_title | in_summary == marker.stems:
        step, likeness = 2, 0
    else:
        step, likeness = 3, 0
    return (
        step,
        likeness,
        -len(in_title),
        -len(in_summary),
        len(title_words),
        title,
        candidate.source.key,
        candidate.pk,
    )
