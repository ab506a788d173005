"""“Was this page useful?” below what readers read."""

from django import template
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from ..models import ContributeWords
from ..places import BY_VIEW

register = template.Library()

PLAIN = {"directory:list"}


@register.inclusion_tag("components/useful.html", takes_context=True)
def was_it_useful(context):
    """Ask below a page of the tree, an entry of the directory and each of PLACES; nowhere else, and in no preview.

    The home page is a way in rather than an answer. What a page answers below itself is asked about there. Pages that say that something went wrong leave this out.
    """
    request = context.get("request")
    if request is None or getattr(request, "is_dummy", False) or getattr(request, "is_preview", False):
        return {}
    match = getattr(request, "resolver_match", None)
    page = context.get("page")
    if match is None:
        return {}
    try:
        if match.view_name in BY_VIEW:
            found = links("contribute:useful_place", {"place": BY_VIEW[match.view_name]}, request)
            # A first visit to the directory weighs all that it may: there the small page does without script.
            return found | {"is_plain": match.view_name in PLAIN}
        if match.view_name == "directory:detail":
            # An entry has a form of its own for what is not right with it, which its editors read.
            return links("contribute:useful_entry", {"slug": match.kwargs["slug"]}, request) | {"problem": ""}
        is_itself = isinstance(page, Page) and page.pk and request.path.endswith(f"/{page.slug}/")
        if is_itself and match.view_name == "wagtail_serve":
            return links("contribute:useful", {"pk": page.pk}, request)
    except NoReverseMatch:
        pass  # an old address of an entry, with letters that none has now
    return {}


def links(view_name, where, request):
    yes, no = (reverse(view_name, kwargs=where | {"answer": answer}) for answer in ("yes", "no"))
    question = ContributeWords.load(request_or_site=request).said["useful_question"]
    return {
        "yes": yes, "no": no, "path": request.path, "problem": reverse("contribute:feedback"), "question": question,
    }  # fmt: skip
