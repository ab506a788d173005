"""The long form of an entry: what a draft is for, and what is its own beside what every long form does.

The same form serves three things: a new service, an update of a listed one, and an amendment after an
editor asked for changes. What differs is said by ``Purpose``.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from cms.intake import long_forms, unfinished
from cms.intake.keys import hashed
from cms.intake.models import Upload
from cms.intake.purge import delete_draft

from .. import likeness, moderation, saving, upkeep
from ..models import Service, Submission
from ..submit_forms import STEPS, ContactStep
from ..summaries import summary

FORM = "directory-add"
RECEIPT_SALT = "directory.receipt"


@dataclass
class Purpose(long_forms.Purpose):
    """What a draft is for: its heading and whom it is about."""

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


def resembles_unseen(draft):
    """Whether the answers resemble entries that their writer was not asked about yet; they are marked as seen."""
    alike = {one.service.uuid.hex for one in likeness.like_answers(draft.answers)}
    seen = set(draft.answers.get(saving.SEEN, []))
    if alike <= seen:
        return False
    draft.keep(saving.SEEN, sorted(seen | alike)[:200])
    return True


class EntryForm(long_forms.LongForm):
    """The form that adds or changes a service."""

    name, tokens, prefix, folder = FORM, "directory", "directory:add", "directory/add"
    app, saved_template, receipt_salt = "directory", "directory/email/saved", RECEIPT_SALT
    steps = STEPS

    def purpose_of(self, draft):
        return purpose_of(draft)

    def summary(self, draft):
        return summary(draft.answers)

    def after_step(self, draft, key, step, request):
        """Where a step that was kept leads; by way of "is this yours?" where what it says resembles another entry."""
        to = self.on_from(draft, step, request)
        if draft.link is None and step in {"about", "contact"} and resembles_unseen(draft):
            return f"{reverse('directory:add_yours', args=[key])}?to={to}"
        return self.step_url(key, to)

    def form_of(self, step, draft, request):
        """The step's form; without the private part where we know who writes."""
        form = super().form_of(step, draft, request)
        if isinstance(form, ContactStep) and draft.link is not None:
            for name in ("your_name", "your_email", "your_phone"):
                del form.fields[name]
        return form

    def page_of(self, step, draft, key):
        page = super().page_of(step, draft, key)
        # An update begins behind a mailed link, not at the first page of "Add a service".
        return page | ({"back": None} if page["number"] == 1 and page["purpose"].kind != "new" else {})

    def where_left(self, draft, key):
        left = unfinished.left_at(draft)
        if left.get("number"):
            return reverse("directory:add_place", args=[key, left["number"]])
        return super().where_left(draft, key)

    def deliver(self, form, request, draft, key, purpose):
        try:
            return super().deliver(form, request, draft, key, purpose)
        except moderation.LinkUsed as used:
            return render(request, "directory/add/link_over.html", {"state": used.state}, status=410)

    def send(self, draft, key, purpose):
        """Hand the draft to moderation, then delete it; return the Submission."""
        upload, answers = draft.uploads.first(), saving.steps_only(draft.answers)
        started = saving.started(draft)
        if purpose.kind == "new":
            submission = moderation.submit_new(answers, key, upload=upload)
        elif purpose.kind == "update":
            submission = moderation.submit_update(
                purpose.service, answers, key, draft.link, upload=upload, started=started
            )
        else:
            submission = moderation.amend(purpose.submission, answers, draft.link, upload=upload, started=started)
        if upload:
            Upload.objects.filter(pk=upload.pk).update(draft=None)
        delete_draft(draft)
        return submission

    def sent_before(self, key):
        return Submission.objects.filter(token_hash=hashed(key)).first()
