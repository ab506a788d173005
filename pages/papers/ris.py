"""Records in RIS: written for EndNote, Zotero and others, and read from what editors paste."""

import re

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

TYPES = {ARTICLE: "JOUR", REPORT: "RPRT", BOOK: "BOOK", CHAPTER: "CHAP", THESIS: "THES", PREPRINT: "UNPB"}
KINDS = {tag: kind for kind, tag in TYPES.items()} | {
    "JFULL": ARTICLE, "ABST": ARTICLE, "INPR": ARTICLE, "MGZN": ARTICLE, "NEWS": ARTICLE, "EJOUR": ARTICLE,
    "GOVDOC": REPORT, "STAND": REPORT, "GEN": REPORT, "ELEC": REPORT, "BLOG": REPORT, "WEB": REPORT, "PAMP": REPORT,
    "EBOOK": BOOK, "EDBOOK": BOOK, "ECHAP": CHAPTER, "CONF": CHAPTER, "CPAPER": CHAPTER,
}  # fmt: skip
TAG = re.compile(r"^\s*([A-Z][A-Z0-9])\s{0,4}-(?:\s|$)(.*)$")
END = "ER  - "


def _name(name):
    """Return a Name as RIS has it. It parts names at commas, and knows no way round that."""
    if not name.given:
        return tidy(name.family.replace(",", " "))
    return f"{tidy(name.family.replace(',', ' '))}, {tidy(name.given.replace(',', ' '))}"


def entry(record, note=""):
    """Return ``record`` as one RIS record. ``note``: for people, in no citation."""
    first, last = record.first_and_last_page
    lines = [
        ("TY", TYPES[record.kind]),
        *(("AU", _name(name)) for name in record.authors),
        *(("A2", _name(name)) for name in record.editors),
        ("TI", record.title),
        ("T2", record.container),
        ("PY", str(record.year or "")),
        ("VL", record.volume),
        ("IS", record.issue),
        ("SP", first),
        ("EP", last),
        ("C7", record.pages if record.is_article_number else ""),
        ("PB", record.publisher),
        ("DO", record.doi),
        ("UR", record.own_url),
        ("N1", tidy(note)),
    ]
    # Line ends as the format's description has them.
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + f"{END}\r\n"


def write(records, notes=()):
    """Return ``records`` as RIS; ``notes``: one for each, or none."""
    return "\r\n".join(entry(record, notes[number] if notes else "") for number, record in enumerate(records))


def _chunks(text):
    """Return ``([lines of one record, tidied], problems)``: rispy would lose a record that does not end."""
    chunks, problems, current = [], [], None
    for number, line in enumerate(text.splitlines(), start=1):
        tagged = TAG.match(line)
        tag, value = (tagged[1], tidy(tagged[2])) if tagged else ("", tidy(line))
        if tag == "TY":
            current = [[f"TY  - {value}"]]
            chunks.append(current)
        elif tag == "ER":
            current = None
        elif current is None:
            if tag:
                problems.append(f"Line {number} stands outside any record: each begins with “TY  - ”.")
        elif tag:
            current.append([f"{tag}  - {value}"])
        elif value and len(current) > 1:
            # A long value that was broken into lines.
            current[-1].append(value)
    return [[" ".join(parts) for parts in chunk] for chunk in chunks], problems[:1]


def _name_in(text):
    family, _comma, given = str(text).partition(",")
    return Name.of(family, given.replace(",", " "))


def _pages(said):
    first, last = tidy(said.get("start_page")), tidy(said.get("end_page"))
    return f"{first}-{last}" if last and last != first and "-" not in first else first


def _first(said, *names):
    for name in names:
        value = said.get(name)
        if value:
            return value[0] if isinstance(value, list) else value
    return ""


def _record(said):
    """Return ``(Record, remarks)`` of what rispy made of one record."""
    remarks, tag = [], tidy(said.get("type_of_reference")).upper()
    if tag not in KINDS:
        remarks.append(f"We do not know the kind “{tag}” and took it for a journal article.")
    kind = KINDS.get(tag, ARTICLE)
    # The number of an article is in a field that other kinds have for other things.
    number = tidy(said.get("custom7")) if kind == ARTICLE else ""
    names = [*said.get("authors", []), *said.get("first_authors", [])]
    container = ("secondary_title", "journal_name", "alternate_title3", "alternate_title2", "alternate_title1")
    # The whole name of a journal before its short form.
    record = Record.of(
        kind=kind,
        authors=[name for name in map(_name_in, names) if name.family],
        editors=[name for name in map(_name_in, said.get("secondary_authors", [])) if name.family],
        title=_first(said, "title", "primary_title", "short_title"),
        year=year_in(_first(said, "year", "publication_year", "date")),
        container=_first(said, *container) if kind in (ARTICLE, CHAPTER) or said.get("secondary_title") else "",
        volume=_first(said, "volume"),
        issue=_first(said, "number"),
        pages=number or _pages(said),
        is_article_number=bool(number),
        publisher=_first(said, "publisher"),
        doi=_first(said, "doi"),
        url=_first(said, "urls"),
    )
    return record, remarks


def read(text):
    """Return ``([(Record, remarks)], problems)`` of RIS: what could not be read is said in ``problems``, in words."""
    import rispy

    chunks, problems = _chunks(text)
    found = []
    for chunk in chunks[:MOST_RECORDS]:
        try:
            said = rispy.loads("\n".join([*chunk, END]))
        except Exception:  # What it raises is nobody's to know; the record is named instead.
            said = []
        if said:
            found.append(_record(said[0]))
        else:
            problems.append(f"A record could not be read. It begins “{' '.join(chunk)[:60]}”.")
    if len(chunks) > MOST_RECORDS:
        problems.append(TOO_MANY)
    return found, problems
