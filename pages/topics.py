"""What the pages of the site are about: their terms, and when they leave the lists. Read once, kept by version.

Which pages share terms with one, and how many, is then a matter of counting, with no query however many pages there are.
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from cms.core import kept
from cms.core.models import PageTerm, Term
from cms.core.page_map import page_map
from cms.core.page_source import page_models


@dataclass(frozen=True)
class Topics:
    """``terms``: those of each page, ``pages``: those with each term, as primary keys. ``audiences``: terms that name readers."""

    terms: dict
    pages: dict
    audiences: frozenset


def topics():
    """Return the Topics of all live pages, of which drafts know nothing: kept for readers, else read with two queries."""
    return kept.get("topics of pages", read_topics)


def read_topics():
    terms, pages = {}, {}
    for page, term in PageTerm.objects.filter(page__live=True).order_by().values_list("page", "term"):
        terms.setdefault(page, set()).add(term)
        pages.setdefault(term, set()).add(page)
    audiences = Term.objects.filter(taxonomy__slug="audiences").values_list("pk", flat=True)
    return Topics(terms, pages, frozenset(audiences))


def terms_of(page):
    """Return the primary keys of the terms of a page, as the database has them: a preview of new ones shows what is
    related once they are saved."""
    return topics().terms.get(page.pk, set())


def sharing(terms, kinds=None):
    """Return how many of ``terms`` (primary keys) each public page has that has any, as a Counter of MappedPages.

    What lists leave out by now, such as events that are over, is not among them. ``kinds``: page types, instead of all.
    """
    pages, gone, where = topics().pages, gone_from_lists(), page_map()
    types = types_of(kinds or page_models())
    common = Counter(pk for term in terms for pk in pages.get(term, ()) if pk not in gone)
    found = ((where.public(pk), count) for pk, count in common.items())
    return Counter({page: count for page, count in found if page and page.content_type_id in types})


def types_of(kinds):
    """Return the primary keys of the content types of these page types: a set. No query on a site that is in use."""
    return {content_type.pk for content_type in ContentType.objects.get_for_models(*kinds).values()}


def gone_from_lists():
    """Return the primary keys of the live pages that are in no list any more, such as events that are over: a set."""
    return kept.get("pages gone from lists", read_gone)


def read_gone():
    gone = (model.gone_from_lists() for model in page_models())
    return {pk for pages in gone if pages is not None for pk in pages.order_by().values_list("pk", flat=True)}


def nearest(page, ordered, limit, read):
    """Return at most ``limit`` other pages that share terms with ``page``: a list, kept for readers.

    Most in common first, then in the order of ``ordered``, a queryset of one page type, which holds those that may be among
    them. ``read`` takes their primary keys and returns them by these, as they are to be shown.
    """
    return kept.get(("nearest to", page.pk, limit), lambda: read_nearest(page, ordered, limit, read))


def read_nearest(page, ordered, limit, read):
    model = ordered.model
    order = kept.get(f"order of {model._meta.label}", lambda: places_in(ordered))
    common = {each.pk: count for each, count in sharing(terms_of(page), [model]).items() if each.pk != page.pk}
    near = sorted(common.keys() & order.keys(), key=lambda pk: (-common[pk], order[pk]))[:limit]
    found = read(near) if near else {}
    return [found[pk] for pk in near if pk in found]


def places_in(ordered):
    return {pk: place for place, pk in enumerate(ordered.values_list("pk", flat=True))}
