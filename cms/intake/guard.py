"""What guards a public form without a cookie: same origin, a signed token, a pause, a rate limit."""

import functools
import hashlib
import ipaddress
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from .away import not_saved
from .receipts import Over
from .typed import typed

logger = logging.getLogger(__name__)


def is_same_origin(request):
    """Whether a POST came from our own pages, as far as the browser says.

    ``Sec-Fetch-Site`` and ``Origin`` are checked where they are sent; a browser that sends neither is let
    through, since the form's signed token is checked as well.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    try:
        return not origin or urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


def client_address(request):
    """A short keyed digest of the sender's network address: enough to count by, not kept and not the address.

    Behind a proxy (``BEHIND_PROXY``) it is the last address of ``X-Forwarded-For``, which the proxy itself
    wrote; what stands before it anybody may have made up.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return hashlib.blake2b(line_of(address).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()


def line_of(address):
    """Return what stands for the sender's line: the IPv4 address, or the first half of an IPv6 one.

    One line at home has 2^64 addresses of IPv6, and each would have a limit of its own.
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if known.version == 6 and known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def within_rate(request, form, *, most, seconds):
    """Count this POST; return whether its sender is within ``most`` of ``form`` in ``seconds``. Fails open without a cache."""
    key = f"rate:{form}:{client_address(request)}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) <= most
    except ValueError:
        return True  # it lapsed between the two calls
    except Exception as error:  # noqa: BLE001, RUF100 - a dead cache must not close the forms
        logger.warning("Rate limit not counted: %s", type(error).__name__)
        return True


def too_many(request, seconds):
    """Answer 429: when to try again, and what was typed in a form of its own, so that waiting loses nothing."""
    context = {"minutes": seconds // 60, "typed": typed(request)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    patch_cache_control(response, no_store=True)
    return response


def refused(request):
    """Answer 403 to a form that came from another site, as far as the browser says; what was typed can be sent from here."""
    response = render(request, "intake/refused.html", {"typed": typed(request)}, status=403)
    patch_cache_control(response, no_store=True)
    return response


def public_form(*, most=60, seconds=600, no_store=False, is_indexed=False, counted_as=""):
    """Decorate a view that shows and takes a public form.

    It rides on no session: no CSRF cookie; instead a POST must be same-origin and under the rate limit
    (the token is checked by the view). Its pages are never kept by shared caches, nor by search engines unless
    ``is_indexed`` and nothing is asked of it: a form that begins without a key may be found. Presses are counted under
    the view's name, or ``counted_as``. Where the database does not answer and the view has no word for it, what was
    typed is given back. An address of ours whose time is over is answered 410, with what to do now.
    """

    def decorate(view):
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method not in {"GET", "HEAD", "POST"}:
                response = HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
            elif request.method == "POST" and not is_same_origin(request):
                response = refused(request)
            elif request.method == "POST" and not within_rate(
                request, counted_as or view.__name__, most=most, seconds=seconds
            ):
                response = too_many(request, seconds)
            else:
                try:
                    response = view(request, *args, **kwargs)
                except DatabaseError as error:
                    if request.method != "POST":
                        raise
                    response = not_saved(request, error)
                except Over:
                    response = render(request, "intake/over.html", status=410)
            patch_cache_control(response, private=True, **({"no_store": True} if no_store else {"no_cache": True}))
            if not (is_indexed and request.method != "POST" and not request.GET):
                response["X-Robots-Tag"] = "noindex"
            return response

        return guarded

    return decorate
