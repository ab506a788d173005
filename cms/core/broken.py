"""Pages for when the site cannot make pages: made beforehand, with the help lines in them, and read from a file.

``home.error_pages`` writes them whenever what they say changes. Here nothing asks the database, the cache or the
session, so that they come when those are what is broken. One of them has a gap: for what somebody typed who could not
be heard.
"""

import logging
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import select_template
from django.utils.safestring import mark_safe

logger = logging.getLogger(__name__)

# Name of the file: status, title, heading, words under it.
PAGES = {
    "400": (
        400,
        "We could not read that",
        "We could not read that",
        "It was more than this page can take, or something in it was not text. Nothing was saved. "
        "Go back, make it shorter, and send it again.",
    ),
    "500": (
        500,
        "Something went wrong",
        "Something went wrong on our side",
        "It is not your doing. We have been told about it. Please try again in a few minutes.",
    ),
    "503": (
        503,
        "Back soon",
        "We are working on the site",
        "It will be back soon. Please try again in a few minutes.",
    ),
    # A question to the database that was cut off (cms.core.databases). True for who reads and for who sent something.
    "too-long": (
        503,
        "That took too long",
        "That took too long",
        "The site is very busy just now, so we stopped. Please reload this page in a minute. "
        "If you sent something, it was not saved: reloading sends it again, with all that you typed.",
    ),
    # A form that met a database that did not answer (cms.intake.away).
    "not-saved": (
        503,
        "It was not saved",
        "It was not saved",
        "Our database did not answer just now. You have done nothing wrong.",
    ),
}
# Seconds, by name.
RETRY_AFTER = {"503": 600, "not-saved": 60, "too-long": 60}
# Where in a made page that takes something in, it goes.
GAP = mark_safe("<!-- what was typed -->")


def file_of(name):
    """Return the path of the made page ``name``."""
    return Path(settings.ERROR_PAGES_ROOT) / f"{name}.html"


def html(name, **context):
    """Return the page ``name`` as text. ``context``: lines and interpreter (help lines), site_name, exit_url, phone, lead; all optional."""
    _status, title, heading, lead = PAGES[name]
    # Names of style sheets as they stand: the list of hashed ones may be what is missing.
    context = (
        {"lead": lead} | context | {"title": title, "heading": heading, "static_url": settings.STATIC_URL, "gap": GAP}
    )
    return select_template([f"errors/{name}.html", "errors/static.html"]).render(context)


def response(name, inside=""):
    """Return the made page ``name`` as a response; made on the spot, without help lines, where the file is not there.

    ``inside`` is HTML for the gap of a page that has one.
    """
    try:
        text = file_of(name).read_text(encoding="utf-8")
    except OSError:
        logger.error("The page %s.html was never made: run manage.py write_error_pages", name)
        text = html(name)
    answer = HttpResponse(text.replace(GAP, inside, 1), status=PAGES[name][0])
    answer["Cache-Control"] = "no-store"
    if name in RETRY_AFTER:
        answer["Retry-After"] = str(RETRY_AFTER[name])
    return answer


def bad_request(request, exception):
    """Answer what no page here asks for. Static too: the request's own host may be what is wrong."""
    return response("400")


def is_closed():
    """Whether the site is closed by hand: the file ``maintenance`` stands in VAR_DIR."""
    return Path(settings.MAINTENANCE_FILE).exists()


class MaintenanceMiddleware:
    """Answer everything with the page "Back soon" while the file ``maintenance`` stands in VAR_DIR.

    A file, so that it takes no restart and no database. Health checks and the editors' interface go on, with its
    previews, and style sheets come from the middleware before this one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        goes_on = path in {"/healthz", "/readyz"} or path.startswith("/admin/") or getattr(request, "is_dummy", False)
        if not goes_on and is_closed():
            return response("503")
        return self.get_response(request)
