"""What editors do to several services at once: each names what happens, asks, and leaves an entry in each history."""

from django import forms
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from . import desk, moderation
from .models import Service
from .views.desk import AssignForm
from .viewsets import is_under_public_review

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
        return list(Service.objects.filter(pk__in=wanted).select_related("assignment"))


class ServiceBulkAction(Bounded, SnippetBulkAction):
    """The shape of all of ours: a page that says what happens to which services, with a button."""

    template_name = "directory/admin/bulk_confirm.html"
    question = button = done = ""

    def check_perm(self, service):
        return self.request.user.has_perm(self.permission)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"question": self.question, "button": self.button, "action": self}

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
        help_text="The same on all of them. For example: no meetings in January.",
    )  # fmt: skip


class ChangeStatus(ServiceBulkAction):
    display_name = "Change status"
    action_type = "status"
    aria_label = "Change the status of the selected services"
    question = "Readers see the new status of all of these at once. Updates that wait for review go on waiting."
    button = "Change the status of all of them"
    done = "{services}: the status is changed."
    form_class = StatusForAllForm
    action_priority = 25
    classes = {"serious"}

    @classmethod
    def execute_action(cls, objects, user=None, given=None, **kwargs):
        status = given["status"]
        message = "" if status == Service.Status.OPEN else given["message"]
        for service in objects:
            moderation.set_status(service, status, user=user, message=message)
        return len(objects), 0


class DeleteServices(Bounded, DeleteBulkAction):
    """Wagtail's own, but not for what waits for a decision; what was deleted stays in the site's history."""

    def check_perm(self, service):
        return super().check_perm(service) and not waits(service)

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        for service in objects:
            log(instance=service, action="wagtail.delete", user=user, deleted=True)
            service.delete()
        return len(objects), 0

    def get_execution_context(self):
        return super().get_execution_context() | {"user": self.request.user}


def waits(service):
    """Whether somebody waits for a decision about ``service``: it is not deleted then."""
    return (
        is_under_public_review(service)
        or service.reports.undecided().exists()
        or service.contact_requests.undecided().exists()
    )


ACTIONS = [CheckedToday, Assign, ChangeStatus, DeleteServices]
