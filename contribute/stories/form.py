"""The pages of "Share your story": one question a page, kept under a key, saved and come back to by a mailed link."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from cms.intake import long_forms, proof
from cms.intake.keys import hashed
from cms.intake.models import Draft
from cms.intake.purge import delete_draft
from cms.intake.receipts import opened, seal
from cms.intake.unfinished import steps_only, unfinished

from ..models import Channel, StorySent
from ..receiving import take_back_link
from .sending import take_story
from .steps import FORM, STEPS, PictureStep, WordsStep, notes, typed_words
from .summary import summary

RECEIPT = "contribute.story-sent"
# Among the answers, beside those of the steps: why what was typed so far may be a program's.
HELD = "_held"
HEADING = "Share your story"


def channel():
    """Return the Channel of stories. Raises Http404 where migrations have not made it."""
    found = Channel.objects.filter(kind=StorySent.KIND).first()
    if found is None:
        raise Http404
    return found


class StoryForm(long_forms.LongForm):
    """The form that takes a story."""

    name, tokens, prefix, folder = FORM, "contribute-story", "contribute:story", "contribute/story"
    app, saved_template = "contribute:story", "contribute/story/email/saved"
    steps = STEPS
    sends = 10
    address_at = ("reach", "your_email")

    def purpose_of(self, draft):
        return long_forms.Purpose("new", HEADING)

    def order(self, draft):
        """All steps; the one about content notes only where there are any to choose from."""
        # Asked for many times on one page.
        if not hasattr(draft, "_order"):
            draft._order = [slug for slug in STEPS if slug != "notes" or notes().exists()]
        return draft._order

    def progress(self, number, total):
        return f"Question {number} of {total}"

    def summary(self, draft):
        return summary(draft.answers, self.order(draft))

    def labels(self):
        return super().labels() | {"to": "Your words"}

    def start(self, request):
        """What helps somebody decide whether now is the time; where nothing is taken now, why, and where else to go."""
        found = channel()
        if not found.is_open:
            return render(request, "contribute/closed.html", {"channel": found})
        return super().start(request)

    def start_context(self):
        return {"channel": channel(), "questions": [step.title for step in STEPS.values()]}

    def form_of(self, step, draft, request):
        data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        typed = unfinished(draft, step)
        if step == WordsStep.slug:
            prompts = draft.answers.get("begin", {}).get("prompts", [])
            answers = draft.answers.get(step, {})
            # What was written to a question that is not chosen any more is shown all the same.
            written = [part["prompt"] for part in answers.get("parts", [])] + typed.get("prompts", [])
            kept = [words for words in dict.fromkeys(written) if words not in prompts]
            initial = typed_words(answers) | typed.get("typed", {})
            return WordsStep(*data, initial=initial, prompts=prompts, kept=kept)
        if step == PictureStep.slug:
            initial = draft.answers.get(step, {}) | typed.get("typed", {})
            return PictureStep(*data, initial=initial, has_picture=draft.uploads.exists())
        return super().form_of(step, draft, request)

    def keep_for_later(self, form, draft, step, **more):
        if isinstance(form, WordsStep):
            more["prompts"] = list(form.questions.values())
        return super().keep_for_later(form, draft, step, **more)

    def keep(self, form, draft, request):
        if form.held:
            draft.answers[HELD] = form.held
        return super().keep(form, draft, request)

    def button(self, request, what):
        form = super().button(request, what)
        if what == "send":
            form.asks_for_proof = channel().asks_for_proof
            form.holds = True
        return form

    def deliver(self, form, request, draft, key, purpose):
        held = form.held or draft.answers.get(HELD, "") or ("proof" if proof.state(form) == proof.MISSING else "")
        return self.sent(self.send(draft, key, purpose, held))

    def send(self, draft, key, purpose, held=""):
        """Make of the draft what an editor reads, then delete it; return the StorySent. ``held``: why it goes to Junk."""
        answers = steps_only(draft.answers, self.order(draft))
        with transaction.atomic():
            sent = take_story(answers, key, upload=draft.uploads.first(), held=held)
            # What was handed on is the story's now.
            draft.uploads.filter(pk=sent.upload_id).update(draft=None)
            # Another tab may have sent it a moment ago.
            if found := Draft.objects.filter(pk=draft.pk).first():
                delete_draft(found)
        return sent

    def sent_before(self, key):
        return StorySent.objects.filter(token_hash=hashed(key)).first()

    def sent(self, thing):
        return redirect("contribute:story_sent", receipt=seal(RECEIPT, thing.reference))

    def confirmation(self, request, receipt):
        """The reference, the link to take it back, what happens next; after heavy words, who listens now, first."""
        found = StorySent.objects.select_related("sender").filter(reference=opened(RECEIPT, receipt)).first()
        if found is None:
            raise Http404
        context = {
            "reference": found.reference, "contribution": found, "channel": channel(),
            "take_back": take_back_link(found), "hears": found.has_email,
        }  # fmt: skip
        return self.page(request, "sent.html", context)


story_form = StoryForm()
