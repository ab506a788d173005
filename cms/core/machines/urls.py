"""Addresses that machines ask for by name."""

from django.urls import path
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views

from . import sitemaps
from .robots import robots


@require_safe
def sitemap_index(request):
    return views.index(request, sitemaps.sections(), sitemap_url_name="sitemap_section")


@require_safe
def sitemap_section(request, section):
    return views.sitemap(request, sitemaps.sections(), section=section)


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
]
