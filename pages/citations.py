"""Citations: how a paper is named in full, in short, and by its DOI."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from cms.core.sources import doi_address

MOST_AUTHORS = 20


def initials_of(given):
    """Return the initials of given names as citations print them: ``Sarah Jane`` gives ``SJ``, ``Lloyd-Ann`` ``LA``."""
    return "".join(part[0].upper() for part in given.replace("-", " ").replace(".", " ").split() if part)


def authors_in_short(families, how_many):
    """Return authors in short: ``White``, ``Repper and Carter``, ``White and others``; '' for nobody."""
    if not how_many or not families or not families[0]:
        return ""
    if how_many == 1:
        return families[0]
    if how_many == 2:
        return f"{families[0]} and {families[1]}"
    return f"{families[0]} and others"


def authors_in_full(authors):
    """Return ``White S, Foster R, …`` for objects with ``given`` and ``family``; past twenty, the first twenty and et al."""
    authors = list(authors)
    names = [f"{author.family} {initials_of(author.given)}".strip() for author in authors[:MOST_AUTHORS]]
    return ", ".join(names) + (", et al" if len(authors) > MOST_AUTHORS else "")


def full_citation(paper):
    """Return the citation of ``paper`` (a ResearchPage) as safe HTML: all that editors typed is escaped.

    Vancouver style, as health journals print it, with the year after the authors:
    authors (year). Title. *Journal* volume(issue), pages. Publisher. DOI.
    """
    authors = authors_in_full(paper.author_list)
    lead = " ".join(part for part in (authors, f"({paper.year})" if paper.year else "") if part)
    parts = []
    if lead:
        parts.append(format_html("{}.", lead))
    if paper.paper_title:
        title = paper.paper_title.strip()
        parts.append(format_html("{}{}", title, "" if title.endswith((".", "?", "!")) else "."))
    if paper.journal:
        issue = f"({paper.issue})" if paper.issue else ""
        where = "".join((f" {paper.volume}" if paper.volume else "", issue, f", {paper.pages}" if paper.pages else ""))
        parts.append(format_html("<cite>{}</cite>{}.", paper.journal, where))
    if paper.publisher:
        parts.append(format_html("{}.", paper.publisher.rstrip(".")))
    if paper.doi:
        parts.append(format_html('<a href="{}">doi.org/{}</a>', doi_address(paper.doi), paper.doi))
    return format_html_join(mark_safe(" "), "{}", ((part,) for part in parts))
