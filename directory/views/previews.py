"""The screens of the directory as an editor previews their words."""

from django.http import HttpResponse, QueryDict

from ..hsds.page import open_data
from ..models import Service
from .reading import service_list
from .reporting import report
from .shortlist import my_list

# No word of any service.
NOTHING = "q=qqzzx+xzzqq"
NO_SERVICE = "<!doctype html><title>Report a problem</title><p>There is no listed service yet to show this with.</p>"


def preview(words, request, mode):
    """Draw the real screen of ``mode`` in these ``words`` (a DirectoryTexts); None for those that need no more than a template."""
    # Where templates look first.
    setattr(request, words.get_cache_attr_name(), words)
    if mode == "report":
        service = Service.objects.listed().first()
        return report(request, service.slug) if service else HttpResponse(NO_SERVICE)
    if mode == "nothing":
        request.GET = QueryDict(NOTHING)
    screen = {"nothing": service_list, "list": my_list, "data": open_data}.get(mode)
    return screen(request) if screen else None
