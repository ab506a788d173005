"""Beside the steps of the form: "is this yours?", a preview."""

from django.shortcuts import redirect, render

from cms.intake.guard import public_form

from .. import answers as answers_of
from .. import likeness, saving
from ..models import Service, Submission
from ..submit_forms import ORDER
from .submitting import entry_form

MOST_SHOWN = 5


@public_form(no_store=True)
def yours(request, key):
    """Ask whether an entry that is there already is theirs. Of what waits only that it waits is said."""
    draft = entry_form.open(key)
    if draft is None:
        return entry_form.gone(request)
    to = request.GET.get("to", "")
    on = entry_form.step_url(key, to if to in {*ORDER, "check"} else entry_form.first_missing(draft) or "check")
    found = likeness.like_answers(draft.answers)
    listed = [one for one in found if one.service.is_listed][:MOST_SHOWN]
    # Colleagues' drafts, imports and what was taken off wait for nobody.
    waiting = set(
        Submission.objects.undecided()
        .filter(service__in=[one.service.pk for one in found])
        .values_list("service", flat=True)
    )
    waits = any(one.service.pk in waiting for one in found if not one.service.is_listed)
    if not (listed or waits):
        return redirect(on)
    context = entry_form.frame(draft, key) | {"listed": listed, "waits": waits, "on": on}
    return render(request, "directory/add/yours.html", context)


@public_form(no_store=True)
def preview(request, key):
    """The entry as the public would see it, made of the answers and saved nowhere."""
    draft = entry_form.open(key)
    if draft is None:
        return entry_form.gone(request)
    frame = entry_form.frame(draft, key)
    purpose = frame["purpose"]
    missing = entry_form.first_missing(draft)
    if missing:
        return redirect(entry_form.step_url(key, missing))
    # Of an entry what is published: a colleague's unpublished draft is nobody's to see here.
    before = purpose.service or Service()
    if purpose.kind == "amend":
        before = before.get_latest_revision_as_object()
    service = answers_of.put(saving.steps_only(draft.answers), before, saving.started(draft))
    context = service.get_preview_context(request, "") | frame | {"upload": draft.uploads.first()}
    return render(request, "directory/add/preview.html", context)
