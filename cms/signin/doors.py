"""Wagtail's own ways in, closed: whoever comes to one is led to ours, whatever they send with it.

These stand before Wagtail's addresses and answer every method alike, so that a password posted to one of them is not
even looked at.
"""

from urllib.parse import urlencode

from allauth.account.internal.flows.logout import logout
from django.http import HttpResponseRedirect
from django.urls import path, re_path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from .gate import is_ours


@csrf_exempt
@never_cache
def to_sign_in(request, **kwargs):
    """Lead to our page, with where to go afterwards if that is on this site."""
    wanted = request.GET.get("next") or request.POST.get("next") or ""
    query = f"?{urlencode({'next': wanted})}" if is_ours(request, wanted) else ""
    return HttpResponseRedirect(reverse("account_login") + query)


@csrf_exempt
@never_cache
def to_forgotten(request, **kwargs):
    """Lead to our page about a forgotten password. Links of Wagtail's own are worth nothing."""
    return HttpResponseRedirect(reverse("account_reset_password"))


@csrf_protect
@never_cache
def sign_out(request):
    """The editor's own button posts here. Opening the address only asks."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_logout"))
    logout(request)
    return HttpResponseRedirect(f"{reverse('account_login')}?why=out")


urlpatterns = [
    path("admin/login/", to_sign_in),
    path("admin/logout/", sign_out),
    re_path(r"^admin/password_reset(?:/.*)?$", to_forgotten),
    path("_util/login/", to_sign_in),
]
