"""Sources of a text: their numbers, their addresses, and the places in the text that name them."""

import re
from urllib.parse import quote

KEY = r"[a-z0-9\-]{1,40}"
MARK = re.compile(rf"\s*\[\^({KEY})\]")
# What an editor may have meant as a mark.
ALMOST = re.compile(r"\[\^([^\]\n]{0,80})\]?")


def broken_marks(texts):
    """Return the marks in ``texts``, strings, that point at nothing since they cannot be read: a sorted list."""
    found = {match[0] for text in texts for match in ALMOST.finditer(str(text)) if not MARK.fullmatch(match[0])}
    return sorted(found)


def keys_in(texts):
    """Return the set of keys that ``texts``, strings, point at."""
    return {key for text in texts for key in MARK.findall(str(text))}


def why_marks_fail(texts, keys):
    """Return what is wrong with the marks in ``texts``, strings, of which ``keys`` are known: a sentence or two, or ''."""
    broken = broken_marks(texts)
    if broken:
        return (
            f"These marks cannot be read: {', '.join(broken)}. Write each as [^white2020]: with the short name of "
            "its source, in small letters, digits and hyphens."
        )
    unknown = sorted(keys_in(texts) - set(keys))
    if unknown:
        return (
            f"The text points at sources that are not in the list: {', '.join(unknown)}. Add them, or mend the names."
        )
    return ""


def doi_address(doi):
    """Return the address of ``doi`` (``10.…/…``) at doi.org, with what an address may not hold encoded; '' for ''."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}" if doi else ""


def cite_id(key, time):
    """Return the id of the ``time``-th place (from 1) in the text that names the source ``key``."""
    return f"cite-{key}" if time == 1 else f"cite-{key}-{time}"


def numbered(references, times):
    """Return ``references`` (values of ReferenceBlock) as a list of dicts for ``components/sources.html``.

    Each has its ``number``, its words and addresses, and ``cite_ids``: the places that name it, of which ``times``
    (a dict of key and count) says how many there are. A source that the text never names leads nowhere back.
    """
    return [
        {
            "number": number,
            "key": reference["key"],
            "text": reference["text"],
            "url": reference.get("url"),
            "doi": reference.get("doi"),
            "doi_url": doi_address(reference.get("doi")),
            "cite_ids": [cite_id(reference["key"], time + 1) for time in range(times.get(reference["key"], 0))],
        }
        for number, reference in enumerate(references, start=1)
    ]
