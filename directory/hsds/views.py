"""The addresses of the API."""

import math

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone

from cms.core.site_links import absolute_url

from ..moved import became
from . import VERSION, document
from .answers import Problem, answer, api, lines
from .lists import KINDS
from .parameters import WrongParameters, read
from .parts import clocks_changed


def asked_of(query, names):
    """Return what was asked, as ``parameters.read`` does; Problem 400 where it cannot be."""
    try:
        return read(query, names)
    except WrongParameters as wrong:
        count = len(wrong.errors)
        raise Problem(400, f"{count} parameter{' is' if count == 1 else 's are'} not right.", wrong.errors) from wrong


def envelope(rows, asked):
    """Return one page of a list with where it stands among the others."""
    total, contents = rows.page(asked)
    pages = math.ceil(total / asked.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


@api
def base(request):
    """Say what this is: the version of HSDS, where it is explained, where it is described."""
    asked_of(request.GET, ())
    body = {
        "version": VERSION,
        "profile": absolute_url(reverse("hsds:page")),
        "openapi_url": absolute_url(reverse("hsds:openapi")),
    }
    return answer(request, body)


@api
def openapi(request):
    """The OpenAPI document."""
    asked_of(request.GET, ())
    return answer(request, document.document())


@api
def every(request, kind):
    """A page of one kind of object, or all of them as lines."""
    rows = KINDS[kind]
    asked = asked_of(request.GET, rows.parameters)
    if asked.format == "ndjson":
        # Who asks for the head alone is spared the work of the rest.
        chunks = [] if request.method == "HEAD" else rows.stream(asked)
        return lines(request, chunks, rows.latest())
    # Only the content decides: a row that is gone for good leaves no time behind.
    return answer(request, envelope(rows, asked), rows.latest(), decides=False)


@api
def item(request, kind, identifier):
    """One object with everything that belongs to it."""
    rows = KINDS[kind]
    asked = asked_of(request.GET, rows.item_parameters)
    found, changed = rows.one(identifier, asked)
    if found is None and kind == "services" and (other := became(identifier)):
        return HttpResponsePermanentRedirect(reverse("hsds:item", args=[kind, other.uuid]))
    if found is None:
        raise Problem(404, "Nothing with this id is public. It may have been withdrawn.")
    if changed:
        changed = max(changed, clocks_changed(timezone.now().date()))
    return answer(request, found, changed)


@api
def nothing(request, path):
    """Whatever else is asked for below the API's address."""
    raise Problem(404, f"What there is stands in {reverse('hsds:openapi')}.")
