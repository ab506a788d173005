"""Addresses: tools first, so that no page can stand in their way; Wagtail's pages take what is left."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.core import health

# A web server does this in production (docs/operating.md). Documents go through Wagtail alone, which knows who may.
media = (
    [re_path(r"^media/(?P<path>(?!documents/).*)$", serve, {"document_root": settings.MEDIA_ROOT})]
    if settings.SERVE_MEDIA
    else []
)

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("directory/", include("directory.urls")),
    path("search/", include("search.urls")),
    path("", include("home.urls")),
    *media,
    path("", include(wagtail_urls)),
]
