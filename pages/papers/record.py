"""What is known of a work: a Record, the same whether a page, a BibTeX or a RIS record said it."""

import re
from dataclasses import dataclass, fields

from cms.core.dois import clean_doi

# What editors choose from; the words for it are the model's.
ARTICLE, REPORT, BOOK, CHAPTER, THESIS, PREPRINT = "article", "report", "book", "chapter", "thesis", "preprint"
KINDS = (ARTICLE, REPORT, BOOK, CHAPTER, THESIS, PREPRINT)
# Controls, what is no character, and what programs keep for their own marks: none of it belongs in a name or a title.
UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\uffff]+")
DASHES = re.compile(r"\s*(?:[\u2010-\u2015\u2212]|-{1,3})\s*")
YEARS = range(1800, 2101)
# So many are read from one paste.
MOST_RECORDS = 200
TOO_MANY = f"Only the first {MOST_RECORDS} records were read. Paste the rest on their own."


def tidy(text):
    """Return ``text`` on one line, without what cannot be printed."""
    return " ".join(UNPRINTED.sub(" ", str(text or "")).split())


def tidy_pages(text):
    """Return page numbers with a plain hyphen: ``392 – 411`` gives ``392-411``."""
    return DASHES.sub("-", tidy(text)).strip("-")


def year_in(text):
    """Return the first likely year in ``text``, or None."""
    found = (int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", str(text or "")))
    return next((year for year in found if year in YEARS), None)


@dataclass(frozen=True)
class Name:
    """A person, or an organisation: that one has no given names."""

    family: str
    given: str = ""

    @classmethod
    def of(cls, family, given=""):
        family, given = tidy(family), tidy(given)
        return cls(family, given) if family else cls(given)

    def __str__(self):
        return f"{self.given} {self.family}".strip()

    @property
    def turned(self):
        """The family name first: ``White, Sarah``."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Record:
    """A work. ``container`` is the journal, or the book that a chapter stands in; ``url`` leads to a copy;
    ``is_article_number``: what stands in ``pages`` is the number of the article.

    Make one by ``Record.of``, which tidies every part: then two that say the same are equal.
    """

    kind: str = ARTICLE
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    title: str = ""
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    url: str = ""
    is_article_number: bool = False

    @classmethod
    def of(cls, **parts):
        """Return a Record of ``parts`` as somebody typed them."""
        plain = {name: tidy(parts.pop(name, "")) for name in ("title", "container", "volume", "issue", "publisher")}
        plain |= {name: tuple(parts.pop(name, ())) for name in ("authors", "editors")}
        plain["pages"], plain["doi"] = tidy_pages(parts.pop("pages", "")), clean_doi(parts.pop("doi", ""))
        url = tidy(parts.pop("url", "")).replace(" ", "%20")
        numbered = bool(parts.pop("is_article_number", False) and plain["pages"])
        plain["is_article_number"] = numbered and parts.get("kind", ARTICLE) == ARTICLE
        return cls(url=url if url.startswith(("http://", "https://")) else "", **plain, **parts)

    @property
    def is_empty(self):
        """Whether nothing is known that would name the work."""
        return not (self.title or self.doi)

    @property
    def own_url(self):
        """The address of a copy, where it says more than the DOI does."""
        return "" if self.doi and "doi.org/" in self.url else self.url

    @property
    def first_and_last_page(self):
        first, dash, last = self.pages.partition("-")
        return (first, last) if dash and " " not in self.pages and "-" not in last else (self.pages, "")

    @property
    def article_number(self):
        """The number of an article that has one in the place of pages; '' elsewhere. One that begins with a letter is one."""
        is_one = self.is_article_number or (self.pages[:1].isalpha() and "-" not in self.pages)
        return self.pages if self.kind == ARTICLE and is_one else ""

    def said(self):
        """Return the parts that say something, as a dict."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


def names_in(text):
    """Return the names in ``text`` as editors type them: ``Smith, Jo; Lee, Kim``, a tuple of Names."""
    names = []
    for part in re.split(r"[;\n]", str(text or "")):
        family, _comma, given = part.partition(",")
        if tidy(part):
            names.append(Name.of(family, given))
    return tuple(names)


def of_page(page):
    """Return the Record of ``page``, a ResearchPage."""
    kind = page.publication_type if page.publication_type in KINDS else ARTICLE
    if kind == ARTICLE and page.publisher and not page.journal:
        # Somebody filled in a publisher and no journal: it came out by itself.
        kind = REPORT
    return Record.of(
        kind=kind,
        authors=[Name.of(author.family, author.given) for author in page.author_list],
        editors=names_in(page.book_editors),
        title=page.paper_title,
        year=page.year,
        container=page.journal,
        volume=page.volume,
        issue=page.issue,
        pages=page.pages,
        publisher=page.publisher,
        doi=page.doi,
        url=page.free_address,
        is_article_number=page.is_article_number,
    )
