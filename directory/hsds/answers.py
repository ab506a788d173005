"""How the API answers: JSON, lines of JSON, or a problem; headers that all answers have; a limit on how often."""

import functools
import hashlib
import json
import logging

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from cms.intake.guard import within_rate

from . import LICENCE_URL

logger = logging.getLogger(__name__)

JSON, LINES, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
MOST_REQUESTS, PER_SECONDS = 600, 600
METHODS = "GET, HEAD, OPTIONS"
TITLES = {
    400: "The question cannot be read",
    404: "There is nothing here",
    405: "This address can only be read",
    406: "This is not sent in the form you accept",
    412: "It is not what you think it is",
    429: "Too many requests",
    500: "Something went wrong on our side",
}


class Problem(Exception):
    """Something to answer with instead: ``status``, ``detail`` in words, ``errors`` as (parameter, words) pairs."""

    def __init__(self, status, detail="", errors=()):
        super().__init__(status, detail)
        self.status, self.detail, self.errors = status, detail, errors

    def body(self):
        """Return what is said of it, as RFC 9457 has it."""
        body = {"type": "about:blank", "title": TITLES[self.status], "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = [{"parameter": name, "detail": words} for name, words in self.errors]
        return body

    def response(self):
        response = HttpResponse(written(self.body()), status=self.status, content_type=PROBLEM)
        response["Cache-Control"] = "no-store"
        return response


def written(value):
    """Return a value as JSON in bytes, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def api(view):
    """Decorate a view of the API: it is read only, by anybody from anywhere, within the limit, and never answers HTML."""

    @csrf_exempt
    @functools.wraps(view)
    def answered(request, *args, **kwargs):
        try:
            response = _answered(view, request, *args, **kwargs)
        except Problem as problem:
            response = problem.response()
            if problem.status == 429:
                response["Retry-After"] = str(PER_SECONDS)
            if problem.status == 405:
                response["Allow"] = METHODS
        except SuspiciousOperation:
            # Django's own limits, such as on the number of parameters.
            response = Problem(400, "This is more than can be asked at once.").response()
        except Exception:
            # Who reads this is a program: the page for people would be noise to it.
            logger.exception("The open data API failed at %s", request.path)
            response = Problem(500, "We have been told about it. Please try again later.").response()
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
        # The site's other answers are for its own pages; these are for anybody's.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["Link"] = f'<{LICENCE_URL}>; rel="license", <{reverse("hsds:openapi")}>; rel="service-desc"'
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Accept"])
        return response

    return answered


def _answered(view, request, *args, **kwargs):
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        del response["Content-Type"]
        response["Allow"] = METHODS
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
        response["Access-Control-Max-Age"] = "86400"
        return response
    if request.method not in {"GET", "HEAD"}:
        raise Problem(405, f"Use {METHODS}.")
    if not within_rate(request, "hsds", most=MOST_REQUESTS, seconds=PER_SECONDS):
        raise Problem(
            429, f"At most {MOST_REQUESTS} requests in {PER_SECONDS // 60} minutes. Please wait, or ask for ndjson."
        )
    return view(request, *args, **kwargs)


def must_accept(request, media_type):
    """Raise Problem 406 where the request does not take ``media_type``."""
    if not request.accepts(media_type):
        raise Problem(406, f"This comes as {media_type}.")


def answer(request, body, changed=None, decides=True):
    """Answer with a body, or with 304 where the asker has it. The ETag is of the content.

    ``changed`` is when it last changed. It ``decides`` where the content cannot change without it.
    """
    must_accept(request, JSON)
    content = written(body)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=JSON)
    response["Cache-Control"] = "no-cache"
    response["ETag"] = etag
    seconds = int(changed.timestamp()) if changed else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    response = get_conditional_response(
        request, etag=etag, last_modified=seconds if decides else None, response=response
    )
    if response.status_code == 412:
        raise Problem(412, "It has changed since.")
    return response


def lines(request, chunks, changed=None):
    """Answer with one object a line, a chunk at a time."""
    must_accept(request, LINES)

    def written_chunks():
        for chunk in chunks:
            yield b"".join(written(one) + b"\n" for one in chunk)

    response = StreamingHttpResponse(written_chunks(), content_type=LINES)
    response["Cache-Control"] = "no-cache"
    if changed:
        response["Last-Modified"] = http_date(int(changed.timestamp()))
    return response
