"""Marking the words that were looked for, and cutting an excerpt around the first of them."""

import re
import unicodedata

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from cms.core.words import folded_words, plain_text, stem

# A word as it stands in a text, with the apostrophes inside it.
WORD_IN_TEXT = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
SENTENCE_START = re.compile(r"[.!?…]['\"”’)]*\s+")
EXCERPT = 240
LONGEST_SUMMARY = 300
# How far before the first hit an excerpt may begin, so that the hit stands in its sentence.
BEFORE = 80
# Where a hit is looked for: a long report is not read to its end for one line on a results page.
READ_AT_MOST = 40_000


class Marker:
    """Finds and marks the words that have one of ``stems``, whatever their endings, capitals and accents."""

    def __init__(self, stems):
        self.stems = frozenset(stems)
        # A stem keeps its word's first letter (cms.core.words.stem): most words need no stemming to be passed by.
        self.initials = frozenset(one[0] for one in self.stems)

    def stems_in(self, text):
        """Return which of the stems ``text`` has, as a set."""
        return {stem(word) for word in folded_words(text) if word[0] in self.initials} & self.stems

    def first(self, text):
        """Return where in ``text`` (composed form) the first wanted word begins, or None."""
        hits = (match.start() for match in WORD_IN_TEXT.finditer(text) if self.stems_in(match.group()))
        return next(hits, None)

    def mark(self, text):
        """Return ``text`` escaped, each wanted word between mark tags: safe HTML, with no other tag in it."""
        text = unicodedata.normalize("NFC", text)
        parts, end = [], 0
        for match in WORD_IN_TEXT.finditer(text):
            if self.stems_in(match.group()):
                parts += [escape(text[end : match.start()]), format_html("<mark>{}</mark>", match.group())]
                end = match.end()
        return mark_safe("".join([*parts, escape(text[end:])]))  # every part is escaped above

    def excerpt(self, found):
        """Return the lines under a result as safe HTML: its summary, or the words around what is only in its text."""
        summary = plain_text(found.summary)
        missing = self.stems - self.stems_in(f"{found.title} {summary}")
        if missing and found.text:
            text = unicodedata.normalize("NFC", plain_text(found.text[:READ_AT_MOST]))
            hit = Marker(missing).first(text)
            if hit is not None:
                return self.mark(around(text, hit))
        return self.mark(cut(summary, LONGEST_SUMMARY))


def around(text, hit):
    """Return at most about EXCERPT characters of ``text`` that hold position ``hit``, from a sentence's start
    where one is near, else from a word's; dots show where something was left out."""
    earliest = max(0, hit - BEFORE)
    sentences = [match.end() for match in SENTENCE_START.finditer(text, earliest, hit)]
    if earliest == 0:
        start, before = 0, ""
    elif sentences:
        start, before = sentences[-1], ""
    else:
        space = text.find(" ", earliest, hit)
        start, before = (space + 1 if space >= 0 else hit), "… "
    return before + cut(text[start:], EXCERPT)


def cut(text, longest):
    """Return at most ``longest`` characters of ``text``, cut after a word, with dots where it was cut."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
