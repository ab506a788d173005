"""When a query sounds as though somebody may be in danger: the help lines come before the results.

The list is short and errs towards showing help. Nothing about the query is kept.
"""

from cms.core.words import folded_words, stem

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
STEMS = [tuple(stem(word) for word in folded_words(phrase)) for phrase in PHRASES]


def sounds_urgent(wanted):
    """Return whether a query's words, in order, hold one of PHRASES."""
    typed = tuple(stem(word) for word in wanted.every_word)
    return any(
        typed[start : start + len(phrase)] == phrase
        for phrase in STEMS
        for start in range(len(typed) - len(phrase) + 1)
    )
