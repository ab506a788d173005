"""What is answered while the database is away. Nothing here asks it: the pages are made beforehand (cms.core.broken)."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

from cms.core import broken
from cms.core.databases import was_cut_off

from .typed import typed

logger = logging.getLogger(__name__)

# That it does not answer, and not that it was asked something wrong.
AWAY = (OperationalError, InterfaceError)


def not_saved(request, error):
    """Answer 503 to a form that met a database that did not answer: that it was not saved, and what was typed."""
    # The class only: a database's own words may repeat what somebody typed.
    logger.error("A form could not be stored: %s", type(error).__name__)
    response = broken.response("not-saved", render_to_string("intake/not_saved.html", {"typed": typed(request)}))
    patch_cache_control(response, private=True, no_store=True)
    return response


def server_error(request):
    """Answer for Django (``handler500``) when something unforeseen was raised, wherever that was.

    With the database away it is 503, and what was typed in a public form is given back: also where nothing of ours was
    reached that could have done so, and where a page of refusal could not be drawn. What else was posted may be a password
    and is not repeated; where the database is there and only took too long, the page says that reloading sends it again.
    """
    # Django calls this while it handles what was raised.
    error = sys.exc_info()[1]
    if not isinstance(error, AWAY):
        return broken.response("500")
    if request.method == "POST" and is_public_form(request):
        return not_saved(request, error)
    return broken.response("too-long" if was_cut_off(error) else "503")


def is_public_form(request):
    """Whether the address is one of the forms that ride on no session. What else is posted may be a password."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(match.func, "csrf_exempt", False)
