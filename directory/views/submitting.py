"""The form that adds or changes a service. Its places: any number, each on a page of its own."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.intake.guard import public_form
from cms.intake.unfinished import forget_unfinished, leave_at, unfinished

from ..place_form import PlaceForm
from ..submit_forms import ORDER
from ..summaries import summary
from .drafts import RECEIPT_SALT, EntryForm

__all__ = ["RECEIPT_SALT", "entry_form", "place"]

MOST_PLACES = 30


class FormWithPlaces(EntryForm):
    """The form, one of whose steps is a list with pages of its own."""

    def answer_step(self, request, draft, key, step):
        if step == PlaceForm.slug:
            return places(request, draft, key)
        return super().answer_step(request, draft, key, step)


entry_form = FormWithPlaces()


def places(request, draft, key):
    """The places given so far, with change and remove; another one, or on to the next step."""
    page = entry_form.page_of(PlaceForm.slug, draft, key)
    kept = draft.answers.get(PlaceForm.slug, {}).get("list", [])
    if request.method == "GET" and not kept and "list" not in draft.answers.get(PlaceForm.slug, {}):
        return redirect("directory:add_place", key=key, number=1)
    form = entry_form.button(request, "add")
    if request.method == "POST" and form.is_valid():
        remove = request.POST.get("remove", "")
        if remove.isdecimal() and 1 <= int(remove[:4]) <= len(kept):
            draft.keep(PlaceForm.slug, {"list": [place for at, place in enumerate(kept, 1) if at != int(remove[:4])]})
            return redirect("directory:add_step", key=key, step=PlaceForm.slug)
        if request.POST.get("then") == "later":
            leave_at(draft, PlaceForm.slug)
            return redirect("directory:add_save", key=key)
        forget_unfinished(draft, PlaceForm.slug)
        draft.keep(PlaceForm.slug, {"list": kept})
        return redirect(entry_form.step_url(key, entry_form.on_from(draft, PlaceForm.slug, request)))
    context = page | {
        "form": form, "places": summary(draft.answers)["places"], "next_number": len(kept) + 1, "most": MOST_PLACES,
        "begun": unfinished(draft, PlaceForm.slug).get("number"),
    }  # fmt: skip
    return render(request, "directory/add/places.html", context, status=400 if form.errors else 200)


@public_form(most=200, no_store=True)
def place(request, key, number):
    """One place with its times. "Add another time" gives one more row and keeps what was typed."""
    draft = entry_form.open(key)
    if draft is None:
        return entry_form.gone(request)
    page = entry_form.page_of(PlaceForm.slug, draft, key)
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
            forget_unfinished(draft, PlaceForm.slug)
            draft.keep(PlaceForm.slug, {"list": kept})
            return redirect(entry_form.step_url(key, entry_form.next_step(draft, PlaceForm.slug)))
        elif form.is_valid() and keep_place(form, draft, number, kept):
            if request.POST.get("then") == "later":
                leave_at(draft, PlaceForm.slug, number)
                return redirect("directory:add_save", key=key)
            return redirect("directory:add_step", key=key, step=PlaceForm.slug)
        elif request.POST.get("then") == "later" and entry_form.keep_for_later(
            form, draft, PlaceForm.slug, number=number, rows=form.times
        ):
            leave_at(draft, PlaceForm.slug, number)
            return redirect("directory:add_save", key=key)
        else:
            status = 400
    else:
        begun = unfinished(draft, PlaceForm.slug)
        begun = begun if begun.get("number") == number else {}
        rows = begun.get("rows") or len(there.get("times", [])) or 1
        form = PlaceForm(initial=PlaceForm.initial_of(there) | begun.get("typed", {}), times=rows)
    before = PlaceForm.slug if kept else ORDER[ORDER.index(PlaceForm.slug) - 1]
    context = page | {
        "form": form, "number_of_place": number, "is_new": not there, "can_skip": not kept,
        "back": reverse("directory:add_step", args=[key, before]),
    }  # fmt: skip
    return render(request, "directory/add/place.html", context, status=status)


def keep_place(form, draft, number, kept):
    """Store one place; return False, with an error on the form, where the draft grew too big."""
    forget_unfinished(draft, PlaceForm.slug)
    try:
        draft.keep(PlaceForm.slug, {"list": [*kept[: number - 1], form.answers(), *kept[number:]]})
    except ValueError as error:
        form.add_error(None, str(error))
        return False
    return True
