"""Changing a listed entry, or what was sent in, by a mailed link: asking for the link, and opening it."""

from django.http import Http404
from django.shortcuts import redirect, render

from cms.intake.guard import public_form
from cms.intake.models import AccessLink, Draft

from .. import answers as answers_of
from .. import moderation
from ..models import Service
from ..submit_forms import SendForm
from ..update_forms import UpdateRequestForm
from .drafts import FORM, purpose_of


@public_form(most=20)
def update_request(request, slug):
    """Ask for a link to change a listed entry. The answer is the same whether or not the address is known."""
    service = Service.objects.listed().filter(slug=slug).first()
    if service is None:
        raise Http404
    form = UpdateRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moderation.mail_update_link(service, form.cleaned_data["email"])
        return render(request, "directory/update/asked.html", {"service": service})
    return render(
        request, "directory/update/request.html", {"service": service, "form": form}, status=400 if form.errors else 200
    )


@public_form(most=40, no_store=True)
def update(request, token):
    """Open a mailed link. A GET changes nothing, since mail scanners open links; the button opens the form."""
    try:
        link = AccessLink.objects.select_related("sender").of_token(token)
    except AccessLink.DoesNotExist:
        return render(request, "directory/add/link_over.html", {"state": "unknown"}, status=404)
    if link.purpose not in {moderation.UPDATE, moderation.AMEND}:
        raise Http404
    if link.state != "usable":
        return render(request, "directory/add/link_over.html", {"state": link.state}, status=410)
    probe = Draft(form=FORM, link=link, subject=link.subject)
    try:
        purpose = purpose_of(probe)
    except Http404:
        return render(request, "directory/add/link_over.html", {"state": "over"}, status=410)
    form = SendForm(request.POST or None)
    form.name = "directory-update"
    if request.method == "POST" and form.is_valid():
        draft = Draft.objects.current().filter(link=link).first()
        if draft is None:
            _draft, key = Draft.start(FORM, link=link, subject=link.subject, answers=starting_answers(purpose))
        else:
            key = draft.rekey()
        return redirect("directory:add_check", key=key)
    context = {"form": form, "purpose": purpose, "reason": last_request(purpose)}
    return render(request, "directory/update/open.html", context, status=400 if form.errors else 200)


def starting_answers(purpose):
    """What the form is filled in with: the live entry for an update, what was sent for an amendment."""
    if purpose.kind == "update":
        return answers_of.of_service(purpose.service)
    found = answers_of.of_service(purpose.service.get_latest_revision_as_object())
    found["contact"]["note"] = purpose.submission.note
    return found


def last_request(purpose):
    """What the editor asked for, where this is an amendment."""
    if purpose.kind != "amend":
        return ""
    state = purpose.service.current_workflow_state
    return state.current_task_state.comment if state and state.current_task_state else ""
