"""Records in BibTeX: written for reference managers and LaTeX, and read from what editors paste."""

import logging
import re
import unicodedata

from .latex import decoded, escaped, protected, verbatim
from .record import (
    ARTICLE,
    BOOK,
    CHAPTER,
    MOST_RECORDS,
    PREPRINT,
    REPORT,
    THESIS,
    TOO_MANY,
    Name,
    Record,
    tidy,
    year_in,
)

ENTRY_TYPES = {
    ARTICLE: "article",
    REPORT: "techreport",
    BOOK: "book",
    CHAPTER: "incollection",
    THESIS: "phdthesis",
    PREPRINT: "unpublished",
}
KINDS = {entry: kind for kind, entry in ENTRY_TYPES.items()} | {
    "report": REPORT, "manual": REPORT, "booklet": REPORT, "misc": REPORT, "online": REPORT, "www": REPORT,
    "inbook": CHAPTER, "inproceedings": CHAPTER, "conference": CHAPTER, "collection": BOOK, "proceedings": BOOK,
    "mastersthesis": THESIS, "thesis": THESIS, "preprint": PREPRINT, "electronic": REPORT,
}  # fmt: skip
ARTICLE_NUMBERS = ("eid", "articleno", "article-number", "article_number")
PUBLISHERS = {REPORT: "institution", THESIS: "school"}
CONTAINERS = {CHAPTER: "booktitle"}
SMALL_WORDS = {"a", "an", "the", "on", "of", "in", "for", "and", "to", "does", "do", "is", "are", "what", "how"}
# A name of which nothing can be mistaken.
SIMPLE = re.compile(r"[^\W\d_]+(?:[-’'.]+[^\W\d_]+)*\.?")
_log = logging.getLogger(__name__)


def _plain(text):
    """Return the letters and digits of ``text`` in ASCII, small."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", text).split()


def key_of(record, taken=()):
    """Return a citation key: ``white2020effectiveness``, with a letter at the end where it is in ``taken``."""
    family = "".join(_plain(record.authors[0].family))[:30] if record.authors else ""
    word = next((word for word in _plain(record.title) if word not in SMALL_WORDS), "")[:30]
    key = f"{family}{record.year or ''}{word}" or "work"
    number, free = 0, key
    while free in taken:
        number += 1
        free = f"{key}{_letters(number)}"
    return free


def _letters(number):
    """Return a, b … z, aa, ab … for 1, 2 …"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _name(name):
    """Return a Name as BibTeX splits it rightly: braces hold together what belongs together."""
    if not name.given:
        return "{" + escaped(name.family) + "}"
    family, given = escaped(name.family), escaped(name.given)
    if not SIMPLE.fullmatch(name.family) or name.family[:1].islower() or name.family.lower() in ("and", "others"):
        family = "{" + family + "}"
    if not SIMPLE.fullmatch(name.given.replace(" ", "")) or re.search(r"\band\b", name.given, re.IGNORECASE):
        given = "{" + given + "}"
    return f"{family}, {given}"


def entry(record, key, note=""):
    """Return ``record`` as one BibTeX entry with the citation ``key``. ``note``: for people, in no citation."""
    fields = {
        "author": " and ".join(map(_name, record.authors)),
        "editor": " and ".join(map(_name, record.editors)),
        "title": protected(record.title),
        CONTAINERS.get(record.kind, "journal"): escaped(record.container),
        "year": str(record.year or ""),
        "volume": escaped(record.volume),
        "number": escaped(record.issue),
        "pages": escaped(record.pages) if "-" not in record.pages else _pages(record.pages),
        "eid": escaped(record.pages) if record.is_article_number else "",
        PUBLISHERS.get(record.kind, "publisher"): escaped(record.publisher),
        "doi": _address(record.doi),
        "url": _address(record.own_url),
        "annote": escaped(tidy(note)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{ENTRY_TYPES[record.kind]}{{{key},\n{lines}}}\n"


def _pages(pages):
    return re.sub(r"-(?:\{\})?", "--", escaped(pages)) if pages.count("-") == 1 else escaped(pages)


def _address(text):
    """A DOI or an address stands as it is; only braces could end the field."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def write(records, notes=()):
    """Return ``records`` as BibTeX; ``notes``: one for each, or none."""
    taken, entries = set(), []
    for number, record in enumerate(records):
        key = key_of(record, taken)
        taken.add(key)
        entries.append(entry(record, key, notes[number] if notes else ""))
    return "\n".join(entries)


def _names(text):
    """Return ``(Names, whether the list says "and others")`` of an author field."""
    from bibtexparser.middlewares.names import (
        InvalidNameError,
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    names, others = [], False
    for part in split_multiple_persons_names(" ".join(str(text or "").split())):
        if part.lower() == "others":
            others = True
            continue
        if part.startswith("{") and part.endswith("}") and _is_whole(part):
            names.append(Name.of(decoded(part)))
            continue
        try:
            parts = parse_single_name_into_parts(part, strict=False)
            family = " ".join([*parts.von, *parts.last, *parts.jr])
            names.append(Name.of(decoded(family), decoded(" ".join(parts.first))))
        except InvalidNameError:
            names.append(Name.of(decoded(part)))
    return tuple(name for name in names if name.family), others


def _is_whole(text):
    """Whether the first brace of ``text`` is closed by its last."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return place == len(text) - 1
    return False


def _record(entry):
    """Return ``(Record, remarks)`` of a parsed entry."""
    said = {name.lower(): field.value for name, field in entry.fields_dict.items()}
    kind = KINDS.get(entry.entry_type.lower(), ARTICLE)
    remarks = []
    if entry.entry_type.lower() not in KINDS:
        remarks.append(f"We do not know the kind “{tidy(entry.entry_type)}” and took it for a journal article.")
    authors, more = _names(said.get("author"))
    editors, more_editors = _names(said.get("editor"))
    if more or more_editors:
        remarks.append("The record leaves some people out (“and others”). Add them from the paper.")
    container = next((said[name] for name in ("journal", "journaltitle", "booktitle") if said.get(name)), "")
    publisher = next(
        (said[name] for name in ("publisher", "institution", "school", "organization") if said.get(name)), ""
    )
    number = next((said[name] for name in ARTICLE_NUMBERS if said.get(name)), "") if kind == ARTICLE else ""
    title = decoded(said.get("title"))
    subtitle = decoded(said.get("subtitle"))
    record = Record.of(
        kind=kind,
        authors=authors,
        editors=editors,
        title=f"{title}: {subtitle}" if subtitle else title,
        year=year_in(verbatim(said.get("year") or said.get("date"))),
        container=decoded(container),
        volume=decoded(said.get("volume")),
        issue=decoded(said.get("number") or said.get("issue")),
        pages=decoded(number or said.get("pages") or said.get("eid")),
        is_article_number=bool(number),
        publisher=decoded(publisher),
        doi=verbatim(said.get("doi")),
        url=verbatim(said.get("url")),
    )
    return record, remarks


def read(text):
    """Return ``([(Record, remarks)], problems)`` of BibTeX: what could not be read is said in ``problems``, in words."""
    import bibtexparser
    from bibtexparser.model import DuplicateFieldKeyBlock

    try:
        library = bibtexparser.parse_string(text)
    except Exception:  # The parser promises not to raise; a page of the editors is not where to find out.
        _log.exception("BibTeX that the parser could not take")
        return [], ["This could not be read as BibTeX at all. Copy the record again from where it came from."]
    found, problems = [], []
    for block in library.blocks:
        inner = getattr(block, "ignore_error_block", None)
        line = (block.start_line or 0) + 1
        if hasattr(block, "entry_type"):
            found.append(_record(block))
        elif hasattr(inner, "entry_type"):
            record, remarks = _record(inner)
            if isinstance(block, DuplicateFieldKeyBlock):
                remarks.append("Something stands in it twice. Check it against the paper.")
            found.append((record, remarks))
        elif hasattr(block, "error"):
            problems.append(
                f"The record that begins in line {line} is broken: a bracket or a quotation mark does not close, or a "
                f"comma is missing. It begins “{tidy(block.raw)[:60]}”."
            )
    if len(found) > MOST_RECORDS:
        problems.append(TOO_MANY)
    return found[:MOST_RECORDS], problems
