"""What somebody is in the middle of: a draft, and what it is for.

The same form serves three things: a new service, an update of a listed one, and an amendment after an
editor asked for changes. What differs is said by ``Purpose``.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render

from cms.intake.models import Draft

from .. import moderation
from ..models import Service, Submission
from ..submit_forms import ORDER

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
        if service is None:
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
    return render(request, "directory/add/gone.html", status=410)


def first_missing(draft):
    """The slug of the first step without answers, or None where all are there."""
    return next((slug for slug in ORDER if slug not in draft.answers), None)
