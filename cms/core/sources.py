"""Sources of a text: their numbers, their addresses, and the places in the text that name them."""

from urllib.parse import quote


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
