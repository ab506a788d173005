"""What every request passes because of reviews."""

from django.contrib import messages
from django.shortcuts import redirect

from .review import DecisionRefused


class RefusedDecisionMiddleware:
    """Say why a decision was refused on the screen where somebody tried it.

    Wagtail's screen of a page, which is no view of ours, lets through what a task raises.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        # A script that asked would show the screen inside of its box.
        if not isinstance(exception, DecisionRefused) or request.headers.get("x-requested-with") == "XMLHttpRequest":
            return None
        messages.error(request, exception.message)
        return redirect(request.path)
