"""What a sender does later, by a link that we gave them: take it back, write again."""

import logging

from django.db import DatabaseError
from django.http import Http404
from django.shortcuts import redirect, render

from cms.intake.forms import PublicForm
from cms.intake.guard import public_form
from cms.intake.receipts import opened, seal
from cms.intake.review import DecisionRefused

from .. import desk
from ..forms import words_field
from ..models import Contribution
from ..receiving import ANSWER, LINK_LIFE, TAKE_BACK
from .forms import NOT_SAVED

logger = logging.getLogger(__name__)

WROTE_AGAIN = "contribute.wrote-again"


class TakeBackForm(PublicForm):
    name = "contribute-take-back"


class AnswerForm(PublicForm):
    name = "contribute-answer"

    words = words_field("What would you like to say?", lines=6, needed="Write a few words")

    def is_hurried(self):
        return True


def of_link(purpose, sealed):
    """Return the contribution that a link of ours is about, as its kind. Raises Http404 for what is no link of ours."""
    # Something published can be taken back for as long as it stands.
    life = None if purpose == TAKE_BACK else LINK_LIFE.total_seconds()
    reference = opened(purpose, sealed, life=life)
    found = Contribution.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found.own


@public_form(no_store=True)
def take_back(request, sealed):
    """Delete what was sent, at its sender's wish. A GET only asks; after it, or a second time, it says that it is gone."""
    contribution = of_link(TAKE_BACK, sealed)
    form, status = TakeBackForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                desk.take_back(contribution)
                return redirect("contribute:take_back", sealed=sealed)
            except DatabaseError as error:
                logger.error("A contribution could not be taken back: %s", type(error).__name__)
                form.add_error(None, NOT_SAVED)
                status = 503
    context = {"form": form, "reference": contribution.reference, "is_gone": contribution.is_gone}
    return render(request, "contribute/take_back.html", context, status=status)


@public_form(most=20, no_store=True)
def answer(request, sealed):
    """Write again about something that was sent. Neither it nor our answer is shown: the link may lie in anybody's mail."""
    contribution = of_link(ANSWER, sealed)
    if contribution.is_emptied:
        return closed(request, contribution)
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                desk.answered_again(contribution, form.cleaned_data["words"], form.once)
                return redirect("contribute:answered", receipt=seal(WROTE_AGAIN, contribution.reference))
            except DecisionRefused:
                return closed(request, contribution)
            except DatabaseError as error:
                logger.error("An answer could not be stored: %s", type(error).__name__)
                form.add_error(None, NOT_SAVED)
                status = 503
    context = {"form": form, "reference": contribution.reference}
    return render(request, "contribute/answer.html", context, status=status)


def closed(request, contribution):
    """Say that what we had is deleted, so that nothing can be written to it."""
    context = {"reference": contribution.reference, "is_gone": True, "was_sent": request.method == "POST"}
    return render(request, "contribute/answer.html", context, status=410)


@public_form(no_store=True)
def answered(request, receipt):
    """Confirm that we have what they wrote."""
    reference = opened(WROTE_AGAIN, receipt)
    found = Contribution.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    return render(request, "contribute/answered.html", {"reference": reference, "contribution": found})
