"""The short forms: one page, then a reference. All of them are one view."""

import logging

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.core import features
from cms.core.models import SiteSettings
from cms.intake.guard import public_form
from cms.intake.purge import delete_uploads
from cms.intake.receipts import opened, seal
from home.links import link_book

from ..copies_form import CopiesForm
from ..endorse_form import EndorseForm
from ..forms import ComplaintForm, EnquiryForm, FeedbackForm
from ..kinds import KINDS
from ..models import Channel, Contribution
from ..models.channels import PREVIEWED
from ..receiving import receive, take_back_link
from ..suggest_form import SuggestForm
from ..work_form import WorkForm

logger = logging.getLogger(__name__)

RECEIPT = "contribute.sent"
NOT_SAVED = (
    "It was not saved: our database did not answer. What you typed is still here. Press the button again in a minute."
)


def channel_of(kind):
    """Return the Channel of the kind with this key. Raises Http404 where migrations have not made it."""
    found = Channel.objects.filter(kind=kind).first()
    if found is None:
        raise Http404
    return found


def privacy_url(request):
    """Return the address of the page about privacy that editors chose, '' where there is none that readers may see."""
    number = SiteSettings.load(request_or_site=request).privacy_page_id
    return link_book({"request": request}).page_url(number) if number else ""


def closed(request, channel, words=""):
    """Say that nothing is taken now, and where else people can go; ``words`` say why in place of the channel's own."""
    return render(request, "contribute/closed.html", {"channel": channel, "words": words})


def sent_to(contribution):
    """Return the answer to a form that was kept: on to the page that confirms it."""
    return redirect("contribute:sent", receipt=seal(RECEIPT, contribution.reference))


# Posts from one address in ten minutes, mistakes among them.
MOST = 20


def short_form(form_class, model, *, button, template="contribute/form.html"):
    """Return the view of the form ``form_class``, which makes one ``model``; ``button`` is what its button says."""

    def view(request):
        channel = channel_of(model.KIND)
        if not channel.is_open:
            return closed(request, channel)
        pause = model.pause(request)
        if pause is not None:
            return closed(request, channel, pause)
        initial = {"came_from": request.GET.get("from", "")}
        data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = form_class(*data, initial=initial)
        form.asks_for_proof = channel.asks_for_proof
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    return sent_to(keep(form, model))
                except ValidationError as error:
                    form.refused(error)
                except DatabaseError as error:
                    # The class only: a database's own words may repeat what somebody typed.
                    logger.error("A contribution could not be stored: %s", type(error).__name__)
                    form.add_error(None, NOT_SAVED)
                    status = 503
        context = {"form": form, "channel": channel, "button": button, "privacy_url": privacy_url(request)}
        return render(request, template, context, status=status)

    # The limit of posts is counted by it: each form has its own.
    view.__name__ = f"contribute_{model.KIND}"
    # Not kept for Back either: the device may be somebody else's next.
    guarded = public_form(most=MOST, is_indexed=True, no_store=True)(view)
    PREVIEWED[model.KIND] = lambda: {"form": form_class(), "button": button}
    return guarded


def keep(form, model):
    """Make one ``model`` of a form that is right; return it. Raises ValidationError where its file, or what it asks for, is refused."""
    files = {}
    try:
        with transaction.atomic():
            files = form.kept_files()
            kept, is_new = receive(
                model, form.once, sender=form.sender(), held=form.held_for(), **form.agreed(), **form.model_values(),
                **files,
            )  # fmt: skip
            if not is_new:
                delete_uploads(files.values())
    except Exception:
        # Their rows are gone with the transaction; the files would stay.
        for upload in files.values():
            upload.file.storage.delete(upload.file.name)
        raise
    return kept


enquiry = short_form(EnquiryForm, KINDS["enquiry"].model, button="Send your question")
hard_copies = short_form(
    CopiesForm, KINDS["hard-copies"].model, button="Ask for the copies", template="contribute/copies/form.html"
)
suggest = short_form(SuggestForm, KINDS["suggestion"].model, button="Send your suggestion")
feedback = short_form(FeedbackForm, KINDS["feedback"].model, button="Send your feedback")
work = short_form(WorkForm, KINDS["work"].model, button="Share your work")
endorse = short_form(EndorseForm, KINDS["endorsement"].model, button="Send the endorsement")
complaint = short_form(ComplaintForm, KINDS["complaint"].model, button="Send your complaint")


@public_form(is_indexed=True)
def hub(request):
    """All ways of contributing, on one page."""
    found = [(channel, KINDS.get(channel.kind)) for channel in Channel.objects.filter(is_listed=True)]
    ways = [
        {
            "channel": channel, "url": reverse(kind.url_name),
            "is_open": channel.is_open and kind.model.pause(request) is None,
        }
        for channel, kind in found
        if kind and kind.model.is_mentioned(request) and not features.is_off_at(reverse(kind.url_name))
    ]  # fmt: skip
    return render(request, "contribute/hub.html", {"ways": ways})


@public_form(no_store=True)
def sent(request, receipt):
    """The reference, what happens next and by when. Shows nothing of what was sent; after heavy words, who listens now."""
    reference = opened(RECEIPT, receipt)
    found = Contribution.objects.select_related("sender").filter(reference=reference).first()
    if found is None:
        raise Http404
    contribution = found.own
    context = {
        "reference": reference, "contribution": contribution, "channel": channel_of(contribution.kind),
        "take_back": take_back_link(contribution),
        "hears": contribution.is_answered and contribution.sender is not None,
    }  # fmt: skip
    return render(request, "contribute/sent.html", context)
