"""Addresses of the site: whole ones for mail and feeds, where no request is at hand, and those of its screens."""

from functools import cache

from django.conf import settings
from django.urls import reverse


def absolute_url(path):
    """Return ``path`` (beginning with /) on the site's own host, as WAGTAILADMIN_BASE_URL names it."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


@cache
def address_named(url_name):
    """Return the address of the screen with this URL name, which stays as long as the process does.

    A page asks for forty of them, and Django puts each together anew. Raises NoReverseMatch where there is none.
    """
    return reverse(url_name)
