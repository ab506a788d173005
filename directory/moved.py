"""Old addresses of entries that became part of another one."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from .models import ServiceRedirect


def sent_on(slug, name="directory:detail"):
    """Answer for an address ``slug`` at which nothing is listed: on to the entry it became part of, for good.

    ``name`` is the address below it. Raises Http404 where there is no such entry, or it is not listed either.
    """
    found = ServiceRedirect.objects.select_related("service").filter(old_slug=slug).first()
    if found is None or not found.service.is_listed:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(name, args=[found.service.slug]))
