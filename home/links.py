"""Where links lead: menus, footers, breadcrumbs and lists of tasks hold numbers of pages and keys of tools."""

from wagtail.models import Page

from cms.core import features, tools
from cms.core.page_map import address_of, page_map

from .models import Navigation

# Below the root of Wagtail's tree, whose first child is the home page.
HOME_DEPTH = 2


class LinkBook:
    """The addresses of one request's links. ``page`` is the page being shown, where there is one."""

    def __init__(self, request=None, page=None):
        self.request = request
        self.map = page_map()
        self.path = (page.path if page is not None else "") or ""
        self.navigation = Navigation.load(request_or_site=request) if request is not None else Navigation.load()

    def page_url(self, number):
        """Return the address of the page ``number``, or '' where readers may not see it."""
        page = self.map.public(int(number))
        return address_of(page, self.request) if page else ""

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
        return [(page.title, address_of(page, self.request)) for page in self.map.above(self.path, HOME_DEPTH)]


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
