"""A reader's own list of services, and one that somebody shared by its link."""

from urllib.parse import quote

from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.site_links import absolute_url

from .. import shortlist
from .reading import ANCESTORS

TITLE = "A list of peer support services"


@require_safe
@never_cache
def my_list(request: HttpRequest):
    """Show the services that ``?s=<id>.<id>…`` names: a list that somebody shared. Without it, the page for one's own.

    A reader's own list is in their browser only: its script asks for ``?only=list&s=…`` and gets the list alone.
    """
    services, left_out = shortlist.services_in(request.GET.get("s", ""))
    path = shortlist.address_of(services)
    url = absolute_url(path)
    context = {
        "services": services,
        "left_out": left_out,
        "is_shared": "s" in request.GET,
        # A list has no address of its own that search engines might keep.
        "is_narrowed": "s" in request.GET,
        "title": TITLE,
        "url": url,
        "mailto": f"mailto:?subject={quote(TITLE)}&body={quote(url, safe='')}",
        "most": shortlist.MOST,
        "ancestors": [*ANCESTORS, ("Find peer support", request.path.removesuffix("shortlist/"))],
    }
    alone = request.GET.get("only") == "list"
    response = render(request, "directory/shortlist_list.html" if alone else "directory/shortlist.html", context)
    response["X-Robots-Tag"] = "noindex"
    # What somebody looks for stands in the address: no page that is opened from here is told.
    response["Referrer-Policy"] = "no-referrer"
    return response
