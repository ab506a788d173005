"""Addresses that machines ask for by name."""

from django.urls import path, re_path
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views

from . import feeds, icons, sitemaps
from .robots import robots
from .share import picture


@require_safe
def sitemap_index(request):
    return views.index(request, sitemaps.sections(), sitemap_url_name="sitemap_section")


@require_safe
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
