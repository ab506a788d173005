"""Citations in the styles that journals ask for: APA 7 and Vancouver, by citeproc and the styles of the CSL project.

What editors typed never goes through citeproc where it can be helped: titles, names of journals, publishers and
addresses are tokens while the style is worked out, and take their place at the end. So nothing that somebody typed is
read as markup or has its letters changed, and small faults of the library are mended without touching anybody's words.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace

from django.utils.html import escape
from django.utils.safestring import mark_safe

from cms.core.sources import doi_address

from .record import ARTICLE, BOOK, CHAPTER, PREPRINT, REPORT, THESIS

STYLES_FOLDER = Path(__file__).parent / "styles"
CSL_TYPES = {
    ARTICLE: "article-journal",
    REPORT: "report",
    BOOK: "book",
    CHAPTER: "chapter",
    THESIS: "thesis",
    PREPRINT: "article",
}
# Its reviews are cited without volume, issue or number in APA.
COCHRANE = "cochrane database of systematic reviews"
GENRES = {THESIS: "Thesis", PREPRINT: "Preprint"}
# Characters that no record holds (``record.UNPRINTED``): what stands for the parts, and where italics begin and end.
TITLE, CONTAINER, PUBLISHER, DOI, URL, NUMBER, OPEN, CLOSE = (chr(0xE000 + number) for number in range(8))
MARKS = re.compile(f"[{OPEN}{CLOSE}]")
# One lock: citeproc keeps what it works on in the style itself.
_working = Lock()


@dataclass(frozen=True)
class Style:
    """``label`` is what readers know it by; ``capital_after_colon``: subtitles begin with a capital;
    ``is_alphabetical``: a list goes by authors, not by where each is named first."""

    key: str
    label: str
    file: str
    capital_after_colon: bool = False
    is_alphabetical: bool = False


STYLES = {
    style.key: style
    for style in (
        Style("apa", "APA 7", "apa.csl", capital_after_colon=True, is_alphabetical=True),
        Style("vancouver", "Vancouver", "nlm-citation-sequence.csl"),
    )
}


class _Italic(str):
    def __new__(cls, text):
        return super().__new__(cls, f"{OPEN}{text}{CLOSE}")


# How citeproc marks what it makes: italics by our own signs, and nothing else.
_MARKS = SimpleNamespace(
    preformat=str, Italic=_Italic, Oblique=_Italic,
    **dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)  # fmt: skip


@cache
def _loaded(key):
    from citeproc import CitationStylesStyle

    return CitationStylesStyle(str(STYLES_FOLDER / STYLES[key].file), validate=False)


def _name(name):
    """Return a Name as citeproc takes it."""
    if not name.given:
        return {"literal": name.family}
    if not any(letter.isupper() or letter.islower() for letter in name.given):
        # Writing without capitals has no initials.
        return {"literal": f"{name.family} {name.given}"}
    return {"family": name.family, "given": name.given}


def _publisher(record, style):
    """The publisher; none in APA where it is the author too."""
    by = [str(name) for name in record.authors]
    return "" if style.key == "apa" and [record.publisher] == by else record.publisher


def _item(record, style):
    """Return the work as CSL-JSON, with tokens where words belong."""
    pages, volume, issue = record.pages, record.volume, record.issue
    if style.key == "apa" and record.article_number:
        pages = NUMBER
    if style.key == "apa" and record.container.lower() == COCHRANE:
        pages = volume = issue = ""
    item = {
        "id": "work",
        "type": CSL_TYPES[record.kind],
        "title": TITLE,
        "author": [_name(name) for name in record.authors],
        "editor": [_name(name) for name in record.editors] if record.kind == CHAPTER else [],
        "issued": {"date-parts": [[record.year]]} if record.year else None,
        "container-title": CONTAINER if record.container and record.kind in (ARTICLE, CHAPTER) else "",
        "publisher": PUBLISHER if record.kind != ARTICLE and _publisher(record, style) else "",
        "genre": GENRES.get(record.kind, ""),
        "volume": volume if record.kind == ARTICLE else "",
        "issue": issue if record.kind == ARTICLE else "",
        "page": pages if record.kind in (ARTICLE, CHAPTER) else "",
        "DOI": DOI if record.doi else "",
        "URL": URL if record.url and not record.doi and record.kind not in (ARTICLE, CHAPTER) else "",
    }
    return {name: value for name, value in item.items() if value}


def _set(record, style):
    """Return what citeproc makes of the work: a line with tokens."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source.json import CiteProcJSON

    with _working:
        work = CiteProcJSON([_item(record, style)])
        bibliography = CitationStylesBibliography(_loaded(style.key), work, _MARKS)
        bibliography.register(Citation([CitationItem("work")]))
        return str(bibliography.bibliography()[0])


def _mended(line):
    """Return the line without what citeproc gets wrong: all of it lies between the tokens."""
    line = re.sub(r"^1\.\s*", "", line)
    line = line.replace("(eds.)", "(Eds.)").replace("(ed.)", "(Ed.)").replace(" (Publication)", "")
    first = line.find(TITLE)
    again = line.find(TITLE, first + 1)
    if again > 0:
        # Nobody is named, and the title stands in front in their place: it need not stand twice.
        line = line[:again].rstrip(f" {OPEN}") + line[again + 1 :].lstrip(CLOSE)
        line = line.replace("..", ".")
    # A range of pages is written with a plain hyphen in Vancouver.
    return line


def capitals_after_colons(text):
    """Return ``text`` with a capital after each colon, dash or question: ``Tea: a trial`` gives ``Tea: A trial``.

    A word with a capital inside keeps its letters: ``eHealth``.
    """
    return re.sub(
        r"([:?!\u2014]\s+[\"'“‘(]?)([a-z])(?=[^A-Z\s]*(?:\s|$))", lambda match: match[1] + match[2].upper(), text
    )


def _parts(record, style):
    """Return what each token stands for: its words, and where they lead."""
    title, container = record.title.rstrip(". "), record.container
    if style.capital_after_colon:
        title = capitals_after_colons(title)
        container = capitals_after_colons(container) if record.kind == CHAPTER else container
    return {
        TITLE: title,
        CONTAINER: container.rstrip(". ") if record.kind == CHAPTER else container,
        PUBLISHER: record.publisher.rstrip(". "),
        DOI: record.doi,
        URL: record.url,
        NUMBER: f"Article {record.article_number}",
    }


def _in_order(record):
    """Return the work's parts one after the other: for what no style can make sense of."""
    parts = [
        ", ".join(map(str, record.authors)), f"({record.year})" if record.year else "", TITLE,
        CONTAINER if record.container else "", f"https://doi.org/{DOI}" if record.doi else "",
    ]  # fmt: skip
    return ". ".join(part for part in parts if part)


@lru_cache(maxsize=1024)
def _line(record, key):
    """Return ``(line, parts)``: the citation with tokens, and what they stand for. Kept: it takes some 20 ms."""
    style = STYLES[key]
    try:
        line = _mended(_set(record, style))
    except Exception:  # The library raises many things at what it cannot read, and a page is never broken by it.
        line = _in_order(record)
    parts = _parts(record, style)
    if key == "vancouver":
        line = line.replace("\u2013", "-")
    for token, words in parts.items():
        if words.endswith(("?", "!", "…")):
            line = re.sub(f"({token}{CLOSE}?)\\.", r"\1", line)
    return re.sub(r"\s+", " ", line).strip(), parts


def plain(record, key):
    """Return the citation of ``record`` in the style ``key`` as plain text; '' where the work has no title."""
    if not record.title:
        return ""
    line, parts = _line(record, key)
    return _filled(MARKS.sub("", line), parts)


def html(record, key):
    """Return the citation as safe HTML with what is set in italics and links; '' where the work has no title."""
    if not record.title:
        return ""
    line, parts = _line(record, key)
    doi, url = escape(record.doi), escape(record.url)
    safe = {token: escape(words) for token, words in parts.items()}
    line = escape(line)
    for written in ("https://doi.org/", "doi:"):
        line = line.replace(f"{written}{DOI}", f'<a href="{escape(doi_address(record.doi))}">{written}{doi}</a>')
    line = line.replace(URL, f'<a href="{url}">{url}</a>')
    line = line.replace(OPEN, "<cite>").replace(CLOSE, "</cite>")
    # A number in italics is no name of a work.
    line = re.sub(r"<cite>([^<]*)</cite>", lambda found: _italic(found[1]), line)
    return mark_safe(_filled(line, safe))


def _italic(text):
    tag = "cite" if TITLE in text or CONTAINER in text else "i"
    return f"<{tag}>{text}</{tag}>"


def _filled(line, parts):
    return re.sub(f"[{TITLE}-{NUMBER}]", lambda token: parts[token[0]], line)


def citations(record):
    """Return ``[(Style, safe HTML)]`` in every style; [] where the work has no title."""
    return [(style, html(record, key)) for key, style in STYLES.items()] if record.title else []
