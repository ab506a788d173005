"""Long forms: a question or a group of them a page, kept under a key, without a cookie or an account.

Back, reload and two tabs work, since the answers lie in a ``Draft`` that the key in the address opens. ``LongForm`` is what
all such forms share; an app makes one of its own and says what differs.
"""

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from . import coming_back, unfinished
from .files import keep_picture
from .forms import PublicForm
from .guard import public_form
from .models import Draft
from .purge import delete_draft, delete_uploads
from .receipts import loaded
from .typed import typed

logger = logging.getLogger(__name__)

RECEIPT_LIFE, AGAIN = 7 * 24 * 60 * 60, timedelta(minutes=10)


class StepForm(PublicForm):
    """One step. ``title`` is the question at its head; ``lead`` one line below it; ``why`` says why it is asked."""

    slug = title = lead = why = ""
    # Templates are given the class, for its words; they would otherwise make a form of it for each of them.
    do_not_call_in_templates = True

    def subject(self):
        return self.title


@dataclass
class Purpose:
    """What a draft is for: its kind ("new" where nothing was there before) and the heading of its pages."""

    kind: str
    heading: str


class Addresses:
    """The addresses of a form's pages for one key, by their names, for templates: ``at.delete``."""

    def __init__(self, form, key):
        self.form, self.key = form, key

    def __getattr__(self, name):
        if name not in {"check", "delete", "leave", "save"}:
            raise AttributeError(name)
        return reverse(f"{self.form.prefix}_{name}", args=[self.key])

    @property
    def start(self):
        return reverse(self.form.prefix)


class LongForm(ABC):
    """One long form. Subclasses set the names below, and override what they do otherwise.

    ``name`` is of its drafts and of the tokens of its first page; ``tokens`` begins those of its buttons; ``prefix`` is the
    name of its first address, which begins the names of the others; ``folder`` holds its templates (what is not there
    is taken from ``intake/long``); ``steps`` are its forms by slug, ``sends`` how often somebody may press in ten minutes; ``app`` and ``saved_template`` are of the mailed link.
    """

    name = tokens = prefix = folder = app = saved_template = receipt_salt = ""
    steps, sends = {}, 60
    # The step and the field with the writer's own address, which is offered where they save to come back.
    address_at = ("contact", "your_email")
    not_stored = "It was not saved: our database did not answer. Your answers are still here. Press the button again in a minute."

    # --- What apps override -----------------------------------------------------------------------

    @abstractmethod
    def purpose_of(self, draft):
        """Return the Purpose of ``draft``; raises Http404 where what it was for is over."""

    @abstractmethod
    def send(self, draft, key, purpose):
        """Take what is in ``draft`` and delete the draft; return what is shown of it (with ``reference``).

        The draft's key is the one-use token: the same draft sent twice, from two tabs or by a double click, is one.
        """

    @abstractmethod
    def sent_before(self, key):
        """Return what was sent under ``key`` already, for the second press of the button; None otherwise."""

    @abstractmethod
    def summary(self, draft):
        """Return the answers in words, for *Check your answers*."""

    def order(self, draft):
        """Return the slugs of the steps that ``draft`` goes through."""
        return list(self.steps)

    def start_context(self):
        """Return what the first page shows beside its button."""
        return {"steps": self.steps.values()}

    def progress(self, number, total):
        return f"Page {number} of {total}"

    def deliver(self, form, request, draft, key, purpose):
        """Send, and answer with where that leads. ``form`` is the button that was pressed."""
        return self.sent(self.send(draft, key, purpose))

    def sent(self, thing):
        receipt = signing.dumps(thing.reference, salt=self.receipt_salt)
        return redirect(f"{self.prefix}_sent", receipt=receipt)

    # --- What they share --------------------------------------------------------------------------

    def addresses(self, beginning, *more):
        """Return the paths of the form's pages below ``beginning``; ``more`` of its own come before the steps'."""

        def page(rest, name, view, **guard):
            guarded = public_form(counted_as=f"{self.name}:{view.__name__}", **guard)(view)
            return path(f"{beginning}{rest}", guarded, name=name)

        prefix = self.prefix.rpartition(":")[2]
        return [
            page("", prefix, self.start, is_indexed=True),
            page("sent/<str:receipt>/", f"{prefix}_sent", self.confirmation, no_store=True),
            page("<str:key>/check/", f"{prefix}_check", self.check, most=self.sends, no_store=True),
            page("<str:key>/delete/", f"{prefix}_delete", self.delete),
            page("<str:key>/leave/", f"{prefix}_leave", require_POST(self.leave), no_store=True),
            page("<str:key>/save/", f"{prefix}_save", self.save, most=20, no_store=True),
            page("<str:token>/return/", f"{prefix}_return", self.come_back, most=40, no_store=True),
            *more,
            page("<str:key>/<slug:step>/", f"{prefix}_step", self.step, most=200, no_store=True),
        ]

    def open(self, key):
        """Return the current draft that ``key`` opens, or None: the page then says that it is gone, and what to do."""
        try:
            return Draft.objects.select_related("link__sender").of_key(self.name, key)
        except Draft.DoesNotExist:
            return None

    def page(self, request, template, context, status=200):
        """Answer with the form's own ``template``, or with the one that all forms share."""
        return render(request, [f"{self.folder}/{template}", f"intake/long/{template}"], context, status=status)

    def frame(self, draft, key):
        """What every page under a key shows: its addresses, what it is for, the draft."""
        return {"key": key, "at": Addresses(self, key), "purpose": self.purpose_of(draft), "draft": draft}

    def button(self, request, what):
        """A form that is a button only; ``what`` it does is in its token's name."""
        form = PublicForm(request.POST or None)
        form.name = f"{self.tokens}-{what}"
        return form

    def step_url(self, key, step):
        """The address of a step, or of the check."""
        if step == "check":
            return reverse(f"{self.prefix}_check", args=[key])
        return reverse(f"{self.prefix}_step", args=[key, step])

    def next_step(self, draft, slug):
        """Where a step leads: the following one, or the check."""
        order = self.order(draft)
        position = order.index(slug) + 1
        return order[position] if position < len(order) else "check"

    def first_missing(self, draft):
        """The slug of the first step without answers, or left in the middle; None where all are there."""
        return next(
            (slug for slug in self.order(draft) if slug not in draft.answers or unfinished.unfinished(draft, slug)),
            None,
        )

    def where_left(self, draft, key):
        """The address of the page on which its writer left; else the first one without answers, or the check."""
        left = unfinished.left_at(draft).get("step")
        return self.step_url(key, (left in self.order(draft) and left) or self.first_missing(draft) or "check")

    def labels(self):
        """The labels of all questions by the names of their fields."""
        return {
            name: field.label
            for step in self.steps.values()
            for name, field in step.base_fields.items()
            if name != "website_address"
        }

    def gone(self, request):
        """Say that the answers are no longer here; what was just typed is shown once more, to be copied."""
        labels = self.labels()
        rows = [
            {"label": labels[name], "value": value}
            for name, value in typed(request).pairs
            if name in labels and value.strip()
        ]
        return self.page(request, "gone.html", {"rows": rows, "start": reverse(self.prefix)}, status=410)

    # --- Views ------------------------------------------------------------------------------------

    def start(self, request):
        """What the form asks for and what happens to it; the button makes a draft."""
        form = PublicForm(request.POST or None)
        form.name = self.name
        if request.method == "POST" and form.is_valid():
            draft, key = Draft.start(self.name)
            return redirect(self.step_url(key, self.order(draft)[0]))
        context = self.start_context() | {"form": form}
        return self.page(request, "start.html", context, status=400 if form.errors else 200)

    def step(self, request, key, step):
        """One group of questions. Back, reload and two tabs work, since the answers are kept under the key."""
        draft = self.open(key)
        if draft is None:
            return self.gone(request)
        if step not in self.order(draft):
            raise Http404
        return self.answer_step(request, draft, key, step)

    def answer_step(self, request, draft, key, step):
        form = self.form_of(step, draft, request)
        status = 200
        if request.method == "POST":
            kept = form.is_valid() and self.keep(form, draft, request)
            if request.POST.get("then") == "later" and (kept or self.keep_for_later(form, draft, step)):
                unfinished.leave_at(draft, step)
                return redirect(f"{self.prefix}_save", key=key)
            if kept:
                return redirect(self.after_step(draft, key, step, request))
            status = 400
        return self.page(request, "step.html", self.page_of(step, draft, key) | {"form": form}, status=status)

    def after_step(self, draft, key, step, request):
        """Where a step that was kept leads."""
        return self.step_url(key, self.on_from(draft, step, request))

    def on_from(self, draft, step, request):
        """The slug of what follows a step: the check where its writer came from there, and nothing is missing."""
        if request.POST.get("then") == "check" and self.first_missing(draft) is None:
            return "check"
        return self.next_step(draft, step)

    def form_of(self, step, draft, request):
        """The step's form, filled with what is kept."""
        data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        initial = draft.answers.get(step, {}) | unfinished.unfinished(draft, step).get("typed", {})
        return self.steps[step](*data, initial=initial)

    def keep_for_later(self, form, draft, step, **more):
        """Keep what was typed though it is not right yet; return False, with an error on the form, where it is too much."""
        try:
            unfinished.keep_unfinished(draft, step, form, **more)
        except ValueError as error:
            form.add_error(None, str(error))
            return False
        return True

    def keep(self, form, draft, request):
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
            unfinished.forget_unfinished(draft, form.slug)
            draft.keep(form.slug, form.answers())
        except ValidationError as error:
            form.add_error("photo", error)
            return False
        except ValueError as error:
            form.add_error(None, str(error))
            return False
        return True

    def page_of(self, step, draft, key):
        """What every step's page shows beside its form."""
        order = self.order(draft)
        number = order.index(step) + 1
        return self.frame(draft, key) | {
            "step": self.steps[step], "number": number, "total": len(order),
            "progress": self.progress(number, len(order)),
            "back": reverse(self.prefix) if number == 1 else self.step_url(key, order[number - 2]),
            "upload": draft.uploads.first() if "photo" in self.steps[step].base_fields else None,
            "returning": self.first_missing(draft) is None,
        }  # fmt: skip

    def check(self, request, key):
        """Check your answers; the button sends them. A step that is missing is asked for first."""
        draft = self.open(key)
        if draft is None:
            # Only a press that came twice: this page's address, in a browser's history, does not open it for ever.
            found = self.sent_before(key) if request.method == "POST" else None
            return self.sent(found) if found and found.received_at > timezone.now() - AGAIN else self.gone(request)
        frame = self.frame(draft, key)
        missing = self.first_missing(draft)
        if missing:
            return redirect(self.step_url(key, missing))
        form = self.button(request, "send")
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    return self.deliver(form, request, draft, key, frame["purpose"])
                except DatabaseError as error:
                    # The class only: a database's own words may repeat what somebody typed.
                    logger.error("What was sent could not be stored: %s", type(error).__name__)
                    form.add_error(None, self.not_stored)
                    status = 503
                except ValidationError as error:
                    form.add_error(None, error.messages)
        context = frame | {"form": form, "summary": self.summary(draft), "upload": draft.uploads.first()}
        return self.page(request, "check.html", context, status=status)

    def confirmation(self, request, receipt):
        """The reference, what happens next and when. Shows nothing of what was sent."""
        reference = loaded(receipt, salt=self.receipt_salt, life=RECEIPT_LIFE)
        return self.page(request, "sent.html", {"reference": reference})

    def delete(self, request, key):
        """Delete what was typed, at the writer's wish; a GET only asks."""
        draft = self.open(key)
        if draft is None:
            return self.gone(request)
        form = PublicForm(request.POST or None)
        form.name = self.name
        if request.method == "POST" and form.is_valid():
            delete_draft(draft)
            return self.page(request, "deleted.html", {})
        context = {"form": form, "key": key, "at": Addresses(self, key), "draft": draft}
        return self.page(request, "delete.html", context, status=400 if form.errors else 200)

    def leave(self, request, key):
        """Delete what was typed when its writer exits the page: a beacon, to which the answer is empty.

        There is no token to send with it: who has the key may open and delete the draft anyway.
        """
        draft = self.open(key)
        if draft is not None and draft.return_hash:
            # What was saved stays for the mailed link; the address in this browser's history no longer opens it.
            draft.rekey()
        elif draft is not None:
            delete_draft(draft)
        return HttpResponse(status=204)

    def save(self, request, key):
        """Mail a link with which to go on later. The answer is the same whether or not a mail goes out."""
        draft = self.open(key)
        if draft is None:
            return self.gone(request)
        form = coming_back.SaveForm(request.POST or None, initial={"email": self.known_address(draft)})
        form.name = f"{self.tokens}-save"
        if draft.link is not None:
            del form.fields["email"]
        context = self.frame(draft, key) | {"form": form, "on": self.where_left(draft, key)}
        if request.method == "POST" and form.is_valid():
            coming_back.mail_return_link(
                draft, form.cleaned_data.get("email", ""), app=self.app, template=self.saved_template,
                address=lambda token: reverse(f"{self.prefix}_return", args=[token]),
            )  # fmt: skip
            return self.page(request, "saved.html", context)
        return self.page(request, "save.html", context, status=400 if form.errors else 200)

    def known_address(self, draft):
        """The address that its writer gave in the form, or saved to before; '' where there is none."""
        step, name = self.address_at
        answers = draft.answers.get(step, {}) | unfinished.unfinished(draft, step).get("typed", {})
        return coming_back.saved_address(draft) or answers.get(name) or ""

    def come_back(self, request, token):
        """Open a saved form by the mailed link. A GET changes nothing; the button gives the form a fresh address."""
        try:
            draft = Draft.objects.select_related("link__sender").of_return(self.name, token)
        except Draft.DoesNotExist:
            return self.page(request, "link_over.html", {"state": "saved", "start": reverse(self.prefix)}, status=410)
        form = self.button(request, "return")
        if request.method == "POST" and form.is_valid():
            return redirect(self.where_left(draft, draft.rekey()))
        return self.page(request, "return.html", {"form": form, "draft": draft}, status=400 if form.errors else 200)
