"""The answer of addresses whose part of the site is switched off (cms.core.features)."""

from django.db import DatabaseError
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from cms.core import features

from .typed import typed


class SwitchedOffMiddleware:
    """Say calmly that a part is not offered now. What was typed in a form of it meanwhile stays on the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        found = features.at(request.path_info)
        if found is None or request.resolver_match.view_name in found.always:
            return None
        try:
            if features.is_on(found.key):
                return None
        except DatabaseError:
            # The form has words of its own for a database that is away.
            return None
        context = {"typed": typed(request) if request.method == "POST" else None}
        # It may come back: not 410, after which search engines never ask again.
        response = render(request, "core/switched_off.html", context, status=404)
        patch_cache_control(response, private=True, no_store=True)
        return response
