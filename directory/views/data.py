"""The list of services as files, with the same filters as the page: for people with a spreadsheet, and for maps."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cms.intake.guard import too_many, within_rate

from .. import exports
from ..queries import Search
from ..search_forms import FinderForm

MOST_REQUESTS, PER_SECONDS = 120, 600


@require_safe
def services_csv(request: HttpRequest):
    """Answer with the listed services as CSV; its parameters are those of the list."""
    return answer(request, exports.csv_lines, "text/csv; charset=utf-8", "peer-support-services.csv")


@require_safe
def places_geojson(request: HttpRequest):
    """Answer with the listed services as GeoJSON (RFC 7946); its parameters are those of the list."""
    return answer(request, exports.geojson_parts, "application/geo+json", "peer-support-places.geojson")


def answer(request, parts, content_type, filename):
    """Return the file that ``parts(primary keys)`` writes, 304 where the asker has it already, or 429."""
    if not within_rate(request, "downloads", most=MOST_REQUESTS, seconds=PER_SECONDS):
        return too_many(request, PER_SECONDS)
    search = Search(FinderForm(request.GET), request.GET)
    etag, modified = exports.state(filename, search.address())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(modified.timestamp()),
        "Content-Disposition": f'attachment; filename="{filename}"',
        "Link": f'<{exports.LICENCE}>; rel="license"',
        # Open data: other sites' pages may fetch it. Nothing in it depends on who asks.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Robots-Tag": "noindex",
    }
    # Only the content decides: a term that was renamed, or a row that is gone for good, leaves no time behind.
    not_modified = get_conditional_response(request, etag)
    if not_modified is not None:
        response = not_modified
    else:
        # What is only asked about (HEAD) is not read.
        body = parts(search.keys()) if request.method == "GET" else ()
        response = StreamingHttpResponse(body, content_type=content_type)
    for name, value in headers.items():
        response.headers[name] = value
    patch_cache_control(response, public=True, no_cache=True)
    return response
