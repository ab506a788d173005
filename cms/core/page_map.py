"""Where all live pages are: one map of numbers, addresses and titles that every request shares, kept by version.

Finding a page by its address, the links of menus and texts, breadcrumbs, and what a wrong address may have meant, all ask
the same of the tree. A thousand pages are read in one query of a few milliseconds, once after each change of a page.
"""

from datetime import datetime
from typing import NamedTuple

from wagtail.models import Page, PageViewRestriction, Site

from . import kept


class MappedPage(NamedTuple):
    """What the map knows of one live page. ``is_public``: whether readers may see it without being let in."""

    pk: int
    path: str
    depth: int
    url_path: str
    title: str
    slug: str
    search_description: str
    first_published_at: datetime | None
    content_type_id: int
    is_public: bool


class PageMap:
    """All live pages, by number and by where they are."""

    def __init__(self, pages):
        self._by_number = {page.pk: page for page in pages}
        self._by_url_path = {page.url_path: page for page in pages}
        self._by_path = {page.path: page for page in pages}

    def public(self, number):
        """Return the public MappedPage with this number, or None."""
        page = self._by_number.get(number)
        return page if page and page.is_public else None

    def at(self, url_path):
        """Return the live MappedPage, public or not, with this ``url_path`` of Wagtail's, or None."""
        return self._by_url_path.get(url_path)

    def above(self, path, depth):
        """Return the public MappedPages above ``path`` in the tree, from ``depth`` down: a list."""
        ends = range(depth * Page.steplen, len(path), Page.steplen)
        above = (self._by_path.get(path[:end]) for end in ends)
        return [page for page in above if page and page.is_public]


def page_map():
    """Return the PageMap of the tree as it is now: kept for readers, else read with two queries."""
    return kept.get("map of pages", read_map)


def read_map():
    restricted = tuple(restricted_paths())
    rows = Page.objects.live().order_by().values_list(*MappedPage._fields[:-1], "alias_of__path")
    # An alias asks for what its source asks for, as in ``querysets.unrestricted``.
    return PageMap([MappedPage(*row[:-1], is_open(row[1], row[-1], restricted)) for row in rows])


def is_open(path, source, restricted):
    return not restricted or not (path.startswith(restricted) or (source and source.startswith(restricted)))


def restricted_paths():
    """Return the paths in the tree of the pages with view restrictions, which hold for all below them: a list."""
    return kept.get("restricted pages", lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True)))


def site_of(request):
    """Return the Site that ``request`` came to, or None, as Wagtail finds it: with no query where it is kept."""
    if not hasattr(request, "_wagtail_site"):
        # All requests to one host and port have the same.
        host = f"site of {request._get_raw_host()} {request.get_port()}"
        request._wagtail_site = kept.get(host, lambda: Site.find_for_request(request))
    return request._wagtail_site


def address_of(page, request=None):
    """Return where readers of ``request`` find a MappedPage, or a page with ``pk`` and ``url_path``; '' where nowhere."""
    site = site_of(request) if request is not None else None
    known = kept.get(f"addresses of pages from site {site and site.pk}", dict)
    # By the path and not the number: a version that is not published may stand elsewhere.
    if page.url_path not in known:
        known[page.url_path] = Page(pk=page.pk, url_path=page.url_path).get_url(request) or ""
    return known[page.url_path]


class KnownSiteMiddleware:
    """Tell Wagtail, which looks a page up, the site that is kept: it would read it, and the home page, each time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name == "wagtail_serve":
            site_of(request)
