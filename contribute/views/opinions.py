"""“Was this page useful?”: a small page with one button, and one that thanks. Script makes both a part of the page."""

import logging

from django.db import DatabaseError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.models import Page

from cms.core.models import SiteSettings
from cms.intake.guard import public_form
from cms.intake.receipts import opened, seal
from directory.models import Service

from ..models import PageOpinion
from ..opinions import OpinionForm, keep
from ..places import PLACES
from .forms import NOT_SAVED

logger = logging.getLogger(__name__)

RECEIPT = "contribute.useful"
ANSWERS = {"yes": True, "no": False}
# Of each sender in ten minutes, for all pages together: a press and its comment are two.
MOST = 40


@public_form(most=MOST)
def useful(request, pk, answer):
    """Take a yes or no about a public page, with words if somebody has some."""
    page = get_object_or_404(Page.objects.live().public(), pk=pk)
    url = page.get_url(request)
    if not url:
        raise Http404
    return ask(request, answer, "contribute:useful", {"pk": pk}, title=page.title, url=url, page=page)


@public_form(most=MOST)
def useful_entry(request, slug, answer):
    """Take a yes or no about a listed entry of the directory."""
    service = get_object_or_404(Service.objects.listed(), slug=slug)
    return ask(
        request, answer, "contribute:useful_entry", {"slug": slug}, title=service.name, url=service.get_absolute_url(),
        service=service,
    )  # fmt: skip


@public_form(most=MOST)
def useful_place(request, place, answer):
    """Take a yes or no about a page that is in no table: a list, the search."""
    if place not in PLACES:
        raise Http404
    found = PLACES[place]
    return ask(
        request, answer, "contribute:useful_place", {"place": place}, title=found.title, url=found.url, place=place
    )


def ask(request, answer, view_name, where, *, title, url, **subject):
    """Show the form about ``subject``, or keep what was sent with it."""
    if answer not in ANSWERS:
        raise Http404
    form = OpinionForm(request.POST if request.method == "POST" else None)
    form.asks_for_proof = SiteSettings.load(request_or_site=request).useful_asks_for_proof
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                opinion = keep(
                    form.once, ANSWERS[answer], form.cleaned_data["comment"], is_held=form.is_held(), **subject
                )
                return redirect("contribute:useful_thanks", receipt=seal(RECEIPT, opinion.pk))
            except DatabaseError as error:
                # The class only: a database's own words may repeat what somebody typed.
                logger.error("An opinion could not be stored: %s", type(error).__name__)
                form.add_error(None, NOT_SAVED)
                status = 503
    other = "no" if ANSWERS[answer] else "yes"
    context = {
        "form": form, "title": title, "url": url, "is_useful": ANSWERS[answer],
        "other": reverse(view_name, kwargs=where | {"answer": other}),
    }  # fmt: skip
    return render(request, "contribute/useful.html", context, status=status)


@public_form(no_store=True)
def useful_thanks(request, receipt):
    """Say thank you, and lead back. Shows nothing of what was written; after heavy words, who listens now."""
    pk = opened(RECEIPT, receipt)
    opinion = PageOpinion.objects.select_related("page", "service").filter(pk=pk).first()
    if opinion is None:
        raise Http404
    context = {"opinion": opinion, "title": opinion.about(), "url": url_of(opinion, request)}
    return render(request, "contribute/useful_thanks.html", context)


def url_of(opinion, request):
    """Return where one goes back to from an answer: what it was about, or the home page where that is gone."""
    if opinion.page:
        return opinion.page.get_url(request) or "/"
    if opinion.service:
        return opinion.service.get_absolute_url()
    return PLACES[opinion.place].url if opinion.place in PLACES else "/"
