"""Old addresses of entries that became part of another one."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from .models import Service, ServiceRedirect


def sent_on(slug, name="directory:detail"):
    """Answer for an address ``slug`` at which nothing is listed: on to the entry it became part of, for good.

    ``name`` is the address below it. Raises Http404 where there is no such entry, or it is not listed either.
    """
    found = ServiceRedirect.objects.select_related("service").filter(old_slug=slug).first()
    if found is None or not found.service.is_listed:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(name, args=[found.service.slug]))


def became(identifier):
    """Return the listed Service that the one with this public id became part of; None where there is none."""
    slugs = Service.objects.filter(uuid=identifier).values("slug")
    found = ServiceRedirect.objects.select_related("service").filter(old_slug__in=slugs).first()
    return found.service if found and found.service.is_listed else None
