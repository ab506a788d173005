"""The screens of ``/contribute/`` as an editor previews the words around their forms."""

from datetime import timedelta

from django.utils import timezone

from pages.models import StoryPage

from ..opinions import OpinionForm
from ..stories.form import story_form
from .forms import enquiry, hub
from .stories import TellersAnswer


def preview(words, request, mode):
    """Draw the real screen of ``mode`` in these ``words`` (a ContributeWords); None for those drawn by ``sent_context``."""
    # Where templates look first.
    setattr(request, words.get_cache_attr_name(), words)
    screen = {"": hub, "story": story_form.start, "form": enquiry}.get(mode)
    return screen(request) if screen else None


def sent_context(mode):
    """Return what the screens after sending are drawn with: of something that nobody sent."""
    is_alone, is_unanswered = mode.endswith("_alone"), mode == "sent_unanswered"
    contribution = {
        "due_on": timezone.localdate() + timedelta(days=7), "is_answered": not is_unanswered, "PROMISE": "answer",
        "sender": None if is_alone else {"email": "ana@example.org"}, "asks_first": mode == "story_asked",
    }  # fmt: skip
    return {
        "reference": "ABCD-2345", "contribution": contribution, "take_back": "#", "is_gone": True,
        "hears": not (is_alone or is_unanswered), "answer": mode.removeprefix("story_"), "title": "Drop-in on Tuesdays",
        "url": "#", "other": "#", "is_useful": True,
        "form": TellersAnswer() if mode == "story_shown" else OpinionForm(),
        "story": StoryPage(title="The kettle was already on", slug="the-kettle"), "sent": {"reference": "ABCD-2345"},
    }  # fmt: skip
