"""Keeping an entry right by a mailed link: finding the entry, asking for the link, and opening it."""

import copy

from django.http import Http404
from django.shortcuts import redirect, render
from wagtail.models import WorkflowState

from cms.intake.guard import public_form, too_many, within_rate
from cms.intake.keys import hashed
from cms.intake.models import AccessLink, Draft

from .. import answers as answers_of
from .. import likeness, moderation, moved, saving, unlisting, upkeep
from ..models import Service
from ..submit_forms import SendForm
from ..update_forms import UpdateRequestForm
from .drafts import FORM, purpose_of
from .upkeep import choices, done, opened, over

MOST_FOUND = 20
LONGEST_NAME = 120
# Far more than somebody who looks for their own entry needs; each one compares names.
MOST_SEARCHES, SEARCHES_IN = 60, 600


@public_form(is_indexed=True)
def find(request):
    """Which entry is yours? By its name, for somebody who has no link and no address at hand."""
    name = request.GET.get("name", "").replace("\x00", "")[:LONGEST_NAME].strip()
    found = []
    if name:
        if not within_rate(request, "find-entry", most=MOST_SEARCHES, seconds=SEARCHES_IN):
            return too_many(request, SEARCHES_IN)
        words = Service.objects.listed().for_results()
        for word in name.split()[:8]:
            words = words.filter(name__icontains=word)
        found = list(words.order_by("name", "pk")[:MOST_FOUND])
        found = found or [one.service for one in likeness.alike(name, services=Service.objects.listed())]
    return render(request, "directory/update/find.html", {"name": name, "found": found})


@public_form(most=20)
def update_request(request, slug):
    """Ask for a link to keep a listed entry right. The answer is the same whether or not the address is known."""
    service = Service.objects.listed().filter(slug=slug).first()
    if service is None:
        return moved.sent_on(slug, "directory:update_request")
    form = UpdateRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upkeep.mail_update_link(service, form.cleaned_data["email"])
        return render(request, "directory/update/asked.html", {"service": service})
    return render(
        request, "directory/update/request.html", {"service": service, "form": form}, status=400 if form.errors else 200
    )


@public_form(most=40, no_store=True)
def update(request, token):
    """Open a mailed link. A GET changes nothing, since mail scanners open links; what is done is done by buttons."""
    link = AccessLink.objects.select_related("sender").filter(token_hash=hashed(token)).first()
    if link is not None and link.purpose in {moderation.AMEND, upkeep.REOPEN}:
        if link.state != "usable":
            # A way back ends by what others do, too.
            ended = link.purpose == upkeep.REOPEN and link.state == "used"
            return over(request, "over" if ended else link.state)
        return amend(request, link) if link.purpose == moderation.AMEND else reopen(request, link)
    link, contact, state = opened(token)
    if state:
        return over(request, state, 404 if state == "unknown" else 410)
    form = SendForm(request.POST or None)
    form.name = "directory-update"
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "confirm":
            upkeep.confirm(contact.service)
            return done(request, token, contact, "confirmed")
        return into_form(link)
    return choices(request, token, contact, form, status=400 if form.errors else 200)


def into_form(link):
    """Open the form with the answers as they stand, or as they were left: to the check, where each can be changed."""
    draft = Draft.objects.current().filter(link=link).first()
    if draft is None:
        purpose = purpose_of(Draft(form=FORM, link=link, subject=link.subject))
        answers = starting_answers(purpose)
        _draft, key = Draft.start(
            FORM, link=link, subject=link.subject, answers={**answers, saving.STARTED: copy.deepcopy(answers)}
        )
    else:
        key = draft.rekey()
    return redirect("directory:add_check", key=key)


def amend(request, link):
    """What an editor asked for, and the button to the form."""
    try:
        purpose = purpose_of(Draft(form=FORM, link=link, subject=link.subject))
    except Http404:
        return over(request, "over")
    state = purpose.service.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return over(request, "review")
    form = SendForm(request.POST or None)
    form.name = "directory-update"
    if request.method == "POST" and form.is_valid():
        return into_form(link)
    context = {"form": form, "purpose": purpose, "reason": last_request(purpose)}
    return render(request, "directory/update/open.html", context, status=400 if form.errors else 200)


def reopen(request, link):
    """List an entry again, by the link of the email that said it was closed, or unlisted because nobody confirmed it."""
    contact = upkeep.contact_of(link)
    was_unlisted = unlisting.unlisted(link) is not None
    if contact is None or not (was_unlisted or upkeep.closing_of(link)):
        return over(request, "over")
    form = SendForm(request.POST or None)
    form.name = "directory-update"
    if request.method == "POST" and form.is_valid():
        list_again = unlisting.list_again if was_unlisted else upkeep.take_closing_back
        if not list_again(link):
            return over(request, "over")
        return done(request, "", contact, "listed" if was_unlisted else "opened")
    context = {"form": form, "service": contact.service, "was_unlisted": was_unlisted}
    return render(request, "directory/update/reopen.html", context, status=400 if form.errors else 200)


def starting_answers(purpose):
    """What the form is filled in with: the live entry for an update, what was sent for an amendment."""
    if purpose.kind == "update":
        return answers_of.of_service(purpose.service)
    found = answers_of.of_service(purpose.service.get_latest_revision_as_object())
    found["contact"]["note"] = purpose.submission.note
    return found


def last_request(purpose):
    """What the editor asked for, where this is an amendment."""
    state = purpose.service.current_workflow_state
    return state.current_task_state.comment if state and state.current_task_state else ""
