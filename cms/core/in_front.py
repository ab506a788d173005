"""Telling caches in front of the site, such as a CDN, of what changed beside the pages that Wagtail tells them of itself.

Where none is named (FRONTEND_CACHE_URL) nothing is done. Those that keep what ``Cache-Control`` says need not be told.
"""

from django.conf import settings
from django.db import transaction

from .site_links import absolute_url

# What more than this says is not worth saying one by one: what is kept ends by itself.
MOST = 500


def is_told():
    """Whether any cache in front of the site wants to be told."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def tell(paths):
    """Have what stands at these addresses of the site (paths) made anew, once the present transaction is committed."""
    paths = sorted(set(paths))[:MOST]
    if not paths or not is_told():
        return

    def purge():
        from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

        purge_urls_from_cache([absolute_url(path) for path in paths])

    transaction.on_commit(purge)


def page_changed(instance, **signal):
    """A page went on the site, off it or elsewhere: the lists above it and the home page say so."""
    if is_told():
        above = [page.get_url() for page in instance.get_ancestors().filter(depth__gt=1)]
        tell(["/", *filter(None, above)])


def slug_changed(instance, instance_before, **signal):
    """A page has another address, by a new last part of it."""
    page_moved(instance, instance_before.url_path, instance.url_path)


def page_moved(instance, url_path_before, url_path_after, **signal):
    """A page has another address: nothing stands at the one before, nor at those below it."""
    if is_told() and url_path_before != url_path_after:
        page_changed(instance)
        root = instance.get_site().root_page.url_path
        below = [page.url_path for page in instance.get_descendants(inclusive=True).live()]
        was = (url_path_before + path.removeprefix(url_path_after) for path in below)
        tell("/" + path.removeprefix(root) for path in was)
