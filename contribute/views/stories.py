"""The teller's answer to a story as it would be published. The link's page changes nothing; its buttons do, once."""

import logging

from django import forms
from django.db import DatabaseError
from django.shortcuts import render

from cms.intake.forms import PublicForm
from cms.intake.guard import public_form
from cms.intake.keys import hashed
from cms.intake.models import AccessLink
from cms.intake.review import DecisionRefused

from ..forms import words_field
from ..models import StoryAsk
from ..receiving import take_back_path
from ..stories.asking import ASK, shown_to, take_answer
from ..stories.comparing import parts_of
from ..stories.shown import easy_reads
from .forms import NOT_SAVED

logger = logging.getLogger(__name__)
Answer = StoryAsk.Answer


class TellersAnswer(PublicForm):
    """Which button it was, and what should change."""

    name = "contribute-story-answer"

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput, error_messages={
        "required": "Choose one of the buttons", "invalid_choice": "Choose one of the buttons",
    })  # fmt: skip
    words = words_field(
        "What should change?", required=False, lines=5, max_length=5000, needed="Say what should change",
        help_text="Say where, and what should stand there. An editor reads it, and we ask you again.",
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.CHANGE and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", "Say what should change, in a few words")
        return cleaned


def opened_link(token):
    """Return (link, ask, state) of a mailed ``token``: ``state`` says why there is nothing to answer, or is ''."""
    link = AccessLink.objects.filter(token_hash=hashed(token), purpose=ASK).first()
    if link is None:
        return None, None, "unknown"
    ask = StoryAsk.objects.select_related("sent__page", "sent__sender", "revision").filter(uuid=link.subject).first()
    if ask is None:
        # A story that was taken back took the question with it.
        return link, None, "gone"
    return link, ask, "" if link.state == "usable" else link.state


def over(request, state):
    """Say that a link ended, and why: "used", "expired", "working", "gone", "closed" or "unknown"."""
    context = {"state": state}
    return render(request, "contribute/story/link_ended.html", context, status=404 if state == "unknown" else 410)


@public_form(most=40, no_store=True)
def answer(request, token):
    """Show the story as readers would see it, and take its teller's answer."""
    link, ask, state = opened_link(token)
    if state:
        return over(request, state)
    version = shown_to(ask)
    if version is None:
        return over(request, "working")
    form, status = TellersAnswer(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            given = form.cleaned_data
            try:
                if not take_answer(link, ask, given["answer"], given["words"]):
                    return over(request, "used")
                context = {"answer": given["answer"], "reference": ask.sent.reference}
                return render(request, "contribute/story/answered.html", context)
            except DecisionRefused:
                return over(request, "closed")
            except DatabaseError as error:
                logger.error("A teller's answer could not be stored: %s", type(error).__name__)
                form.add_error(None, NOT_SAVED)
                status = 503
    context = {
        "form": form, "story": version, "easy_reads": easy_reads(version), "parts": parts_of(version, ask.sent),
        "services": version.listed_services(unsaved=True), "take_back": take_back_path(ask.sent), "sent": ask.sent,
    }  # fmt: skip
    return render(request, "contribute/story/answer.html", context, status=status)
