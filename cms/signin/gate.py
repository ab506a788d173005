"""The gate: who counts as signed in, and who is sent to sign in, to set up a second factor, or away after a long pause.

A session whose second factor was not given is nobody's: ``request.user`` is anonymous on every address but the pages
about one's own sign-in. So no view needs to know of second factors, and none can forget.
"""

from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from cms.core.page_cache import STAFF_COOKIE

from . import kept
from . import session as sessions

ADMIN = "/admin/"
ACCOUNT = "/account/"
# An editor that is left open asks again and again whether somebody else is editing: that is nobody at the desk.
NOBODY_THERE = ("/admin/editing-sessions/", "/admin/sprite/", "/admin/jsi18n/")


class GateMiddleware:
    """Stands after the middleware of sessions, sign-in and allauth; see the module."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.let_in(request)
        if request.path_info.startswith((ADMIN, ACCOUNT)):
            mark(request, response)
        return response

    def let_in(self, request):
        if not hasattr(request, "session") or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        path, person = request.path_info, request.user
        request.user = SimpleLazyObject(lambda: seen(request, person))

        async def seen_later():
            raise PermissionDenied  # nothing here is asynchronous; were it, nobody would be let in unseen

        request.auser = seen_later
        if path.startswith((ADMIN, ACCOUNT)) and sessions.is_signed_in(request.session):
            answer = self.at_the_door(request, path, person)
            if answer:
                return answer
        return self.get_response(request)

    def at_the_door(self, request, path, person):
        """Return where to send somebody who may not go on, or None."""
        session = request.session
        if why := sessions.over(session):
            if path.startswith(ACCOUNT):
                logout(request)
                return None
            if is_in_background(request):
                # What follows ends the session: an autosave that comes too late leaves that to the button.
                raise PermissionDenied
            if kept.keep(request):
                return HttpResponseRedirect(
                    f"{reverse('account_login')}?{urlencode({'next': reverse('account_kept'), 'why': 'kept'})}"
                )
            return to_sign_in(request, why)
        if path.startswith(ADMIN):
            # Django's own middleware forgets a session whose password or round has changed since.
            if not person.is_authenticated:
                return to_sign_in(request)
            if sessions.must_enrol(session):
                return away(request, f"{reverse('mfa_index')}?{urlencode({'next': where(request)})}")
            if not sessions.may_pass(session):
                logout(request)
                return to_sign_in(request)
        if not path.startswith(NOBODY_THERE):
            sessions.note_here(session)
        return None

    def process_exception(self, request, exception):
        """Send who must confirm that it is them to the page for it. What they had posted is asked for again."""
        if isinstance(exception, ReauthenticationRequired):
            if not request.user.is_authenticated:
                return to_sign_in(request)
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': where(request)})}")
        return None


def mark(request, response):
    """Let the browser of who has signed in know so by a cookie of its own, and forget it once they have signed out.

    Scripts read it, so that readers' pages, which are the same for everybody, ask for the editors' bar only where there is
    an editor. It opens nothing.
    """
    is_here = hasattr(request, "session") and request.user.is_authenticated and sessions.may_pass(request.session)
    if is_here and STAFF_COOKIE not in request.COOKIES:
        response.set_cookie(
            STAFF_COOKIE,
            "1",
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    elif not is_here and STAFF_COOKIE in request.COOKIES:
        response.delete_cookie(STAFF_COOKIE, samesite="Lax")


def seen(request, person):
    """Return who the request's person is taken for: themselves, or nobody."""
    session = request.session
    if not sessions.is_signed_in(session) or sessions.over(session):
        return AnonymousUser()
    is_let_in = sessions.may_pass(session)
    if not is_let_in and request.path_info.startswith(ACCOUNT):
        is_let_in = sessions.is_known(session)
    # The lazy object of Django's middleware is opened here: it knows whether the account still exists and is on.
    return getattr(person, "_wrapped", person) if is_let_in and person.is_authenticated else AnonymousUser()


def is_in_background(request):
    """Whether a script asked, which cannot show a page to sign in at."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" or "text/html" not in request.headers.get(
        "Accept", "text/html,*/*"
    )


def where(request):
    """Return the address to come back to: this one, or that of the page from which something was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    return page if is_ours(request, page) else request.get_full_path()


def away(request, address):
    """Redirect a person; refuse a script."""
    if is_in_background(request):
        raise PermissionDenied
    return HttpResponseRedirect(address)


def to_sign_in(request, why=""):
    """Send to the page to sign in, which says why and leads back here."""
    asked = {"next": where(request)} | ({"why": why} if why else {})
    return away(request, f"{reverse('account_login')}?{urlencode(asked)}")


def is_ours(request, address):
    """Whether ``address`` leads to this site, so that somebody may be sent there."""
    return bool(address) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
