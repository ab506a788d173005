"""Addresses that machines ask for by name."""

from urllib.parse import urlsplit

from django.urls import path, re_path
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views

from ..page_cache import keeps
from ..site_links import absolute_url
from . import feeds, icons, sitemaps
from .robots import robots
from .share import picture


@require_safe
@keeps()
def sitemap_index(request):
    response = views.index(request, sitemaps.sections(), sitemap_url_name="sitemap_section")
    # Django writes the host that was asked, which any name in ALLOWED_HOSTS may be; the sections name the site's own.
    for item in response.context_data["sitemaps"]:
        item.location = absolute_url(urlsplit(item.location)._replace(scheme="", netloc="").geturl())
    return response


@require_safe
@keeps(parameters=["p"])
def sitemap_section(request, section):
    return views.sitemap(request, sitemaps.sections(), section=section)


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    re_path(
        r"^share/(?P<kind>[a-z]{1,20})/(?P<key>[a-z0-9_-]{1,64})/(?P<digest>[0-9a-f]{16})\.png$", picture, name="share"
    ),
    re_path(r"^(?P<name>favicon\.ico|apple-touch-icon\.png)$", icons.icon, name="icon"),
    path("site.webmanifest", icons.manifest, name="manifest"),
    path("feeds/<slug:key>/", feeds.feed, name="feed"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
]
