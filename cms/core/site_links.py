"""Whole addresses for mail and feeds: they need a host where no request is at hand."""

from django.conf import settings


def absolute_url(path):
    """Return ``path`` (beginning with /) on the site's own host, as WAGTAILADMIN_BASE_URL names it."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
