"""What editors do to several services at once: each names what happens, asks, and leaves an entry in each history."""

import json
from contextlib import suppress

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.careful.bin import LIFE
from cms.core.times_said import in_words
from cms.core.typed import DayField
from cms.intake.review import DecisionRefused

from . import bin as the_bin
from . import desk, moderation
from .deleting import goes_with, waits
from .models import Service
from .views.desk import AssignForm
from .views.status import seen_of

# As many as a person can look through on the page that asks.
MOST = 100


class Bounded:
    """Only what was ticked on one page, and of that only what this user may change: never a whole list unseen."""

    models = [Service]
    permission = "directory.publish_service"

    def dispatch(self, request, *args, **kwargs):
        chosen = request.GET.getlist("id")
        if "all" in chosen or len(chosen) > MOST:
            messages.error(request, f"Choose at most {MOST} services, by their boxes: you should see what changes.")
            return redirect(self.next_url)
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model, object_ids):
        wanted = [int(pk) for pk in object_ids if str(pk).isdecimal() and len(str(pk)) < 15]
        return list(Service.objects.filter(pk__in=wanted).select_related("assignment__user"))


class ServiceBulkAction(Bounded, SnippetBulkAction):
    """The shape of all of ours: a page that says what happens to which services, with a button."""

    template_name = "directory/admin/bulk_confirm.html"
    question = button = done = ""

    def check_perm(self, service):
        return self.request.user.has_perm(self.permission)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"question": self.question, "button": self.button, "action": self}

    def object_context(self, service):
        return super().object_context(service) | {"stands": status_in_words(service)}

    def get_execution_context(self):
        return {"user": self.request.user, "given": self.cleaned_form.cleaned_data}

    def get_success_message(self, number, _children):
        return self.done.format(services="1 service" if number == 1 else f"{number} services")


class CheckedToday(ServiceBulkAction):
    display_name = "Checked today"
    action_type = "checked"
    aria_label = "Say that the selected services were checked today"
    question = "Did somebody of each of these services confirm today that everything is still right?"
    button = "Yes, all of them were checked today"
    done = "{services}: checked today."
    action_priority = 10

    @classmethod
    def execute_action(cls, objects, user=None, given=None, **kwargs):
        for service in objects:
            moderation.mark_checked(service, user=user)
        return len(objects), 0


class Assign(ServiceBulkAction):
    display_name = "Assign"
    action_type = "assign"
    aria_label = "Say who looks after the selected services"
    question = "Who looks after what waits for these services?"
    button = "Save"
    done = "{services}: saved who looks after it."
    form_class = AssignForm
    permission = "directory.change_assignment"
    action_priority = 20

    def object_context(self, service):
        assignment = getattr(service, "assignment", None)
        now = f"now {desk.name_of(assignment.user)}" if assignment else "now nobody"
        return super().object_context(service) | {"stands": now}

    @classmethod
    def execute_action(cls, objects, user=None, given=None, **kwargs):
        for service in objects:
            desk.assign(service, given["to"], user=user)
        return len(objects), 0


class StatusForAllForm(forms.Form):
    status = forms.ChoiceField(
        label="Status", choices=Service.Status.choices, widget=forms.RadioSelect,
        help_text="Paused and waiting list show on the entries. A closed service is in no list, search or link any more.",
        error_messages={"required": "Choose a status"},
    )  # fmt: skip
    message = forms.CharField(
        label="Message to readers (optional)", max_length=200, required=False,
        help_text="For example: no meetings in January. On open entries it needs a last day. "
        "Empty: who has this status already keeps the message.",
    )  # fmt: skip
    until = DayField(
        label="Until (optional)", required=False,
        help_text="The last day for all of them. Then the message goes, and paused entries open again. "
        "Empty: who has this status already keeps the day.",
    )  # fmt: skip
    # What stood of each service when the page was opened: JSON, by primary key.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self):
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def clean(self):
        cleaned = super().clean()
        message, until = cleaned.get("message"), cleaned.get("until")
        if cleaned.get("status") == Service.Status.CLOSED:
            return cleaned | {"until": None}
        if cleaned.get("status") == Service.Status.OPEN and "message" not in self.errors and "until" not in self.errors:
            if message and not until:
                self.add_error("until", "Say until which day readers need this message, or leave the message empty.")
            if until and not message:
                self.add_error("message", "Say what readers should know until that day, or leave the day empty.")
        if until and until < timezone.localdate():
            self.add_error("until", "This day has passed. Choose today or later.")
        return cleaned


class ChangeStatus(ServiceBulkAction):
    """One status for several services, but not over what a colleague changed after the page was opened."""

    display_name = "Change status"
    action_type = "status"
    aria_label = "Change the status of the selected services"
    question = "Readers see the new status of all of these at once. Updates that wait for review go on waiting."
    button = "Change the status of all of them"
    done = "{services}: the status is changed."
    form_class = StatusForAllForm
    action_priority = 25
    classes = {"serious"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What was not set, by name, with what stands now; and how many had it already.
        self.skipped, self.same = [], 0

    def get_initial(self):
        services = self.get_actionable_objects()[0]
        return {"seen": json.dumps({service.pk: seen_of(service) for service in services})}

    def get_execution_context(self):
        return super().get_execution_context() | {"action": self}

    @classmethod
    def execute_action(cls, objects, user=None, given=None, action=None, **kwargs):
        changed = 0
        wanted = Service.objects.filter(pk__in=[service.pk for service in objects])
        for service in wanted.select_for_update().order_by("pk"):
            if given["seen"].get(str(service.pk)) != seen_of(service):
                action.skipped.append(f"{service.name} (now: {status_in_words(service)})")
            elif set_status_of_many(service, given, user):
                changed += 1
            else:
                action.same += 1
        return changed, 0

    def get_success_message(self, number, _children):
        return super().get_success_message(number, _children) if number else None

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.same:
            services = "1 service" if self.same == 1 else f"{self.same} services"
            messages.success(self.request, f"{services}: nothing to change.")
        if self.skipped:
            messages.warning(
                self.request,
                "Somebody changed the status of these after you opened the page, so they stay as they are: "
                f"{'; '.join(self.skipped)}. If you still want to change them, choose them again.",
            )
        return response


def set_status_of_many(service, given, user):
    """Set what was asked for all on one ``service``; what was left empty stays where the status does.

    Returns whether anything changed.
    """
    message, until = given["message"], given["until"]
    if given["status"] == service.status:
        message, until = message or service.status_message, until or service.status_until
    if (given["status"], message, until) == (service.status, service.status_message, service.status_until):
        return False
    return moderation.set_status(service, given["status"], user=user, message=message, until=until)


def status_in_words(service):
    """Return what readers see of the status of ``service``, in one line for editors."""
    words = [service.get_status_display() if service.live else "Not published"]
    if service.status_until:
        words.append(f"until {service.status_until:%-d %B %Y}")
    elif service.status_since and service.status != Service.Status.OPEN:
        words.append(f"since {service.status_since:%-d %B %Y}")
    if service.status_message:
        words.append(f"“{service.status_message}”")
    return ", ".join(words)


class DeleteServices(Bounded, DeleteBulkAction):
    """Wagtail's own, but not for what waits for a decision; and what is deleted goes to the bin."""

    template_name = "directory/admin/bulk_delete.html"

    def may_delete(self, service):
        return super().check_perm(service)

    def check_perm(self, service):
        return self.may_delete(service) and not waits(service)

    def annotate_items(self, items):
        self.goes = goes_with(items)
        return super().annotate_items(items)

    def object_context(self, service):
        more = {"stands": status_in_words(service), "goes": self.goes.get(service.pk, [])}
        return super().object_context(service) | more

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        stay = context["items_with_no_access"]
        return context | {
            "waiting": [service for service in stay if self.may_delete(service)],
            "close_url": close_url(self.request.user, self.request.GET.getlist("id"), self.next_url),
        }

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        number = 0
        for service in objects:
            # What waits since the page was opened, or was deleted by a colleague, is left out.
            with suppress(DecisionRefused):
                the_bin.put(service, user)
                number += 1
        return number, 0

    def get_execution_context(self):
        return super().get_execution_context() | {"user": self.request.user}

    def get_success_message(self, number, _children):
        services = "1 service is" if number == 1 else f"{number} services are"
        return f"{services} in the bin. Administrators can restore what is there for {in_words(LIFE)}."


def close_url(user, pks, next_url):
    """Return where ``user`` closes services instead of deleting them, '' where they may not."""
    if not user.has_perm(ChangeStatus.permission):
        return ""
    url = reverse("wagtail_bulk_action", args=["directory", "service", ChangeStatus.action_type])
    return f"{url}?{urlencode({'id': pks, 'next': next_url}, doseq=True)}"


ACTIONS = [CheckedToday, Assign, ChangeStatus, DeleteServices]
