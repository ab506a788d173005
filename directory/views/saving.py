"""Beside the steps of the form: save and come back, "is this yours?", a preview."""

from django.shortcuts import redirect, render
from django.urls import reverse

from cms.intake.guard import public_form
from cms.intake.models import Draft

from .. import answers as answers_of
from .. import likeness, saving
from ..models import Service, Submission
from ..submit_forms import ORDER, SendForm
from ..update_forms import SaveForm
from .drafts import FORM, first_missing, gone, open_draft, purpose_of, step_url

MOST_SHOWN = 5


@public_form(most=20, no_store=True)
def save(request, key):
    """Mail a link with which to go on later. The answer is the same whether or not a mail goes out."""
    draft = open_draft(key)
    if draft is None:
        return gone(request)
    form = SaveForm(request.POST or None, initial={"email": saving.known_address(draft)})
    if draft.link is not None:
        del form.fields["email"]
    context = {"form": form, "key": key, "purpose": purpose_of(draft), "on": where_left(draft, key)}
    if request.method == "POST" and form.is_valid():
        saving.mail_return_link(draft, form.cleaned_data.get("email", ""))
        return render(request, "directory/add/saved.html", context | {"draft": draft})
    return render(request, "directory/add/save.html", context, status=400 if form.errors else 200)


def where_left(draft, key):
    """The address of the page on which its writer left; else the first one without answers, or the check."""
    left = draft.answers.get(saving.LEFT, {})
    if left.get("number"):
        return reverse("directory:add_place", args=[key, left["number"]])
    return step_url(key, left.get("step") or first_missing(draft) or "check")


@public_form(most=40, no_store=True)
def come_back(request, token):
    """Open a saved form by the mailed link. A GET changes nothing; the button gives the form a fresh address."""
    try:
        draft = Draft.objects.select_related("link__sender").of_return(FORM, token)
    except Draft.DoesNotExist:
        return render(request, "directory/add/link_over.html", {"state": "saved"}, status=410)
    form = SendForm(request.POST or None)
    form.name = "directory-return"
    if request.method == "POST" and form.is_valid():
        return redirect(where_left(draft, draft.rekey()))
    return render(
        request, "directory/add/return.html", {"form": form, "draft": draft}, status=400 if form.errors else 200
    )


def resembles_unseen(draft):
    """Whether the answers resemble entries that their writer was not asked about yet; they are marked as seen."""
    alike = {one.service.uuid.hex for one in likeness.like_answers(draft.answers)}
    seen = set(draft.answers.get(saving.SEEN, []))
    if alike <= seen:
        return False
    draft.keep(saving.SEEN, sorted(seen | alike)[:200])
    return True


@public_form(no_store=True)
def yours(request, key):
    """Ask whether an entry that is there already is theirs. Of what waits only that it waits is said."""
    draft = open_draft(key)
    if draft is None:
        return gone(request)
    to = request.GET.get("to", "")
    on = step_url(key, to if to in {*ORDER, "check"} else first_missing(draft) or "check")
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
    context = {"listed": listed, "waits": waits, "on": on, "key": key, "purpose": purpose_of(draft)}
    return render(request, "directory/add/yours.html", context)


@public_form(no_store=True)
def preview(request, key):
    """The entry as the public would see it, made of the answers and saved nowhere."""
    draft = open_draft(key)
    if draft is None:
        return gone(request)
    purpose = purpose_of(draft)
    missing = first_missing(draft)
    if missing:
        return redirect(step_url(key, missing))
    # Of an entry what is published: a colleague's unpublished draft is nobody's to see here.
    before = purpose.service or Service()
    if purpose.kind == "amend":
        before = before.get_latest_revision_as_object()
    service = answers_of.put(saving.steps_only(draft.answers), before, saving.started(draft))
    context = service.get_preview_context(request, "") | {
        "key": key,
        "purpose": purpose,
        "upload": draft.uploads.first(),
    }
    return render(request, "directory/add/preview.html", context)
