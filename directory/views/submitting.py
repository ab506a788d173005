"""The form that adds or changes a service: steps, places, check, send. What it is for is said by ``Purpose``."""

import logging

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cms.intake.files import keep_picture
from cms.intake.guard import public_form
from cms.intake.keys import hashed
from cms.intake.models import Draft, Upload
from cms.intake.purge import delete_draft, delete_uploads

from .. import moderation, saving
from ..models import Submission
from ..place_form import PlaceForm
from ..submit_forms import ORDER, STEPS, ContactStep, SendForm
from ..summaries import summary
from .drafts import FORM, first_missing, gone, open_draft, purpose_of, step_url
from .saving import resembles_unseen

logger = logging.getLogger(__name__)

RECEIPT_SALT = "directory.receipt"
RECEIPT_LIFE = 7 * 24 * 60 * 60


@public_form(is_indexed=True)
def start(request):
    """What adding a service asks for and what happens to it; the button makes a draft."""
    form = SendForm(request.POST or None)
    form.name = FORM
    if request.method == "POST" and form.is_valid():
        _draft, key = Draft.start(FORM)
        return redirect("directory:add_step", key=key, step=ORDER[0])
    return render(
        request, "directory/add/start.html", {"form": form, "steps": STEPS.values()}, status=400 if form.errors else 200
    )


def next_step(slug):
    """Where a step leads: the following one, or the check."""
    position = ORDER.index(slug) + 1
    return ORDER[position] if position < len(ORDER) else "check"


@public_form(most=200, no_store=True)
def step(request, key, step):
    """One group of questions. Back, reload and two tabs work, since the answers are kept under the key."""
    draft = open_draft(key)
    if draft is None:
        return gone(request)
    if step not in STEPS:
        raise Http404
    purpose = purpose_of(draft)
    if step == PlaceForm.slug:
        return places(request, draft, key, purpose)
    form = form_of(step, draft, request)
    status = 200
    if request.method == "POST":
        kept = form.is_valid() and keep(form, draft, request)
        if request.POST.get("then") == "later" and (kept or keep_for_later(form, draft, step)):
            saving.leave_at(draft, step)
            return redirect("directory:add_save", key=key)
        if kept:
            return redirect(after_step(draft, key, step, purpose, request))
        status = 400
    return render(
        request, "directory/add/step.html", page_of(step, draft, key, purpose) | {"form": form}, status=status
    )


def after_step(draft, key, step, purpose, request):
    """Where a step that was kept leads; by way of "is this yours?" where what it says resembles another entry."""
    to = "check" if request.POST.get("then") == "check" and first_missing(draft) is None else next_step(step)
    if purpose.kind == "new" and step in {"about", "contact"} and resembles_unseen(draft):
        return f"{reverse('directory:add_yours', args=[key])}?to={to}"
    return step_url(key, to)


def keep_for_later(form, draft, step, **more):
    """Keep what was typed though it is not right yet; return False, with an error on the form, where it is too much."""
    try:
        saving.keep_unfinished(draft, step, form, **more)
    except ValueError as error:
        form.add_error(None, str(error))
        return False
    return True


def form_of(step, draft, request):
    """The step's form, filled with what is kept; without the private part where we know who writes."""
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = draft.answers.get(step, {}) | saving.unfinished(draft, step).get("typed", {})
    form = STEPS[step](*data, initial=initial)
    if isinstance(form, ContactStep) and draft.link is not None:
        for name in ("your_name", "your_email", "your_phone"):
            del form.fields[name]
    return form


def keep(form, draft, request):
    """Store the step's answers and its photo; return False, with an error on the form, where that was refused."""
    photo = form.cleaned_data.get("photo")
    removed = bool(request.POST.get("remove_photo"))
    if form.cleaned_data.get("photo_alt") == "" and not removed and draft.uploads.exists():
        form.add_error("photo_alt", "Say what the photo shows, for people who cannot see it")
        return False
    try:
        if photo:
            upload = keep_picture(photo, draft)
            delete_uploads(draft.uploads.exclude(pk=upload.pk))
        if "photo_alt" in form.cleaned_data:
            draft.uploads.update(caption=form.cleaned_data["photo_alt"])
        if removed:
            delete_uploads(draft.uploads.all())
        saving.forget_unfinished(draft, form.slug)
        draft.keep(form.slug, form.answers())
    except ValidationError as error:
        form.add_error("photo", error)
        return False
    except ValueError as error:
        form.add_error(None, str(error))
        return False
    return True


def page_of(step, draft, key, purpose):
    """What every step's page shows beside its form."""
    number = ORDER.index(step) + 1
    back = reverse("directory:add") if number == 1 else step_url(key, ORDER[number - 2])
    return {
        "step": STEPS[step], "number": number, "total": len(ORDER), "progress": f"Page {number} of {len(ORDER)}", "key": key, "back": None if purpose.kind != "new" and number == 1 else back,
        "purpose": purpose, "upload": draft.uploads.first() if step == "safety" else None, "returning": first_missing(draft) is None, "draft": draft,
    }  # fmt: skip


# --- Places: any number, each on a page of its own ------------------------------------------------


def places(request, draft, key, purpose):
    """The places given so far, with change and remove; another one, or on to the next step."""
    kept = draft.answers.get(PlaceForm.slug, {}).get("list", [])
    if request.method == "GET" and not kept and "list" not in draft.answers.get(PlaceForm.slug, {}):
        return redirect("directory:add_place", key=key, number=1)
    form = SendForm(request.POST or None)
    form.name = FORM
    if request.method == "POST" and form.is_valid():
        remove = request.POST.get("remove", "")
        if remove.isdecimal() and 1 <= int(remove[:4]) <= len(kept):
            draft.keep(PlaceForm.slug, {"list": [place for at, place in enumerate(kept, 1) if at != int(remove[:4])]})
            return redirect("directory:add_step", key=key, step=PlaceForm.slug)
        if request.POST.get("then") == "later":
            saving.leave_at(draft, PlaceForm.slug)
            return redirect("directory:add_save", key=key)
        saving.forget_unfinished(draft, PlaceForm.slug)
        draft.keep(PlaceForm.slug, {"list": kept})
        to = (
            "check"
            if request.POST.get("then") == "check" and first_missing(draft) is None
            else next_step(PlaceForm.slug)
        )
        return redirect(step_url(key, to))
    context = page_of(PlaceForm.slug, draft, key, purpose) | {
        "form": form, "places": summary(draft.answers)["places"], "next_number": len(kept) + 1, "most": MOST_PLACES,
        "begun": saving.unfinished(draft, PlaceForm.slug).get("number"),
    }  # fmt: skip
    return render(request, "directory/add/places.html", context, status=400 if form.errors else 200)


MOST_PLACES = 30


@public_form(most=200, no_store=True)
def place(request, key, number):
    """One place with its times. "Add another time" gives one more row and keeps what was typed."""
    draft = open_draft(key)
    if draft is None:
        return gone(request)
    purpose = purpose_of(draft)
    kept = list(draft.answers.get(PlaceForm.slug, {}).get("list", []))
    if not 1 <= number <= min(len(kept) + 1, MOST_PLACES):
        raise Http404
    there = kept[number - 1] if number <= len(kept) else {}
    status = 200
    if request.method == "POST":
        rows = request.POST.get("rows", "")
        rows = int(rows[:2]) if rows.isdecimal() else 1
        form = PlaceForm(request.POST, times=rows)
        if "more" in request.POST:
            typed = {name: form.data.get(name) for name in form.fields if name != "website_address"}
            form = PlaceForm(initial=typed, times=rows + 1)
        elif "skip" in request.POST and not there:
            saving.forget_unfinished(draft, PlaceForm.slug)
            draft.keep(PlaceForm.slug, {"list": kept})
            return redirect(step_url(key, next_step(PlaceForm.slug)))
        elif form.is_valid() and keep_place(form, draft, number, kept):
            if request.POST.get("then") == "later":
                saving.leave_at(draft, PlaceForm.slug, number)
                return redirect("directory:add_save", key=key)
            return redirect("directory:add_step", key=key, step=PlaceForm.slug)
        elif request.POST.get("then") == "later" and keep_for_later(
            form, draft, PlaceForm.slug, number=number, rows=form.times
        ):
            saving.leave_at(draft, PlaceForm.slug, number)
            return redirect("directory:add_save", key=key)
        else:
            status = 400
    else:
        begun = saving.unfinished(draft, PlaceForm.slug)
        begun = begun if begun.get("number") == number else {}
        rows = begun.get("rows") or len(there.get("times", [])) or 1
        form = PlaceForm(initial=PlaceForm.initial_of(there) | begun.get("typed", {}), times=rows)
    context = page_of(PlaceForm.slug, draft, key, purpose) | {
        "form": form, "number_of_place": number, "is_new": not there, "can_skip": not kept,
        "back": step_url(key, PlaceForm.slug) if kept else step_url(key, ORDER[ORDER.index(PlaceForm.slug) - 1]),
    }  # fmt: skip
    return render(request, "directory/add/place.html", context, status=status)


def keep_place(form, draft, number, kept):
    """Store one place; return False, with an error on the form, where the draft grew too big."""
    saving.forget_unfinished(draft, PlaceForm.slug)
    try:
        draft.keep(PlaceForm.slug, {"list": [*kept[: number - 1], form.answers(), *kept[number:]]})
    except ValueError as error:
        form.add_error(None, str(error))
        return False
    return True


# --- Check, send, confirmation --------------------------------------------------------------------


@public_form(most=60, no_store=True)
def check(request, key):
    """Check your answers; the button sends them. A step that is missing is asked for first."""
    draft = open_draft(key)
    if draft is None:
        return already_sent(request, key) or gone(request)
    purpose = purpose_of(draft)
    missing = first_missing(draft)
    if missing:
        return redirect(step_url(key, missing))
    form = SendForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return sent(send(draft, key, purpose))
            except moderation.LinkUsed as used:
                return render(request, "directory/add/link_over.html", {"state": used.state}, status=410)
            except DatabaseError as error:
                # The class only: a database's own words may repeat what somebody typed.
                logger.error("A submission could not be stored: %s", type(error).__name__)
                form.add_error(
                    None,
                    "It was not saved: our database did not answer. Your answers are still here. "
                    "Press the button again in a minute.",
                )
                status = 503
            except ValidationError as error:
                form.add_error(None, error.messages)
    context = {
        "form": form,
        "key": key,
        "purpose": purpose,
        "summary": summary(draft.answers),
        "upload": draft.uploads.first(),
    }
    return render(request, "directory/add/check.html", context, status=status)


def send(draft, key, purpose):
    """Hand the draft to moderation, then delete it; return the Submission.

    The draft's key is the one-use token: the same draft sent twice, from two tabs or by a double click,
    makes one submission.
    """
    upload, answers = draft.uploads.first(), saving.steps_only(draft.answers)
    if purpose.kind == "new":
        submission = moderation.submit_new(answers, key, upload=upload)
    elif purpose.kind == "update":
        submission = moderation.submit_update(
            purpose.service, answers, key, draft.link, upload=upload, started=saving.started(draft)
        )
    else:
        submission = moderation.amend(
            purpose.submission, answers, draft.link, upload=upload, started=saving.started(draft)
        )
    if upload:
        Upload.objects.filter(pk=upload.pk).update(draft=None)
    delete_draft(draft)
    return submission


def sent(submission):
    receipt = signing.dumps(submission.reference, salt=RECEIPT_SALT)
    return redirect("directory:add_sent", receipt=receipt)


def already_sent(request, key):
    """The confirmation of a draft that was sent under this key, for the second press of the button; None otherwise."""
    found = Submission.objects.filter(token_hash=hashed(key)).first()
    return sent(found) if found else None


@public_form(no_store=True)
def confirmation(request, receipt):
    """The reference, what happens next and when. Shows nothing of what was sent."""
    try:
        reference = signing.loads(receipt, salt=RECEIPT_SALT, max_age=RECEIPT_LIFE)
    except signing.BadSignature as error:
        raise Http404 from error
    return render(request, "directory/add/sent.html", {"reference": reference})


@public_form()
def delete(request, key):
    """Delete what was typed, at the writer's wish; a GET only asks."""
    draft = open_draft(key)
    if draft is None:
        return gone(request)
    form = SendForm(request.POST or None)
    form.name = FORM
    if request.method == "POST" and form.is_valid():
        delete_draft(draft)
        return render(request, "directory/add/deleted.html")
    return render(request, "directory/add/delete.html", {"form": form, "key": key}, status=400 if form.errors else 200)


@public_form(no_store=True)
@require_POST
def leave(request, key):
    """Delete what was typed when its writer exits the page: a beacon, to which the answer is empty.

    There is no token to send with it: who has the key may open and delete the draft anyway.
    """
    draft = open_draft(key)
    if draft is not None and draft.return_hash:
        # What was saved stays for the mailed link; the address in this browser's history no longer opens it.
        draft.rekey()
    elif draft is not None:
        delete_draft(draft)
    return HttpResponse(status=204)
