"""The screens of ``/contribute/`` as an editor previews the words around their forms."""

from ..stories.form import story_form
from .forms import enquiry, hub


def preview(words, request, mode):
    """Draw the real screen of ``mode`` in these ``words`` (a ContributeWords)."""
    # Where templates look first.
    setattr(request, words.get_cache_attr_name(), words)
    return {"story": story_form.start, "form": enquiry}.get(mode, hub)(request)
