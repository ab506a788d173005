"""Behind a mailed link: the choices, and what each of them does. And who may look after an entry."""

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.intake.guard import public_form
from cms.intake.models import AccessLink

from .. import contact_requests, moved, unlisting, upkeep
from ..models import ContactRequest, Service
from ..submit_forms import SendForm
from ..upkeep_forms import CloseForm, PauseForm, PeopleForm, StrangerForm

RECEIPT_SALT = "directory.contact"
RECEIPT_LIFE = 24 * 60 * 60


def over(request, state, status=410):
    """Say that a link no longer works, and how to get a new one."""
    return render(request, "directory/add/link_over.html", {"state": state}, status=status)


def opened(token):
    """Return (link, contact, state): the UPDATE link of ``token`` with the contact behind it; both None where ``state``,
    "unknown", "used", "expired", "closed", "unlisted" or "over", says why not."""
    try:
        link = AccessLink.objects.select_related("sender").of_token(token)
    except AccessLink.DoesNotExist:
        return None, None, "unknown"
    if link.purpose != upkeep.UPDATE:
        return None, None, "unknown"
    contact = upkeep.contact_of(link)
    if contact is not None and link.state != "usable":
        return None, None, link.state
    if contact is not None and unlisting.is_unlisted(contact.service):
        return None, None, "unlisted"
    if contact is None or not contact.service.live:
        return None, None, "over"
    if not contact.service.is_listed:
        return None, None, "closed"
    return link, contact, ""


def choices(request, token, contact, form=None, status=200):
    """The page that a link opens: five things to do, the likeliest first."""
    service = contact.service
    form = form or SendForm()
    form.name = "directory-update"
    context = {
        "form": form, "service": service, "token": token, "others": service.listing_contacts.count() - 1,
        "waits": service.submissions.undecided().exists(),
    }  # fmt: skip
    return render(request, "directory/update/choices.html", context, status=status)


def done(request, token, contact, what):
    """Say what happened, and what comes next."""
    contact.service.refresh_from_db()
    return render(request, "directory/update/done.html", {"what": what, "service": contact.service, "token": token})


@public_form(most=40, no_store=True)
def pause(request, token):
    """Pause the entry, or end the pause; readers see it at once."""
    _link, contact, state = opened(token)
    if state:
        return over(request, state, 404 if state == "unknown" else 410)
    service = contact.service
    paused = service.status in {Service.Status.PAUSED, Service.Status.WAITING}
    # A notice of an open entry is no pause.
    initial = {"until": service.status_until, "message": service.status_message} if paused else {}
    form = PauseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given, opens = form.cleaned_data, request.POST.get("do") == "open"
        if opens:
            changed = upkeep.open_again(service)
        else:
            changed = upkeep.pause(service, contact, until=given["until"], message=given["message"])
        if changed:
            return done(request, token, contact, "opened" if opens else "paused")
        service.refresh_from_db()
        if not service.is_listed:
            return over(request, "closed", 410)
        paused = service.status in {Service.Status.PAUSED, Service.Status.WAITING}
        form.add_error(None, "Somebody changed this while you were here. Look at the entry, then press again.")
    context = {"form": form, "service": service, "token": token, "paused": paused, "back": link_back(token)}
    return render(request, "directory/update/pause.html", context, status=400 if form.errors else 200)


@public_form(most=40, no_store=True)
def close(request, token):
    """Close the entry: it leaves the directory at once. The email that follows has a way back."""
    _link, contact, state = opened(token)
    if state:
        return over(request, state, 404 if state == "unknown" else 410)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upkeep.close(contact.service, reason=form.cleaned_data["reason"])
        return done(request, token, contact, "closed")
    context = {"form": form, "service": contact.service, "token": token, "back": link_back(token)}
    return render(request, "directory/update/close.html", context, status=400 if form.errors else 200)


@public_form(most=20, no_store=True)
def people(request, token):
    """Ask that somebody more, somebody else, or one person fewer looks after the entry. An editor decides."""
    _link, contact, state = opened(token)
    if state:
        return over(request, state, 404 if state == "unknown" else 410)
    form = PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = {"name": given.get("name", ""), "email": given.get("email", "")}
        kept = contact_requests.ask(
            contact.service, given["kind"], person, form.once, contact=contact, note=given["note"]
        )
        return sent(kept)
    others = contact.service.listing_contacts.count() - 1
    context = {"form": form, "service": contact.service, "token": token, "others": others, "back": link_back(token)}
    return render(request, "directory/update/people.html", context, status=400 if form.errors else 200)


@public_form(most=10)
def stranger(request, slug):
    """Somebody without a link says that they look after an entry now. Says nothing of who does."""
    service = Service.objects.listed().filter(slug=slug).first()
    if service is None:
        return moved.sent_on(slug, "directory:stranger")
    form = StrangerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = {"name": given["person"], "email": given["email"], "phone": given["phone"]}
        return sent(contact_requests.ask(service, ContactRequest.Kind.ADD, person, form.once, note=given["note"]))
    back = reverse("directory:update_request", args=[service.slug])
    context = {"form": form, "service": service, "back": back}
    return render(request, "directory/update/stranger.html", context, status=400 if form.errors else 200)


def sent(kept):
    return redirect("directory:contact_sent", receipt=signing.dumps(kept.reference, salt=RECEIPT_SALT))


@public_form(no_store=True)
def contact_sent(request, receipt):
    """The reference and what happens next."""
    try:
        reference = signing.loads(receipt, salt=RECEIPT_SALT, max_age=RECEIPT_LIFE)
    except signing.BadSignature as error:
        raise Http404 from error
    return render(request, "directory/update/people_sent.html", {"reference": reference})


def link_back(token):
    return reverse("directory:update", args=[token])
