"""What somebody is in the middle of: a draft, and what it is for.

The same form serves three things: a new service, an update of a listed one, and an amendment after an
editor asked for changes. What differs is said by ``Purpose``.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from cms.intake.models import Draft
from cms.intake.typed import typed

from .. import moderation, saving, upkeep
from ..models import Service, Submission
from ..submit_forms import ORDER, STEPS

FORM = "directory-add"


@dataclass
class Purpose:
    """What a draft is for: its heading and whom it is about."""

    kind: str
    heading: str
    service: Service | None = None
    submission: Submission | None = None


def purpose_of(draft):
    """Return the Purpose of ``draft``; raises Http404 where what it was for is over."""
    if draft.link is None:
        return Purpose("new", "Add a service")
    if draft.link.purpose == moderation.UPDATE:
        service = Service.objects.listed().filter(uuid=draft.subject).first()
        if service is None or upkeep.contact_of(draft.link) is None:
            raise Http404
        return Purpose("update", f"Update {service.name}", service=service)
    submission = Submission.objects.in_workflow().filter(service__uuid=draft.subject, sender=draft.link.sender).first()
    if submission is None:
        raise Http404
    return Purpose(
        "amend", f"Change your answers: {submission.title}", service=submission.service, submission=submission
    )


def open_draft(key):
    """Return the current draft that ``key`` opens, or None: the page then says that it is gone, and what to do."""
    try:
        return Draft.objects.select_related("link__sender").of_key(FORM, key)
    except Draft.DoesNotExist:
        return None


def gone(request):
    """Say that the answers are no longer here; what was just typed is shown once more, to be copied."""
    rows = [
        {"label": LABELS[name], "value": value}
        for name, value in typed(request).pairs
        if name in LABELS and value.strip()
    ]
    return render(request, "directory/add/gone.html", {"rows": rows}, status=410)


LABELS = {
    name: field.label
    for step in STEPS.values()
    for name, field in step.base_fields.items()
    if name != "website_address"
}


def step_url(key, step):
    """The address of a step, or of the check."""
    if step == "check":
        return reverse("directory:add_check", args=[key])
    return reverse("directory:add_step", args=[key, step])


def first_missing(draft):
    """The slug of the first step without answers, or left in the middle; None where all are there."""
    return next((slug for slug in ORDER if slug not in draft.answers or saving.unfinished(draft, slug)), None)
