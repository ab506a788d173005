"""What editors paste: BibTeX, RIS, or DOIs alone. Which of them it is, and what it says."""

import re
from dataclasses import dataclass, field

from cms.core.dois import PATTERN, clean_doi

from . import bibtex, ris
from .record import ARTICLE, CHAPTER, MOST_RECORDS, TOO_MANY, Record

MOST_LETTERS = 500_000
BIBTEX = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
# Blanks of one line only: else a paste of empty lines would be gone through again from each of them.
RIS = re.compile(r"^[^\S\n]*TY[^\S\n]{0,4}-", re.MULTILINE)
PUBMED = re.compile(r"^PMID\s*-", re.MULTILINE)
ENDNOTE = re.compile(r"^%[0A-Z] ", re.MULTILINE)
WHERE = "On a journal’s page it is under “Cite” or “Export citation”."
NOTHING = f"No record was found in this. Paste BibTeX (it begins with @) or RIS (it begins with TY). {WHERE}"
NEEDED = {"title": "title", "authors": "authors", "year": "year"}


@dataclass
class Found:
    """A record that was found, and what its editor should look at."""

    record: Record
    remarks: list = field(default_factory=list)


@dataclass
class Reading:
    """What a paste said: ``found`` in its order, and ``problems``, sentences about what could not be read."""

    form: str = ""
    found: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def looks_shouted(title):
    """Whether most words of ``title`` have a capital, or all letters are large."""
    words = [word for word in re.findall(r"[^\W\d_]+", title) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words[1:]) > 0.6 * (len(words) - 1)


def remarks_on(record):
    """Return what an editor should add or look at, in sentences."""
    missing = [word for name, word in NEEDED.items() if not getattr(record, name)]
    remarks = []
    if record.kind in (ARTICLE, CHAPTER) and not record.container:
        missing.append("journal" if record.kind == ARTICLE else "book")
    if missing:
        *first, last = missing
        remarks.append(f"Not in the record: {', '.join(first)}{' and ' if first else ''}{last}.")
    if record.doi and not re.match(PATTERN, record.doi):
        remarks.append(f"“{record.doi}” is not a DOI: it would begin with 10. It was left out.")
    if looks_shouted(record.title):
        remarks.append("The title is written with capitals. Citations ask for small letters, but for names.")
    return remarks


def read(text):
    """Return the Reading of ``text``, whatever it is. Never raises."""
    text = str(text or "").replace("\x00", "")
    if len(text) > MOST_LETTERS:
        return Reading(problems=[f"This is too long to read at once. Paste up to {MOST_RECORDS} records."])
    if not text.strip():
        return Reading(problems=["Nothing was pasted."])
    if RIS.search(text) and not BIBTEX.match(text.strip()):
        reading = _reading("RIS", ris.read(text))
    elif BIBTEX.search(text):
        reading = _reading("BibTeX", bibtex.read(text))
    elif PUBMED.search(text):
        return Reading(problems=["This is PubMed’s own format. Choose “RIS” or “BibTeX” where you copy it."])
    elif ENDNOTE.search(text):
        return Reading(problems=["This is EndNote’s own format. Export as RIS instead."])
    else:
        reading = _dois(text)
    if not reading.found and not reading.problems:
        reading.problems.append(NOTHING)
    return reading


def _reading(form, said):
    found, problems = said
    reading = Reading(form, problems=list(problems))
    for record, remarks in found:
        if not record.title and not re.match(PATTERN, record.doi):
            reading.problems.append("A record has neither a title nor a DOI, and was left out.")
            continue
        remarks = [*remarks, *remarks_on(record)]
        if record.doi and not re.match(PATTERN, record.doi):
            record = Record(**record.said() | {"doi": ""})
        reading.found.append(Found(record, remarks))
    return reading


def _dois(text):
    """Return the Reading of lines with a DOI each; or of one that was broken by spaces."""
    whole = clean_doi(text)
    lines = [line for line in text.splitlines() if line.strip()]
    cleaned = [clean_doi(line) for line in lines]
    if len(lines) > 1 and all(re.match(PATTERN, doi) for doi in cleaned):
        dois = list(dict.fromkeys(cleaned))
    elif re.match(PATTERN, whole):
        dois = [whole]
    else:
        return Reading()
    note = "A DOI alone: this site asks no other for the rest. Paste BibTeX or RIS to fill in everything."
    found = [Found(Record.of(doi=doi), [note]) for doi in dois[:MOST_RECORDS]]
    return Reading("DOI", found, [TOO_MANY] if len(dois) > MOST_RECORDS else [])
