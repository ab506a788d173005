"""The sitemap: an index with a section for each app that offers one, each a page of a bounded number of addresses.

An app registers a Section in ``apps.ready``, as it does for menus and search: the core names no model above it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.db.models.functions import Coalesce
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from .. import tools

# How many addresses one file holds: a list of 100,000 services is then fifty files, none of them slow to make.
LIMIT = 2000

_sections = {}


def register(key, section):
    """Offer the Section class under ``/sitemap-<key>.xml``. Registering twice replaces."""
    _sections[key] = section


def sections():
    """Return all section classes by key, in the order of the keys."""
    return dict(sorted(_sections.items()))


class Section(Sitemap):
    """A part of the sitemap, on the host that WAGTAILADMIN_BASE_URL names, whatever host was asked.

    Subclasses say ``items()`` (a queryset in a fixed order, or a list), ``lastmod(item)`` and ``get_latest_lastmod()``:
    Django's own way to the latter reads every item.
    """

    limit = LIMIT

    def get_protocol(self, protocol=None):
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc

    def get_latest_lastmod(self):
        return None


class PageSection(WagtailSitemap):
    """All public pages, each with the addresses that it gives of itself (``get_sitemap_urls``)."""

    limit = LIMIT

    def items(self):
        from ..page_source import PageSource

        # What search finds, too: public, and not gone from its list. An expired opportunity is in neither.
        return PageSource().public().order_by("path").defer_streamfields().specific()

    def get_latest_lastmod(self):
        when = Max(Coalesce("last_published_at", "latest_revision_created_at"))
        return self.items().order_by().aggregate(latest=when)["latest"]


class ToolSection(Section):
    """The screens that are no pages, where they are for search engines."""

    def items(self):
        return [tool for tool in tools.every() if tool.is_indexed]

    def location(self, item):
        return item.url
