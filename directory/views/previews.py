"""The screens of the directory as an editor previews their words."""

from django.http import HttpResponse, QueryDict

from ..hsds.page import open_data
from ..models import Service
from ..submit_forms import SendForm
from ..update_forms import UpdateRequestForm
from ..upkeep_forms import CloseForm, PauseForm, PeopleForm, StrangerForm
from .reading import service_detail, service_list
from .reporting import report
from .shortlist import my_list

# No word of any service.
NOTHING = "q=qqzzx+xzzqq"
NO_SERVICE = "<!doctype html><title>No service</title><p>There is no listed service yet to show this with.</p>"


def preview(words, request, mode):
    """Draw the real screen of ``mode`` in these ``words`` (a DirectoryTexts); None for those that need no more than a template."""
    # Where templates look first.
    setattr(request, words.get_cache_attr_name(), words)
    if mode in {"report", "service"}:
        service = Service.objects.listed().first()
        view = report if mode == "report" else service_detail
        return view(request, service.slug) if service else HttpResponse(NO_SERVICE)
    if mode == "map":
        request.GET = QueryDict("view=map")
    if mode == "nothing":
        request.GET = QueryDict(NOTHING)
    screen = {"nothing": service_list, "map": service_list, "list": my_list, "data": open_data}.get(mode)
    return screen(request) if screen else None


def link_context(mode):
    """Return what the screen of ``mode`` is drawn with, as an editor previews the words of those behind mailed links.

    The first listed service stands there, or one that nobody has; links lead nowhere.
    """
    service = Service.objects.listed().first() or Service(name="Tuesday Table", slug="tuesday-table")
    forms = {
        "request": UpdateRequestForm, "pause": PauseForm, "close": CloseForm, "people": PeopleForm, "stranger": StrangerForm,
    }  # fmt: skip
    form = forms.get(mode, SendForm)()
    form.name = form.name or "preview"
    return {
        "service": service, "form": form, "token": "preview", "key": "preview", "reference": "ABCD-2345", "others": 1,
        "back": "#", "what": mode, "was_unlisted": mode == "unconfirmed", "summary": {"groups": [], "places": []},
        "hears": True, "purpose": {"heading": "Add a service"},
    }  # fmt: skip
