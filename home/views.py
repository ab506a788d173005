"""The screens that are always there, from every page: get help now, and reading settings."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from cms.core import kept
from cms.core.models import SiteSettings
from cms.core.page_cache import keeps
from cms.core.page_map import address_of, page_map
from cms.intake.guard import public_form

from .forms import ReadingSettingsForm
from .models import HelpLine
from .reading import COOKIE, COOKIE_AGE, decode, encode


@require_safe
@keeps()
def get_help_now(request):
    """Show all help lines: the emergency number, those that answer at any hour, then the others."""
    return show_help(request, kept.get("all help lines", lambda: list(HelpLine.objects.shown())))


def show_help(request, lines):
    """Draw "Get help now" with these help lines, in their order."""
    safety = page_map().public(SiteSettings.load(request_or_site=request).safety_page_id)
    ordinary = [line for line in lines if not (line.is_emergency or line.is_interpreter or line.is_relay)]
    context = {
        "emergency": [line for line in lines if line.is_emergency],
        "interpreters": [line for line in lines if line.is_interpreter],
        "relays": [line for line in lines if line.is_relay],
        "any_hour": [line for line in ordinary if line.always_open],
        "by_text": [line for line in ordinary if line.text_number],
        "some_hours": [line for line in ordinary if not line.always_open],
        "checked": [line for line in lines if line.last_checked],
        "unchecked": [line for line in lines if not line.last_checked],
        "safety_url": address_of(safety, request) if safety else "",
        "ancestors": [("Home", "/")],
    }
    return render(request, "home/get_help_now.html", context)


def safe_return(request, address):
    """Return ``address`` where it leads to a page of this site, otherwise ''."""
    address = address or ""
    allowed = {request.get_host()}
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed, require_https=request.is_secure()):
        return address
    return ""


def reading_settings(request):
    """Show the settings, and keep them in one short cookie when they are sent: the only cookie readers ever get.

    ``GET ?from=<path>`` offers a way back to that page. ``POST`` with ``reset`` deletes the cookie. A shared cache
    may keep what GET shows, as any page, where the cookie is part of its key; the answer to POST is the reader's own.
    """
    if request.method not in {"GET", "HEAD"}:
        return keep_reading_settings(request)
    chosen = decode(request.COOKIES.get(COOKIE, ""))
    response = show_reading_settings(request, ReadingSettingsForm(initial=chosen))
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


# The guard of the POST lets nobody in from elsewhere; a token would need a cookie of its own.
reading_settings.csrf_exempt = True


def show_reading_settings(request, form):
    context = {
        "form": form,
        "saved": "saved" in request.GET,
        "was_reset": "reset" in request.GET,
        "back": safe_return(request, request.GET.get("from")),
    }
    return render(request, "home/reading_settings.html", context)


@public_form()
def keep_reading_settings(request):
    form = ReadingSettingsForm({} if "reset" in request.POST else request.POST)
    if not form.is_valid():
        return show_reading_settings(request, form)
    code = encode(form.cleaned_data)
    said = {"saved" if code else "reset": 1}
    if back := safe_return(request, request.GET.get("from")):
        said["from"] = back
    response = HttpResponseRedirect(f"{reverse('home:reading_settings')}?{urlencode(said)}")
    if code:
        response.set_cookie(
            COOKIE,
            code,
            max_age=COOKIE_AGE,
            path="/",
            secure=request.is_secure(),
            httponly=False,  # the script that paints the page reads it
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response
