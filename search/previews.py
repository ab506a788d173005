"""The search page as an editor previews its words."""

from django.http import QueryDict

from .views import results

# No word of any page.
NOTHING = "q=qqzzx+xzzqq"


def preview(words, request, mode):
    """Answer a search that finds nothing, or none, in these ``words``."""
    setattr(request, words.get_cache_attr_name(), words)
    request.GET = QueryDict("" if mode == "start" else NOTHING)
    return results(request)
