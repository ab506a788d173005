"""What every page about signing in says to browsers, and the frame that they share."""

import functools
import math

from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_protect


def private_page(view):
    """Decorate a view: kept by nobody, found by no search engine, and allowed to ask the browser for passkeys."""

    @csrf_protect
    @functools.wraps(view)
    def private(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex"
        response.takes_passkeys = True
        return response

    return private


class Waits:
    """For views with a form: somebody who was wrong too often is answered 429, with when to try again."""

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        waits = [getattr(context.get(name), "wait", 0) for name in ("form", "passkey_form", "webauthn_form")]
        if any(waits):
            response.status_code = 429
            response["Retry-After"] = str(math.ceil(max(waits)))
        return response
