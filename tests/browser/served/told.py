"""Addresses of "Share your story" that only a teller has, in the middle of it or afterwards."""

from datetime import timedelta

from django.utils import timezone

from cms.intake.long_forms import Addresses
from cms.intake.models import AccessLink, Draft
from cms.intake.receipts import seal
from contribute import desk
from contribute.models import StoryPrompt
from contribute.models.stories import StoryAsk
from contribute.receiving import TAKE_BACK
from contribute.stories.asking import ASK, ask_teller
from contribute.stories.form import RECEIPT, story_form
from contribute.stories.sending import take_story
from contribute.stories.steps import FORM, STEPS

STORY = "/contribute/story"
ANSWERS = {
    "begin": {"prompts": ["What helped, and what did not?"]},
    "words": {
        "parts": [{"prompt": "What helped, and what did not?", "words": "Tea.\n\nAnd time."}],
        "story": "That is all.",
    },
    "name": {"name_shown": "pseudonym", "teller_name": "River"},
    "role": {"role": "carer"},
    "notes": {"notes": []},
    "uses": {"for_website": True},
    "services": {"services_named": ""},
    "picture": {"photo_alt": "", "people": ""},
    "reach": {"your_name": "River", "your_email": "made@example.org", "may_correct": "ask"},
}


def made():
    """Begin, send and answer a few stories; return the addresses of their pages by name."""
    begun = {"begin": {"prompts": list(StoryPrompt.objects.values_list("words", flat=True)[:2])}}
    _draft, empty = Draft.start(FORM, answers=begun)
    draft, filled = Draft.start(FORM, answers=dict(ANSWERS))
    to_return = draft.save_for_later()
    calm = take_story(ANSWERS, "made-story")
    heavy = take_story(ANSWERS | {"words": {"story": "I wanted to die."}, "reach": {}}, "made-heavy-story")
    gone = take_story(ANSWERS, "made-gone-story")
    desk.take_back(gone)
    version = calm.page.get_latest_revision_as_object()
    version.title, version.teaser = "The kettle", "What helped somebody."
    version.save_revision(clean=False)
    first = ask_teller(calm, None)
    usable = token_of(first)
    # Nobody is asked the same twice in a day.
    StoryAsk.objects.filter(pk=first.pk).update(asked_at=timezone.now() - timedelta(days=2))
    used = token_of(ask_teller(calm, None))
    AccessLink.objects.of_token(used).use()
    # A newer question ends the one before it; this one is to be looked at.
    AccessLink.objects.filter(pk=AccessLink.objects.of_token(usable).pk).update(used_at=None)
    return {
        **{f"story, empty {step}": f"{STORY}/{empty}/{step}/" for step in STEPS},
        **{f"story, filled {step}": f"{STORY}/{filled}/{step}/" for step in STEPS},
        "story, check": f"{STORY}/{filled}/check/",
        "story, delete": f"{STORY}/{filled}/delete/",
        "story, save": f"{STORY}/{filled}/save/",
        "story, return": f"{STORY}/{to_return}/return/",
        "story, gone": f"{STORY}/no-such-key-at-all/check/",
        "story, sent": f"{STORY}/sent/{seal(RECEIPT, calm.reference)}/",
        "story, sent, in danger": f"{STORY}/sent/{seal(RECEIPT, heavy.reference)}/",
        "story, answer": f"{STORY}/answer/{usable}/",
        "story, answered": f"{STORY}/answer/{used}/",
        "story, link unknown": f"{STORY}/answer/no-such-key-at-all/",
        "story, taken back": f"/contribute/take-back/{seal(TAKE_BACK, gone.reference)}/",
    }


def token_of(ask):
    """Return a token that opens the question ``ask``: that of its mail is kept nowhere."""
    return AccessLink.make(ASK, ask.uuid, None)[1]


def html():
    """Return templates with what they take, by name, of pages that are there only right after something was done."""
    draft = Draft.objects.exclude(return_hash=None).filter(form=FORM).first()
    frame = {"draft": draft, "key": "A" * 22, "at": Addresses(story_form, "A" * 22), "on": f"{STORY}/"}
    answered = {
        f"story, said {answer}": ("contribute/story/answered.html", {"answer": answer, "reference": "ABCD-2345"})
        for answer in ("yes", "change", "no")
    }
    return answered | {
        "story, saved": ("intake/long/saved.html", frame),
        "written to what is gone": (
            "contribute/answer.html",
            {"reference": "ABCD-2345", "is_gone": True, "was_sent": True},
        ),
        "story, link too old": ("intake/long/link_over.html", {"state": "saved", "start": f"{STORY}/"}),
        **{
            f"story, link {state}": ("contribute/story/link_ended.html", {"state": state})
            for state in ("expired", "working", "gone", "closed")
        },
    }
