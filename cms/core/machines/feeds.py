"""Atom feeds: what is new of one kind, for readers who follow without giving an address.

An app registers a PublicFeed under a key in ``apps.ready``; it answers at ``/feeds/<key>/``.
"""

import datetime
import re
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from ..models.settings import SiteSettings
from ..page_cache import keeps
from ..site_links import absolute_url
from .words import one_line

MOST = 50
# What XML cannot hold, however it is written.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# When nobody knows: for pages that were never published through the editor.
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)

_feeds = {}


@dataclass(frozen=True)
class FeedLink:
    """Where a feed is and what readers call it: ``New stories``."""

    label: str
    url: str


def register(key, feed):
    """Offer the PublicFeed class ``feed`` at ``/feeds/<key>/``. Registering twice replaces."""
    _feeds[key] = feed


def link_to(key):
    """Return the FeedLink of ``key``, or None where no app offers that feed."""
    return FeedLink(_feeds[key].label, reverse("feed", args=[key])) if key in _feeds else None


def clean(text):
    """Return ``text`` as one line without what XML cannot hold."""
    return one_line(NOT_XML.sub("", str(text)))


class SteadyAtom(Atom1Feed):
    """Atom whose time is that of its latest entry: an empty feed is not newer each time it is asked for."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=LONG_AGO)


class PublicFeed(Feed):
    """One feed. Subclasses say ``key``, ``label`` (New stories), ``about``, ``list_path()`` and ``newest()``, and give
    for an item its ``uuid_of``, ``title_of``, ``summary_of``, ``path_of``, ``published_of`` and ``updated_of``."""

    feed_type = SteadyAtom
    key = label = about = ""

    def get_object(self, request):
        self.site = SiteSettings.load(request_or_site=request)

    def title(self):
        return clean(f"{self.label} · {self.site.site_name}")

    def subtitle(self):
        return clean(self.about)

    def link(self):
        return absolute_url(self.list_path())

    def feed_url(self):
        return absolute_url(reverse("feed", args=[self.key]))

    feed_guid = feed_url

    def author_name(self):
        return clean(self.site.site_name)

    def items(self):
        return list(self.newest()[:MOST])

    def item_guid(self, item):
        return f"urn:uuid:{self.uuid_of(item)}"

    def item_title(self, item):
        return clean(self.title_of(item))

    def item_description(self, item):
        # Atom's summary is HTML here.
        return escape(clean(self.summary_of(item)))

    def item_link(self, item):
        return absolute_url(self.path_of(item))

    def item_pubdate(self, item):
        return self.published_of(item)

    def item_updateddate(self, item):
        return self.updated_of(item)


class PageFeed(PublicFeed):
    """A feed of pages of one type. Subclasses say ``newest()``: a queryset of public pages without bodies."""

    index_model = None

    def list_path(self):
        page = self.index_model.objects.live().public().first()
        return (page.get_url() if page else None) or "/"

    def items(self):
        # A page that stands below no site has no address to lead to.
        return [page for page in super().items() if page.get_url()]

    def uuid_of(self, page):
        return page.translation_key

    def title_of(self, page):
        return page.title

    def summary_of(self, page):
        # What it talks about comes before anything else.
        return f"{page.notes_line}. {page.teaser}" if page.notes_line else page.teaser

    def path_of(self, page):
        return page.get_url()

    def published_of(self, page):
        return page.first_published_at or self.updated_of(page)

    def updated_of(self, page):
        return page.last_published_at or page.first_published_at or page.latest_revision_created_at or LONG_AGO


@require_safe
@keeps()
@conditional_page
def feed(request, key):
    """Answer with the feed of ``key``; with 304 and nothing where the asker has it already.

    Only its ETag tells: the time of the latest entry does not change when another one is withdrawn.
    """
    if key not in _feeds:
        raise Http404
    response = _feeds[key]()(request)
    del response["Last-Modified"]
    response["Cache-Control"] = "no-cache"
    return response
