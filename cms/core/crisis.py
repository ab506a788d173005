"""When what somebody typed sounds as though somebody may be in danger: the help lines come first.

The list is short and errs towards showing help. It never blocks anything, and nothing about it is kept here.
"""

from .words import folded_words, stem

# Each line is words next to each other, as people type them; endings do not matter.
PHRASES = [
    "suicide", "suicidal", "suiside", "sucide", "kms", "overdose", "overdosing",
    "self harm", "selfharm", "self injury", "cutting myself", "cut myself", "hurt myself", "hurting myself", "harm myself",
    "kill myself", "killing myself", "hang myself", "shoot myself", "drown myself", "poison myself",
    "want to die", "wanna die", "ready to die", "going to die", "wish I was dead", "wish I were dead", "better off dead",
    "end my life", "take my life", "took my life", "took his life", "took her life", "took their own life", "end it all", "no reason to live", "dont want to live", "dont want to be here",
    "cant go on", "cant do this any more", "cant do this anymore",
    "kill him", "kill her", "kill them", "kill someone", "going to hurt someone",
    "in danger", "not safe", "unsafe at home", "being abused", "he hits me", "she hits me", "family violence",
    "domestic violence", "raped", "sexual assault", "emergency", "crisis", "help me", "help now", "need help",
]  # fmt: skip


def _by_first_stem():
    """Return PHRASES as tuples of stems, by the stem they begin with: a long text is then read once."""
    found = {}
    for phrase in PHRASES:
        stemmed = tuple(stem(word) for word in folded_words(phrase))
        found.setdefault(stemmed[0], []).append(stemmed)
    return found


BY_FIRST = _by_first_stem()


def sounds_urgent(typed):
    """Return whether ``typed``, a text or a list of its words in order, holds one of PHRASES.

    An essay of 20,000 characters takes a few hundredths of a second.
    """
    words = folded_words(typed) if isinstance(typed, str) else typed
    stemmed = [stem(word) for word in words]
    return any(
        tuple(stemmed[place : place + len(phrase)]) == phrase
        for place, first in enumerate(stemmed)
        for phrase in BY_FIRST.get(first, ())
    )
