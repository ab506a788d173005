"""The bar that people of the site see above the pages that readers see: a way to change what stands there.

Pages are kept and the same for everybody, so the bar is no part of them. A script asks for it where the browser has the
cookie that says that somebody of the site uses it (``cms.signin.gate``): readers' browsers ask for nothing.
"""

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page

LONGEST = 1_000
_finders = []


def register(find):
    """Let ``find(path, user)`` give what ``user`` may do with what stands at ``path``: pairs of label and address, or None
    where that is not its kind of thing. What was registered last is asked first."""
    _finders.insert(0, find)


def bar(request):
    """Answer with the bar for the address ``?at=``: a piece of HTML, never a whole page."""
    path = request.GET.get("at", "")[:LONGEST]
    found = next((acts for find in _finders if (acts := find(path, request.user)) is not None), [])
    response = render(request, "desk/bar.html", {"acts": found, "user": request.user})
    response["Cache-Control"] = "private, no-store"
    return response


def page_at(path):
    """Return the live page, of its own type, that answers ``path``; None where none does."""
    asked = HttpRequest()
    asked.path = asked.path_info = path
    asked.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    try:
        routed = Page.route_for_request(asked, path.lstrip("/"))
    except Http404:
        return None
    return routed[0] if routed else None


def of_pages(path, user):
    """What ``user`` may do with the page at ``path``."""
    page = page_at(path)
    if page is None:
        return None
    may = page.permissions_for_user(user)
    acts = []
    if may.can_edit():
        acts.append(("Change this page", reverse("wagtailadmin_pages:edit", args=[page.pk])))
    if may.can_add_subpage() and page.allowed_subpage_models():
        acts.append(("Add a page below it", reverse("wagtailadmin_pages:add_subpage", args=[page.pk])))
    return acts


register(of_pages)
