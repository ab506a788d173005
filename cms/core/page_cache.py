"""Pages that were made for one reader and are the same for the next, kept until anything that readers may see changes.

Only what says so is kept: a page of the tree, by itself, and a screen whose view is marked with ``keeps``. A page with a
form, or one whose address holds typed words, never is. What is kept is found by host, address, those parameters that the
page says it reads, the reader's reading settings, and whether the browser takes compressed pages: by no other cookie, and by no parameter
that the page does not know, so that none of them can make it anew.

It belongs to a version (``content_version``), and to a time: what depends on the clock says until when it holds
(``expiry``), everything is made anew after midnight in Melbourne, and nothing is older than LONGEST. Where the
database is away, what belongs to the version that was known last is shown, a day at most.
"""

import hashlib
import logging
import time
import zlib
from collections import namedtuple
from contextvars import ContextVar
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified, QueryDict
from django.utils import timezone
from django.utils.cache import has_vary_header
from django.utils.http import parse_etags

from . import content_version, expiry
from .broken import is_closed
from .middleware import LONGEST_QUERY, MOST_PARAMETERS
from .page_store import Bounded, Entry, Makers, Memory, Shared, Version

logger = logging.getLogger(__name__)

# Seconds. What nobody said anything about is looked at again after an hour; past its time it may stand in for a page
# that cannot be made, for a day.
LONGEST = 60 * 60
STANDS_IN = 24 * 60 * 60
# Seconds for which a cache in front of the site may keep a page without asking, and for which it may use it while the
# site does not answer. Short, since what somebody withdrew must not come back from there.
SHARED_SECONDS = 2
IF_BROKEN = 5 * 60
# Seconds for which another process may be waited for, and between two looks.
PATIENCE = 3
BETWEEN = 0.02

NEVER = ("/admin/", "/account/", "/static/", "/media/", "/documents/")
# Headers that belong to one answer and not to the page.
OWN = {"set-cookie", "date", "content-length", "etag", "cache-control", "age"}
STAFF_COOKIE = "staff"

Declared = namedtuple("Declared", "parameters typed")
Asked = namedtuple("Asked", "place query is_plain settings")

memory, shared, makers = Memory(), Shared(), Makers()
version = Version(shared)
# How each address is kept, by host and path: (version, Declared or None).
addresses = Bounded()
_counters = {}
_settings_of = []
_readings = ContextVar("what is done at each reading of the page that is made", default=None)

content_version.listen(version.moved)


# --- For views --------------------------------------------------------------------------------------


def declare(request, response, parameters=(), typed=()):
    """Say that ``response`` to ``request`` is the same for everybody who asks with the same ``parameters``; return it.

    Those, and ``typed``, are all names of the query string that it depends on. ``typed`` hold words that a person typed, or
    what somebody picked: with something in one of them it is not kept.
    """
    response.declared = Declared((*parameters, *typed), tuple(typed))
    if any(request.GET.get(name, "").strip() for name in typed):
        # No cache between us and the reader either.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def keeps(parameters=(), typed=()):
    """Decorate a view whose answers with status 200 are kept; see ``declare``."""

    def decorator(view):
        @wraps(view)
        def declared(request, *args, **kwargs):
            return declare(request, view(request, *args, **kwargs), parameters, typed)

        return declared

    return decorator


def register_reading(name, count):
    """Have ``count(request, *what)`` called for ``at_each_reading(request, name, *what)``."""
    _counters[name] = count


def at_each_reading(request, name, *what):
    """Count that somebody reads the page that is made: now, and whenever it is read from what is kept.

    ``what`` is plain data. Raises KeyError for a name that nobody registered.
    """
    noted = _readings.get()
    if noted is not None:
        noted.append((name, what))
    _counters[name](request, *what)


def register_settings(code_of):
    """Have pages kept apart by ``code_of(request)``: a short word for what a reader chose of the site's look, '' for nothing."""
    _settings_of[:] = [code_of]


# --- The middleware ---------------------------------------------------------------------------------


class PageCacheMiddleware:
    """Outermost: answers with what is kept, and keeps what comes back. See the module."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = self.asked(request)
        if asked is None:
            return self.get_response(request)
        now = version.now(must_ask=STAFF_COOKIE in request.COOKIES)
        if now is None:
            return self.get_response(request)
        key = key_of(asked, now)
        if key is not None and (entry := find(key, now)) is not None:
            return answer(request, entry, "hit")
        if is_unkept(asked, now):
            return self.get_response(request)
        return self.make(request, asked, now)

    def asked(self, request):
        """Return what is asked for, as an Asked, or None where nothing could be kept."""
        path = request.path_info
        query = request.META.get("QUERY_STRING", "")
        if (
            not settings.PAGE_CACHE
            or request.method not in {"GET", "HEAD"}
            or path.startswith(NEVER)
            or len(query) > LONGEST_QUERY
            or query.count("&") >= MOST_PARAMETERS
            or getattr(request, "is_dummy", False)
            or "Authorization" in request.headers
            or is_closed()
        ):
            return None
        try:
            place = (request.scheme, request.get_host(), path)
        except DisallowedHost:
            return None
        is_plain = "gzip" not in request.META.get("HTTP_ACCEPT_ENCODING", "")
        return Asked(
            place, QueryDict(query) if query else {}, is_plain, _settings_of[0](request) if _settings_of else ""
        )

    def make(self, request, asked, now):
        """Return the page, made by whoever comes first; the others wait for it."""
        around = (asked.place, request.META.get("QUERY_STRING", ""), asked.is_plain, asked.settings)
        with makers.alone(around) as has_waited:
            if has_waited:
                if (key := key_of(asked, now)) is not None and (entry := find(key, now)) is not None:
                    return answer(request, entry, "hit")
                if is_unkept(asked, now):
                    return self.get_response(request)
            key = key_of(asked, now)
            others = key is not None and not shared.begin(key, now)
            if others and (entry := wait_for(key, now)) is not None:
                return answer(request, entry, "hit")
            try:
                return self.made(request, asked, now, key)
            finally:
                if key is not None and not others:
                    shared.end(key, now)

    def made(self, request, asked, now, key):
        """Return the page that is made now, and keep it where it says so."""
        past = memory.get(key) if key is not None else None
        past = past if past is not None and past.version == now and past.until + STANDS_IN > time.time() else None
        if past is not None and version.is_away:
            return answer(request, past, "stale")
        watched = leave_out_unknown(request, asked, now)
        readings = []
        reset = _readings.set(readings)
        try:
            with expiry.noting() as noted:
                response = self.get_response(request)
        finally:
            _readings.reset(reset)
        if response.status_code >= 500 and past is not None:
            logger.warning("An older page stands in for one that could not be made.")
            return answer(request, past, "stale")
        declared = getattr(response, "declared", None)
        # One that holds typed words is private; that says nothing of the others at its address.
        if not may_be_kept(response) and not (declared is not None and is_typed(asked, declared)):
            declared = None
        if declared is not None and (missed := watched.read - set(declared.parameters)):
            # Kept under fewer parameters than it depends on, one reader would get what another one asked for.
            logger.error("A page reads parameters that it does not declare: %s", ", ".join(sorted(missed)))
            declared = None
        if request.method == "HEAD":
            return response
        if response.status_code < 500:
            learn(asked, now, declared)
        if declared is None or is_typed(asked, declared) or set(watched) - set(declared.parameters):
            return response
        entry = entry_of(response, now, noted.earliest, readings, asked)
        key = key_of(asked, now)
        memory.set(key, entry)
        shared.set(entry, int(entry.until - time.time()), key, now)
        # Whoever made it gets it as the next one will. It is counted already.
        return answer(request, entry, "miss")


class WatchedQuery(QueryDict):
    """The query string of a page that is made, which knows what was asked of it. Only for reading."""

    def __init__(self, *args, **kwargs):
        self.read = set()
        super().__init__(*args, **kwargs)
        self.read = set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.read.add(key)
        return super().getlist(key, default)


def declared_of(asked, now):
    """Return (whether it is known how the address is kept, its Declared or None)."""
    known = addresses.get(asked.place)
    if known is None or known[0] != now:
        found = shared.get("address", now, asked.place)
        if not are_names(found):
            return False, None
        known = (now, Declared(*found))
        addresses[asked.place] = known
    return True, known[1]


def are_names(found):
    """Whether what the shared cache had is what ``learn`` puts there."""
    return (
        isinstance(found, tuple)
        and len(found) == len(Declared._fields)
        and all(isinstance(part, tuple) and all(isinstance(name, str) for name in part) for part in found)
    )


def learn(asked, now, declared):
    """Remember how an address is kept, or that it is not."""
    addresses[asked.place] = (now, declared)
    if declared is not None:
        shared.set(tuple(declared), LONGEST, "address", now, asked.place)


def is_typed(asked, declared):
    """Whether the address holds words that somebody typed."""
    return any(asked.query.get(name, "").strip() for name in declared.typed if name in asked.query)


def is_unkept(asked, now):
    """Whether it is known that what is asked for is not kept."""
    is_known, declared = declared_of(asked, now)
    return is_known and (declared is None or is_typed(asked, declared))


def key_of(asked, now):
    """Return what the page is kept under, or None where that is not known, or it is not kept."""
    is_known, declared = declared_of(asked, now)
    if not is_known or declared is None or is_typed(asked, declared):
        return None
    query = ()
    if asked.query:
        query = tuple((name, tuple(asked.query.getlist(name))) for name in declared.parameters if name in asked.query)
    return (asked.place, query, asked.is_plain, asked.settings)


def find(key, now):
    """Return the Entry that holds now, or None."""
    entry = memory.get(key)
    if entry is None or entry.version != now:
        entry = shared.get(key, now)
        if not isinstance(entry, Entry) or not entry.is_whole():
            return None
        memory.set(key, entry)
    return entry if entry.until > time.time() else None


def wait_for(key, now):
    """Return the Entry that another process makes, or None where it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (entry := find(key, now)) is not None:
            return entry
        time.sleep(BETWEEN)
    return None


def leave_out_unknown(request, asked, now):
    """Let the page see only the parameters that it knows, so that none of the others gets into what is kept; return the
    WatchedQuery that it reads."""
    declared = declared_of(asked, now)[1]
    if declared is not None and not is_typed(asked, declared) and set(asked.query) - set(declared.parameters):
        known = [(name, asked.query.getlist(name)) for name in declared.parameters if name in asked.query]
        request.META["QUERY_STRING"] = urlencode(known, doseq=True)
    watched = WatchedQuery(request.META.get("QUERY_STRING", ""))
    request.GET = watched
    return watched


def may_be_kept(response):
    """Whether an answer is a page that is the same for everybody, whatever it declares."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not has_vary_header(response, "Cookie")
        and not {"private", "no-store"} & set(response.get("Cache-Control", "").replace(" ", "").split(","))
    )


def entry_of(response, now, earliest, readings, asked):
    """Return the Entry of a response."""
    moment = timezone.now()
    midnight = (timezone.localtime(moment) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [moment + timedelta(seconds=LONGEST), midnight, *([earliest] if earliest else [])]
    body = response.content
    plain = zlib.decompress(body, 47) if response.get("Content-Encoding") == "gzip" else body
    etag = f'W/"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in OWN)
    return Entry(now, min(ends).timestamp(), response.status_code, headers, body, etag, tuple(readings))


def answer(request, entry, how):
    """Return the response of an Entry; ``how`` it came: "hit", "miss" (made for this reader) or "stale"."""
    if how != "miss":
        for name, what in entry.readings:
            _counters[name](request, *what)
    tags = request.headers.get("If-None-Match")
    if tags and entry.etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in parse_etags(tags)}:
        response = HttpResponseNotModified()
        for name, value in entry.headers:
            if name.lower() in {"vary", "content-location", "expires"}:
                response.headers[name] = value
    else:
        response = HttpResponse(entry.body, status=entry.status)
        for name, value in entry.headers:
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(entry.body))
    response.headers["ETag"] = entry.etag
    response.headers["Cache-Control"] = policy(request, entry)
    response.headers["X-Page-Cache"] = how
    return response


def policy(request, entry):
    """Return Cache-Control: browsers ask each time whether it changed; a cache in front may keep what is nobody's own for
    SHARED_SECONDS, or until it is over."""
    if _settings_of and _settings_of[0](request):
        return "private, max-age=0"
    seconds = max(0, min(SHARED_SECONDS, int(entry.until - time.time())))
    return f"public, max-age=0, s-maxage={seconds}, stale-if-error={IF_BROKEN}"


def forget():
    """Drop all that this process keeps."""
    memory.clear()
    addresses.clear()
    version.forget()
