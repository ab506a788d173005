"""DOIs as people write and paste them."""

import re
import unicodedata
from urllib.parse import unquote

from django.core.validators import RegexValidator

# What https://www.crossref.org/blog/dois-and-matching-regular-expressions/ gives for almost all DOIs.
PATTERN = r"^10\.\d{4,9}/\S+$"
NO_DOI = "A DOI begins with 10. and has a slash, for example 10.1186/s12888-020-02923-3."
validate_doi = RegexValidator(PATTERN, NO_DOI)
LEAD = re.compile(
    r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:|doi\s*[:=]?\s*(?=10\.))", re.IGNORECASE
)
WITHIN = re.compile(r"10\.\d{4,9}/\S+")
PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
# Invisible: soft hyphens, joiners, marks of direction, and what a PDF leaves behind.
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
ENDS = ".,;:'\"’”*"


def clean_doi(text):
    """Return the DOI in ``text``: without the address around it, without spaces, without the stop after it.

    What is no DOI comes back as it was, on one line, for a validator to say so.
    """
    text = HIDDEN.sub("", unicodedata.normalize("NFKC", str(text or ""))).strip()
    lead = LEAD.match(text)
    if lead:
        text = unquote(text[lead.end() :])
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    # A line break or a space in the middle is what copying from a PDF does.
    joined = "".join(text.split())
    if not re.match(r"10\.\d{4,9}/", joined):
        # A DOI within an address of a publisher: https://onlinelibrary.wiley.com/doi/10.1002/…
        within = WITHIN.search(joined) if "://" in joined else None
        if within is None:
            return " ".join(text.split())
        joined = re.split(r"[?#]", unquote(within[0]))[0]
        joined = re.sub(r"/(?:full|abstract|pdf|epdf|html|fulltext)(?:/.*)?$", "", joined)
    return trimmed(joined)


def trimmed(doi):
    """Return ``doi`` without the stops and closing brackets that belong to the sentence around it."""
    # Counted once: this may be all that somebody pasted.
    unopened = {closing: doi.count(closing) - doi.count(opening) for closing, opening in PAIRS.items()}
    end = len(doi)
    while end and (doi[end - 1] in ENDS or unopened.get(doi[end - 1], 0) > 0):
        end -= 1
        if doi[end] in unopened:
            unopened[doi[end]] -= 1
    return doi[:end]


def same(doi):
    """Return what two DOIs that are the same have in common: their letters may differ in case."""
    return clean_doi(doi).lower()
