"""Entries that nobody confirmed, in the editors' queue: a check by an editor first, and after 18 months to be unlisted.

Which steps there are, and when each is due, is ``currency``'s; what was done is read from ReminderSent.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from cms.core.times_said import in_words

from . import queue, unlisting
from .currency import ASKED, ASKED_AGAIN, TASK, UNLIST, UNLIST_AFTER, since_of
from .models import ReminderSent, Service


class Unconfirmed(queue.Source):
    """Listed services that stand at ``steps`` of the reminders; they have waited since the first of those was taken."""

    def __init__(self, kind, label, steps, more=""):
        self.kind, self.label, self.steps, self.more = kind, label, steps, more

    def condition(self, stage=""):
        if stage == queue.CHANGES:
            return Q(pk__in=[])
        return Q(live=True, reminder_step__in=self.steps) & ~Q(status=Service.Status.CLOSED)

    def since(self, stage=""):
        steps = ReminderSent.objects.filter(service=OuterRef("pk"), step=self.steps[0]).order_by("-since", "sent_on")
        # The first moment of that day.
        taken = ExpressionWrapper(F("sent_on") + Value(timedelta()), output_field=DateTimeField())
        waits = Service.objects.filter(self.condition(stage), pk=OuterRef("pk"))
        return waits.values(since=Coalesce(steps.annotate(taken=taken).values("taken")[:1], F("created_at")))[:1]

    def items(self, services, user):
        here = [service for service in services if service.is_listed and service.reminder_step in self.steps]
        taken = {}
        for one in ReminderSent.objects.filter(service__in=here).order_by("sent_on", "pk"):
            taken.setdefault(one.service_id, []).append(one)
        return [(service.pk, self.item(service, taken.get(service.pk, []), user)) for service in here]

    def item(self, service, taken, user):
        taken = [one for one in taken if one.since == since_of(service)]
        reached = [one.sent_on for one in taken if one.step == self.steps[0]]
        day = service.assured_at
        said = f"Last checked on {day:%-d %B %Y}" if day else "Nobody ever confirmed it"
        if any(one.step in {ASKED, ASKED_AGAIN} for one in taken):
            said += "; nobody answered our emails"
        else:
            said += "; nobody was asked by email"
        may = user.has_perm("directory.publish_service")
        press = reverse("directory_service_unlist", args=[service.pk]) if may and UNLIST in self.steps else ""
        return queue.Item(
            self.kind, self.label, queue.at_midnight(reached[0]) if reached else service.created_at, said + self.more,
            reverse("directory_service_status", args=[service.pk]) if may else "", press=press,
        )  # fmt: skip


@require_POST
def unlist(request, pk):
    """Take an entry that nobody confirmed for 18 months out of the directory (``unlisting.unlist``).

    For those who may publish services.
    """
    if not request.user.has_perm("directory.publish_service"):
        raise PermissionDenied
    service = get_object_or_404(Service, pk=pk)
    written_to, refusal = unlisting.unlist(pk, user=request.user)
    if refusal:
        messages.error(request, f"{service.name} was not unlisted: {refusal}.")
    else:
        edit = messages.button(reverse("wagtailsnippets_directory_service:edit", args=[service.pk]), "Open the entry")
        messages.success(
            request,
            f"{service.name} is unlisted: readers do not find it any more. {told(written_to)} "
            "To list it again yourself, open the entry and choose “Publish” under the small arrow at its foot.",
            buttons=[edit],
        )
    return redirect(get_valid_next_url_from_request(request) or "directory_queue:index")


def told(number):
    """Say how many people got the email with the way back."""
    if not number:
        return "There was nobody to write to about it."
    people = "The person who looks after it" if number == 1 else f"The {number} people who look after it"
    return f"{people} got an email with a link that lists it again."


queue.register(Unconfirmed("check", "Overdue check", [TASK]))
queue.register(
    Unconfirmed("unlist", f"{in_words(UNLIST_AFTER)} without a check", [UNLIST], ". Ring them, or unlist it")
)
