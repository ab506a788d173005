"""Short forms such as NDIA that a reader may not know: found where the first use is not spelled out beside it.

The list of those that everybody knows is data (``cms/core/data/short-forms.csv``).
"""

import csv
import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent.parent / "data" / "short-forms.csv"
# Two to seven capitals, with a small s for more than one and a plus as in LGBTIQA+; not a part of a code or a name.
SHORT = re.compile(r"(?<![\w/.@&$-])([A-Z]{2,7})(s?)(?:\+|\b)(?![\w@/-]|\.\w)")
ROMAN = re.compile(r"^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
SHOUTED = 3


@cache
def well_known():
    """Return the short forms that need no explanation: a set."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return frozenset(row["short"] for row in csv.DictReader(file))


def _is_beside_its_words(text, match):
    """Whether the words stand with it: “the whole name (NAME)” or “NAME (the whole name)”."""
    short, before, after = match[1], text[: match.start()], text[match.end() :]
    if before.rstrip().endswith(("(", "(the")) and re.match(r"\s*[),;]", after):
        # As many words before the bracket as there are letters, more or less: of, the and so on have none.
        words = re.findall(r"[^\W\d_]+", before)
        return any(word[0].upper() == short[0] for word in words[-2 * len(short) - 2 :])
    opened = re.match(r"\s*\(([^)]*)", after)
    return bool(opened and len(re.findall(r"[^\W\d_]+", opened[1])) >= 2)


def not_spelled_out(texts):
    """Return the short forms whose first use in ``texts`` (plain strings in their order) is not spelled out: a list."""
    seen, found = set(well_known()), []
    for text in texts:
        for line in text.splitlines():
            matches = list(SHORT.finditer(line))
            words = re.findall(r"[^\W\d_]{2,}", line)
            # A line in capitals is shouted, and says nothing of its words.
            if len(words) >= SHOUTED and all(word.isupper() for word in words):
                continue
            for match in matches:
                short = match[1]
                if short in seen or ROMAN.match(short):
                    continue
                seen.add(short)
                if not _is_beside_its_words(line, match):
                    found.append(short)
    return found
