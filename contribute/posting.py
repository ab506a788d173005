"""Printed copies from the shelf into the post."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.intake.mail import send_template
from cms.intake.models import ReasonTemplate
from cms.intake.review_forms import AnswerForm

from . import acts, desk
from .models import Contribution, CopyItem, CopyRequest
from .receiving import take_back_link


class NotOnTheShelf(desk.DecisionRefused):
    """The shelf holds less than what is to be posted, as far as it was counted."""

    def __init__(self, items):
        names = ", ".join(f"{item.stock} of “{item}”" for item in items)
        self.message = (
            f"By our count the shelf holds only {names}, so nothing was changed. "
            "If there are more, change the number under Public forms, Printed copies. Then press again."
        )
        super().__init__(self.message)


class AlreadyPosted(desk.DecisionRefused):
    message = "A colleague has posted this, or ended it, in the meantime. Nothing was changed."


@transaction.atomic
def post(request, *, user, seen=""):
    """Take what was asked for off the shelf, end the request and tell its sender; return it.

    Raises SomebodyWasFirst, AlreadyPosted and NotOnTheShelf; then nothing is changed.
    """
    row = desk.claim(request, seen)
    if row.posted_on or row.is_over:
        raise AlreadyPosted
    lines = list(row.lines.exclude(item=None))
    items = CopyItem.objects.lock([line.item_id for line in lines])
    missing = []
    for line in lines:
        item = items[line.item_id]
        if item.stock is None:
            continue
        if line.quantity > item.stock:
            missing.append(item)
            continue
        item.stock -= line.quantity
        item.save(update_fields=["stock"])
    if missing:
        raise NotOnTheShelf(missing)
    desk.move(row, Contribution.Status.DONE, posted_on=timezone.localdate(), assigned_to=row.assigned_to or user)
    log(instance=row, action="contribute.posted", user=user)
    if row.sender and row.sender.email:
        send_template(
            f"contribute:{row.pk}:posted", "contribute/email/posted", row.sender.email,
            {"reference": row.reference, "take_back": take_back_link(row)},
        )  # fmt: skip
    return row


class CannotSendForm(AnswerForm):
    decision = ReasonTemplate.For.ANSWER
    label = "Why, in words for them"
    hint = "They read this in an email. Say what they can do next, such as where to read it on the site."
    needed = "Say why in a sentence or two: a person reads this."


class NobodyToTellForm(forms.Form):
    why = forms.CharField(
        label="Why, for colleagues", max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="For example: the address is not complete, and they left no other.",
        error_messages={"required": "Say why in a few words"},
    )  # fmt: skip


def posted(request, form, *, user, seen):
    post(request, user=user, seen=seen)
    return "It is posted, and taken off the shelf."


def cannot_send(request, form, *, user, seen):
    desk.reply(request, form.cleaned_data["comment"], user=user, seen=seen)
    return "They are told that we cannot send it. The copies are free for others."


@transaction.atomic
def end_quietly(request, form, *, user, seen):
    desk.set_status(request, Contribution.Status.DONE, user=user, seen=seen)
    desk.write_note(request, form.cleaned_data["why"], user=user)
    return "It is ended. The copies are free for others."


def _waits(request, user):
    return not request.is_over and not request.posted_on and user.has_perm("contribute.change_copyrequest")


def _has_address(request):
    return bool(request.sender and request.sender.email)


acts.register(
    CopyRequest.KIND,
    acts.Act(
        "posted", "It is posted", "Press this when it is in the post. It is taken off the shelf. If they left an email, they are told.",
        forms.Form, posted, _waits,
    ),
    acts.Act(
        "cannot-send", "Cannot send", "", CannotSendForm, cannot_send,
        lambda request, user: _waits(request, user) and _has_address(request),
    ),
    acts.Act(
        "end", "Cannot send", "They left no email address, so nobody can be told from here.", NobodyToTellForm, end_quietly,
        lambda request, user: _waits(request, user) and not _has_address(request),
    ),
)  # fmt: skip
