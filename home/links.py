"""Where links lead: all the pages that one request links to, read at once.

A menu, a footer, breadcrumbs and a list of tasks hold numbers of pages. The book of a request collects
the numbers and reads their addresses with one query, leaving out what readers may not see.
"""

from django.db.models import Q
from wagtail.models import Page, Site

from cms.core import features, kept, tools
from cms.core.models.querysets import unrestricted

from .models import Navigation

STEP = Page.steplen
# Below the root of Wagtail's tree, whose first child is the home page.
HOME_DEPTH = 2


class LinkBook:
    """The addresses of one request's links. ``page`` is the page being shown, where there is one."""

    def __init__(self, request=None, page=None):
        self.request = request
        self.wanted = set()
        self.known = {}
        self.paths = []
        self.navigation = Navigation.load(request_or_site=request) if request is not None else Navigation.load()
        self.want(self.navigation.page_numbers())
        if page is not None:
            self.want(getattr(page, "page_numbers", set)())
            self.paths = (
                [page.path[: depth * STEP] for depth in range(HOME_DEPTH, page.depth or 0)] if page.path else []
            )

    def want(self, numbers):
        """Add ``numbers`` of pages to those that the next reading brings."""
        self.wanted |= {int(number) for number in numbers} - self.known.keys()

    def read(self):
        # What menus and footer link to is the same for every reader; what is above a page is its own.
        shared = kept.get("linked pages", dict)
        known = self.wanted & shared.keys()
        self.known |= {number: shared[number] for number in known}
        self.wanted -= known
        if not (self.wanted or self.paths):
            return
        pages = unrestricted(Page.objects.live()).filter(Q(pk__in=self.wanted) | Q(path__in=self.paths))
        found = {page.pk: page for page in pages.only("title", "url_path", "path", "depth", "slug")}
        shared |= dict.fromkeys(self.wanted) | {number: found[number] for number in self.wanted & found.keys()}
        self.known |= dict.fromkeys(self.wanted) | found
        self.wanted = set()

    def page_url(self, number):
        """Return the address of the page ``number``, or '' where readers may not see it."""
        if number not in self.known:
            self.want({number})
            self.read()
        page = self.known[number]
        if page and self.request is not None and not hasattr(self.request, "_wagtail_site"):
            # As Site.find_for_request keeps it; all requests to one host and port have the same.
            host = f"site of {self.request._get_raw_host()} {self.request.get_port()}"
            self.request._wagtail_site = kept.get(host, lambda: Site.find_for_request(self.request))
        return (page.get_url(self.request) or "") if page else ""

    def url(self, link):
        """Return where ``link`` (a LinkValue) leads, or '' where it leads nowhere (any longer)."""
        kind, value = link.target
        if kind == "page":
            return self.page_url(value)
        if kind == "tool":
            tool = tools.get(value)
            return tool.url if tool else ""
        return "" if value and features.is_off_at(value) else value or ""

    def ancestors(self):
        """Return ``(title, url)`` of the public pages above the shown one, the home page first."""
        if self.wanted or not self.known:
            self.read()
        above = [page for page in self.known.values() if page and page.path in self.paths]
        return [(page.title, page.get_url(self.request)) for page in sorted(above, key=lambda page: page.depth)]


def link_book(context):
    """Return the LinkBook of the request in the template ``context``, made once for each request."""
    request, page = context.get("request"), context.get("page")
    if not isinstance(page, Page):
        page = None
    if request is None:
        return LinkBook(page=page)
    if not hasattr(request, "_link_book"):
        request._link_book = LinkBook(request, page)
    return request._link_book
