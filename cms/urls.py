"""Addresses: tools first, so that no page can stand in their way; Wagtail's pages take what is left."""

import posixpath

from django.conf import settings
from django.http import Http404
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.core import health
from cms.media.ranges import in_part
from cms.media.waiting import picture
from contribute.views.forms import endorse


def serve_media(request, path):
    """Serve a media file where no web server stands in front (docs/operating.md).

    Documents go through Wagtail alone, which knows who may, by whatever spelling of the path they are asked for.
    """
    path = posixpath.normpath(path).lstrip("/")
    if path.split("/")[0] == "documents":
        raise Http404
    return in_part(request, serve(request, path, document_root=settings.MEDIA_ROOT))


handler400 = "cms.core.broken.bad_request"
handler404 = "home.not_found.page_not_found"
handler500 = "cms.intake.away.server_error"

media = [re_path(r"^media/(?P<path>.*)$", serve_media)] if settings.SERVE_MEDIA else []
if settings.MEDIA_IN_BUCKETS:
    from cms.media.object_storage import captions

    media = [re_path(r"^captions/(?P<name>[0-9a-f]{32})\.vtt$", captions, name="captions")]

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("", include("cms.core.machines.urls")),
    path("account/", include("cms.signin.urls")),
    # Before Wagtail's, so that none of its own ways in can be reached.
    path("", include("cms.signin.doors")),
    path("admin/", include("cms.careful.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("pictures/waiting/<str:sealed>", picture, name="waiting_picture"),
    path("design/", include("cms.design.urls")),
    path("directory/", include("directory.urls")),
    path("", include("directory.hsds.urls")),
    path("contribute/", include("contribute.urls")),
    path("charter/endorse/", endorse, name="endorse"),
    path("newsletter/", include("contribute.newsletter.urls")),
    path("search/", include("search.urls")),
    path("", include("home.urls")),
    *media,
    path("", include(wagtail_urls)),
]
