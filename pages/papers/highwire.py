"""What reference managers read in the head of a page: Highwire Press tags, as Zotero and Google Scholar know them."""

from .record import BOOK, CHAPTER, REPORT, THESIS

MOST_AUTHORS = 100
CONTAINERS = {CHAPTER: "citation_inbook_title"}
PUBLISHERS = {REPORT: "citation_technical_report_institution", THESIS: "citation_dissertation_institution"}


def tags(record, address):
    """Return ``(name, content)`` pairs for ``record``; ``address``: of the page with its summary. [] without a title."""
    if not record.title:
        return []
    first, last = record.first_and_last_page
    pairs = [
        ("citation_title", record.title),
        *(("citation_author", name.turned) for name in record.authors[:MOST_AUTHORS]),
        *(("citation_editor", name.turned) for name in record.editors),
        ("citation_publication_date", str(record.year or "")),
        (CONTAINERS.get(record.kind, "citation_journal_title") if record.kind != BOOK else "", record.container),
        ("citation_volume", record.volume),
        ("citation_issue", record.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        (PUBLISHERS.get(record.kind, "citation_publisher"), record.publisher),
        ("citation_doi", record.doi),
        ("citation_abstract_html_url", address),
        ("citation_fulltext_html_url", record.url if not record.url.lower().endswith(".pdf") else ""),
        ("citation_pdf_url", record.url if record.url.lower().endswith(".pdf") else ""),
    ]
    return [(name, content) for name, content in pairs if name and content]
