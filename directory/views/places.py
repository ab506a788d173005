"""Suburbs and towns for somebody who is still typing one."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ..near import suggested


@require_safe
def suggest(request: HttpRequest):
    """Return JSON ``{"help": null, "suggestions": [{"title", "kind", "value", "notes"}]}``: at most eight localities for ``?q=``.

    ``value`` is what belongs into the field. Fewer than two letters or digits give none. The same parts as the
    suggestions of site search have, so one script shows both. The answer is kept nowhere: its address says what
    somebody typed.
    """
    places = [
        {"title": str(place), "kind": place.council_area, "value": str(place), "notes": []}
        for place in suggested(request.GET.get("q", ""))
    ]
    response = JsonResponse({"help": None, "suggestions": places})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
