"""What editors put first for a query: Wagtail's promoted search results, read without keeping the query.

Wagtail's own template tag stores every query it is asked about (``Query.get`` creates a row). What people
in distress type stays with them, so this only reads. No query is counted or kept anywhere in this app;
if that ever changes, docs/decisions/0004-search.md says what may be kept.
"""

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from cms.core import kept, searchable
from cms.core.searchable import Found


def promoted(wanted, request=None):
    """Return what editors promote for a query, as a list of Found; pages only if they are public. One query at most."""
    spellings = {normalise_query_string(wanted.text), " ".join(wanted.every_word)}
    rows = [row for spelling, row in kept.get("promoted results", read) if spelling in spellings]
    if not rows:
        return []
    page_ids = {row.page_id: row.page.content_type_id for row in rows if row.page_id}
    pages = {}
    for source in searchable.sources():
        if source.key == "pages" and page_ids:
            pages = source.found(page_ids, request)
    results = []
    for row in rows:
        if row.page_id is None:
            results.append(
                Found(row.external_link_text or row.external_link_url, row.external_link_url, row.description)
            )
        elif row.page_id in pages:
            page = pages[row.page_id]
            results.append(Found(page.title, page.url, row.description or page.summary))
    return results


def read():
    """Return all that editors promote, as pairs of the query's words and the row, in the rows' order: one query."""
    rows = SearchPromotion.objects.select_related("page", "query")
    return [(row.query.query_string, row) for row in rows]
