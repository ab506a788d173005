"""A sentence that a story sets large is its teller's: what does not stand in the story is found by the checks. It warns."""

import re
import unicodedata

from cms.core.writing import checks
from cms.core.writing.parts import Words, parts_of

from .models import StoryPage

NOT_TOLD = checks.Check(
    "pull-quote-not-told",
    "The pull quote does not stand in the story",
    "Set large only what the teller said: copy a sentence from the story, letter by letter. Mark what you leave out with “…”.",
)
# Where words stand that are not the story's own.
BESIDE = {"Title", "Teaser", "Pull quote"}
LEFT_OUT = re.compile(r"…|\.\s?\.\s?\.|\[\s*\]")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def join():
    """Let the checks look at it; called once the apps are ready."""
    checks.register(of_story, NOT_TOLD)


def of_story(thing):
    """Yield a Finding where the pull quote of ``thing``, a story, holds words that its text does not."""
    if not isinstance(thing, StoryPage) or not thing.pull_quote.strip():
        return
    told = [part.text for part in parts_of(thing) if isinstance(part, Words) and part.where not in BESIDE]
    told.append(thing.recording_words())
    if any(text.strip() for text in told) and not stands_in(thing.pull_quote, "\n".join(told)):
        yield checks.finding(NOT_TOLD, thing.pull_quote, "Pull quote")


def stands_in(quote, text):
    """Whether the words of ``quote`` stand in ``text``, each run between “…” together, and in their order.

    Marks, spaces, line ends and small or capital letters do not count.
    """
    rest = f" {' '.join(_words(text))} "
    for part in LEFT_OUT.split(quote):
        wanted = _words(part)
        if not wanted:
            continue
        _before, found, after = rest.partition(f" {' '.join(wanted)} ")
        if not found:
            return False
        rest = f" {after}"
    return True


def _words(text):
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("\xad", "").casefold()
    return WORD.findall(plain)
