"""What is asked of the directory: as people ask, and as nobody in their right mind does. The same seed asks the same."""

import random
from urllib.parse import urlencode

from directory.made import ABOUT, DOES, FORMS, PLACES
from directory.near import WITHIN

SUBURBS = [
    "Carlton 3053", "Ballarat", "3350", "Geelong", "Mildura", "Footscray", "Bendigo", "Dandenong", "Werribee", "Wodonga",
]  # fmt: skip
CHOICES = {
    "how": ["in-person", "phone", "video", "chat", "outreach"],
    "cost": ["free", "donation"],
    "when": ["evening", "weekend", "morning", "afternoon"],
    "age": ["adults", "young", "older"],
    "open": ["now"],
    "sort": ["name", "checked", "distance", "relevance"],
}
WORDS = sorted({word.strip(".,").lower() for text in (*ABOUT, *DOES, *FORMS, *PLACES) for word in text.split()})
NONSENSE = [
    '"', "''", '" OR 1=1', "*", "a*", "(", "NEAR(a b)", "-", "AND", "a:b", "\\", "%", "_", "\u00a0", "😀", "ÄÖÜ ß", "﷽",
    "e\u0301" * 20, "a", "the", "people " * 20, "x" * 200, "zzzz", "'; --", "peer support peer support", "\u202eabc",
]  # fmt: skip


def plausible(number, seed=1):
    """Return ``number`` addresses of searches as people make them: a word or two, a place, a choice or two, a later page."""
    chance = random.Random(seed)  # noqa: S311
    return [address(_plausible(chance)) for _one in range(number)]


def _plausible(chance):
    asked = []
    if chance.random() < 0.6:
        asked.append(("q", " ".join(chance.sample(WORDS, chance.choice([1, 1, 2])))))
    if chance.random() < 0.5:
        asked += [("near", chance.choice(SUBURBS)), ("within", chance.choice(WITHIN))]
    for name in chance.sample(sorted(CHOICES), chance.choice([0, 0, 1, 1, 2])):
        asked.append((name, chance.choice(CHOICES[name])))
    if chance.random() < 0.15:
        asked.append(("view", "map"))
    elif chance.random() < 0.2:
        asked.append(("page", chance.choice([2, 3, 7])))
    return asked


def fuzzed(number, seed=1):
    """Return ``number`` addresses that may hurt: common words and many, signs, every choice at once, pages that are not there."""
    chance = random.Random(seed)  # noqa: S311
    return [address(_fuzzed(chance)) for _one in range(number)]


def _fuzzed(chance):
    asked = _plausible(chance)
    if chance.random() < 0.7:
        words = [chance.choice([*NONSENSE, *WORDS]) for _word in range(chance.choice([1, 2, 5, 12]))]
        words += [word[: chance.randrange(1, 4)] for word in chance.sample(WORDS, 2)]
        asked = [(name, value) for name, value in asked if name != "q"] + [("q", " ".join(words)[:300])]
    for name in chance.sample(sorted(CHOICES), chance.randrange(len(CHOICES))):
        asked += [(name, value) for value in [*CHOICES[name], chance.choice(NONSENSE)]]
    if chance.random() < 0.3:
        asked += [
            ("term", f"facet-{chance.randrange(9)}-term-{chance.randrange(13)}")
            for _term in range(chance.randrange(1, 9))
        ]
    if chance.random() < 0.3:
        asked.append(("page", chance.choice([0, -1, 999, 10**9, 10**30, "last", ""])))
    if chance.random() < 0.2:
        asked += [("near", chance.choice(NONSENSE)), ("within", chance.choice([-1, 0, 10**9, "x"]))]
    if chance.random() < 0.2:
        asked.append(("view", chance.choice(["map", "list", "x"])))
    return asked


def address(asked):
    """Return the address of a search of the directory."""
    return f"/directory/?{urlencode(asked)}" if asked else "/directory/"
