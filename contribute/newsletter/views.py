"""What readers see: subscribing, confirming, changing, unsubscribing, and the archive."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.core.page_cache import keeps
from cms.intake.guard import public_form
from cms.intake.models import Sender

from .composing import compose
from .forms import ButtonForm, ChoicesForm, SubscribeForm
from .leaving import leave
from .links import BadKey, key_of, uuid_of
from .machines import subject_of
from .models import Issue, MailingList, NewsletterWords, Subscriber, Suppression
from .subscribing import ask, choose, confirm, waiting

A_PAGE = 20
ABOVE = [("Home", "/"), ("Newsletter", reverse_lazy("newsletter:subscribe"))]


@public_form(most=10, is_indexed=True)
def subscribe(request):
    """The form; then the same page for everybody, whether we know the address or not."""
    words, lists = NewsletterWords.load(request_or_site=request), list(MailingList.offered())
    form = SubscribeForm(request.POST or None, words=words, lists=lists) if lists else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        ask(given["email"], given["person"], form.chosen(), form.once, words, is_held=form.is_held())
        return redirect("newsletter:asked")
    context = {"form": form, "words": words, "lists": lists, "issues": Issue.objects.listed()[:3]}
    return render(request, "newsletter/subscribe.html", context, status=400 if form and form.errors else 200)


@public_form()
def asked(request):
    """What to do now: look for our email."""
    return render(request, "newsletter/asked.html")


def no_longer(request, why):
    """Answer for a link that does nothing (any longer): ``why`` is "expired", "used" or "unknown"."""
    return render(request, "newsletter/no_longer.html", {"why": why}, status=404 if why == "unknown" else 410)


@public_form(no_store=True)
def confirm_it(request, token):
    """What was asked for, and a button: mail scanners open links, so opening one changes nothing."""
    link, subscriber = waiting(token)
    if subscriber is None:
        return no_longer(request, "unknown")
    key = key_of(subscriber)
    if link.state != "usable":
        return no_longer(request, link.state)
    form = ButtonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not confirm(link, subscriber):
            return no_longer(request, "used")
        return render(request, "newsletter/confirmed.html", {"key": key})
    context = {"form": form, "key": key, "lists": list(subscriber.lists.all())}
    return render(request, "newsletter/confirm.html", context, status=400 if form.errors else 200)


def reader_of(key):
    """Return the confirmed or waiting Subscriber of ``key``, None for one who has left. Raises BadKey."""
    return Subscriber.objects.select_related("sender").filter(uuid=uuid_of(key)).first()


@public_form(no_store=True)
def yours(request, key):
    """A reader's choices: lists, how they are greeted, and the way out."""
    try:
        subscriber = reader_of(key)
    except BadKey:
        return no_longer(request, "unknown")
    if subscriber is None or not subscriber.confirmed_at:
        return render(request, "newsletter/left.html", {"already": True})
    lists = list(MailingList.offered(subscriber))
    form = ChoicesForm(
        request.POST or None,
        lists=lists,
        initial={
            "person": subscriber.sender.name,
            "lists": list(subscriber.subscriptions.values_list("mailing_list", flat=True)),
        },
    )
    if request.method == "POST" and form.is_valid():
        choose(subscriber, form.cleaned_data["lists"])
        Sender.objects.filter(pk=subscriber.sender_id).update(name=form.cleaned_data["person"])
        return redirect(f"{request.path}?saved=1")
    context = {
        "form": form, "key": key, "address": veiled(subscriber.sender.email),
        "is_saved": "saved" in request.GET and not form.is_bound,
    }  # fmt: skip
    return render(request, "newsletter/yours.html", context, status=400 if form.errors else 200)


def veiled(email):
    """Return an address so that its owner knows which it is, and nobody over their shoulder does: ``s…@example.org``."""
    local, _at, host = email.rpartition("@")
    return f"{local[:1]}…@{host}"


@csrf_exempt
def stop(request, key):
    """Unsubscribe. A visit shows one button; a POST does it, from our page or from a mail program (RFC 8058).

    The key is all that is asked: a mail program has no token of ours, and its provider's machines send no Origin
    and come from few addresses, so none of that is counted either.
    """
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    try:
        subscriber = reader_of(key)
    except BadKey:
        response = no_longer(request, "unknown")
    else:
        response = _stopped(request, subscriber, key)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _stopped(request, subscriber, key):
    if subscriber is None:
        return render(request, "newsletter/left.html", {"already": request.method != "POST"})
    if request.method != "POST":
        context = {"key": key, "is_reader": bool(subscriber.confirmed_at), "address": veiled(subscriber.sender.email)}
        return render(request, "newsletter/stop.html", context)
    leave(subscriber, Suppression.Reason.LEFT if subscriber.confirmed_at else Suppression.Reason.NEVER)
    return render(request, "newsletter/left.html", {"already": False})


@require_safe
@keeps(parameters=("page",))
def issues(request):
    """The archive: all issues that were sent, the newest first."""
    page_obj = Paginator(Issue.objects.listed().defer("body", "opening"), A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page_obj, "items": page_obj.object_list, "ancestors": ABOVE}
    return render(request, "newsletter/issues.html", context)


@require_safe
@keeps()
def issue(request, slug):
    """One issue as a page of the site, with what of it is still public."""
    found = get_object_or_404(Issue.objects.public(), slug=slug)
    context = {
        "issue": found,
        "letter": compose(found),
        "ancestors": [*ABOVE, ("Past issues", reverse("newsletter:issues"))],
        "subject": subject_of(found),
    }
    response = render(request, "newsletter/issue.html", context)
    if found.is_unlisted:
        response["X-Robots-Tag"] = "noindex"
    return response
