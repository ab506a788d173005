"""What every request and response passes: bounds on the way in, policies and protected addresses on the way out."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponse

from .addresses import protected

# Longer than any address the site makes, shorter than what would cost anything to parse.
LONGEST_QUERY = 4096
MOST_PARAMETERS = 200
PLAIN_HEADERS = {"content_type": "text/plain; charset=utf-8"}


class BoundedRequestMiddleware:
    """Refuse, with a plain 4xx, addresses that no page here makes and that cost time or crash a database.

    A NUL byte raises in both databases' drivers; a megabyte of query string is parsed before any view
    could refuse it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/admin/"):
            query = request.META.get("QUERY_STRING", "")
            if len(query) > LONGEST_QUERY or query.count("&") >= MOST_PARAMETERS:
                return HttpResponse(
                    "This address is too long. Go back and use a shorter search.", status=414, **PLAIN_HEADERS
                )
            if "\x00" in request.path_info:
                return HttpResponse("This address has a character that no page here has.", status=400, **PLAIN_HEADERS)
        return self.get_response(request)


class PolicyMiddleware(CSPMiddleware):
    """Send the strict content policy with each page, Wagtail's own with /admin/, and let previews be framed.

    Pages that take passkeys, and say so (``response.takes_passkeys``), may ask the browser for them; no other page may.

    A preview is rendered through the public middleware with ``request.is_dummy`` set; without
    ``frame-ancestors 'self'`` the editor's preview panel stays empty (docs/decisions/0003).
    """

    def process_response(self, request, response):
        if getattr(request, "is_dummy", False):
            response._csp_replace = {"frame-ancestors": ["'self'"], "style-src": ["'self'", "'unsafe-inline'"]}
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path_info.startswith("/admin/") and not hasattr(response, "_csp_replace"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        if getattr(response, "takes_passkeys", False):
            response["Permissions-Policy"] = ", ".join(
                feature.replace("=()", "=(self)") if feature.startswith("publickey-credentials") else feature
                for feature in response["Permissions-Policy"].split(", ")
            )
        # No other site may show what is here as its own picture, frame or script.
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return super().process_response(request, response)


class ProtectedAddressMiddleware:
    """Write the email addresses of each public page so that harvesters do not find them, whoever wrote them where."""

    TYPES = ("text/html", "application/atom+xml")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            not response.streaming
            and not request.path_info.startswith("/admin/")
            and response.get("Content-Type", "").startswith(self.TYPES)
            and b"@" in response.content
        ):
            response.content = protected(response.content.decode(response.charset)).encode(response.charset)
        return response
