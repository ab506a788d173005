"""How hard a text is to read: the Flesch-Kincaid grade, counted in the usual rough way."""

import html
import re

_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


_NOT_SHOWN = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->|<(script|style|svg|title)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
_INLINE = {"a", "abbr", "b", "bdi", "em", "i", "q", "small", "span", "strong", "time", "wbr"}


def visible_text(source):
    """Return what readers see of HTML or of a template's ``source``: a line for each element that stands by itself.

    What a template fills in is unknown: it counts for nothing.
    """
    source = _NOT_SHOWN.sub(" ", source)
    source = re.sub(r"{%\s*(?:elif|else|endif|if|block|endblock)\b[^%]*%}", "<br>", source)
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.DOTALL)
    source = re.sub(r"\s+", " ", source)
    source = _TAG.sub(lambda tag: " " if tag[1].lower() in _INLINE else "\n", source)
    return "\n".join(filter(None, (re.sub(r"\s+", " ", line).strip() for line in html.unescape(source).splitlines())))


def sentences(text):
    """Return the sentences of plain ``text``; a line of its own, such as an item of a list, is one as well."""
    lines = (re.sub(r"^(?:- |\d+\. )", "", line.strip()) for line in text.splitlines())
    return [part for line in lines for part in re.split(r"(?<=[.!?:])[”\"’]?\s+", line) if _WORD.search(part)]


def words(text):
    """Return the words of ``text``; numbers are none."""
    return _WORD.findall(text)


def syllables(word):
    """Return about how many syllables ``word`` has: groups of vowels, without a silent e at its end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)


def grade(text):
    """Return the Flesch-Kincaid grade of ``text``: about the year of school at which it reads easily."""
    found, lines = words(text), sentences(text)
    if not found:
        return 0.0
    per_word = sum(syllables(word) for word in found) / len(found)
    return 0.39 * len(found) / len(lines) + 11.8 * per_word - 15.59
