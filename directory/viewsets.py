"""The editors' screens for services and organisations."""

import json

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.models import WorkflowState
from wagtail.snippets.views import chooser
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.careful.versions import RememberedViewSet, VersionsViewSet
from cms.core.columns import DayColumn
from cms.core.vocabulary import TaxonomyViewSet
from cms.desk.listings import FindsFirst
from cms.intake.around import why_not_cancelled
from cms.intake.checklist import KnowsWhatIsAbsent
from cms.intake.choosers import PrivateChooserViewSet
from cms.intake.models import ReasonTemplate
from cms.intake.review import DecisionRefused, is_public_submission

from . import bin as the_bin
from .deleting import goes_with
from .export_views import ServiceIndexView
from .list_columns import (
    ORGANISATION_COLUMNS,
    SERVICE_COLUMNS,
    OrganisationFilterSet,
    ServiceFilterSet,
    with_numbers,
)
from .models import NotListed, Organisation, Service
from .views.queue import QueueViewSet

# What would go round the review while a public submission is in it.
AROUND_THE_REVIEW = {"publish", "submit", "cancel-workflow", "restart-workflow"}

# What an editor reads after a decision.
DECIDED = {
    "approve": "“{name}” is published. Whoever sent it in is told by email.",
    "reject": "“{name}” went back for changes. Whoever sent it in is told by email.",
    "decline": "“{name}” is declined and not published. Whoever sent it in is told by email.",
}


def is_under_public_review(service):
    """Whether a version that the public sent waits for a decision on ``service``, or for changes by its sender."""
    return bool(service and service.pk and service.current_workflow_state and is_public_submission(service))


def around_the_review(service, user):
    """Return the actions by which ``user`` would go round the review of ``service``: a set of names.

    What was sent back may be taken up again without its sender's changes; what is in no review only waits for one.
    """
    if not (service and service.pk):
        return set()
    state = service.current_workflow_state
    if not is_public_submission(service):
        # A colleague's own: it is approved there, or taken out of its review first, by who asked for it.
        if state is None:
            return set()
        return {"publish"} | ({"cancel-workflow", "restart-workflow"} if why_not_cancelled(service, user) else set())
    if state is None:
        return {"publish"}
    return AROUND_THE_REVIEW - {"submit"} if state.status == WorkflowState.STATUS_NEEDS_CHANGES else AROUND_THE_REVIEW


class ServiceEditView(views.EditView):
    """Wagtail's edit view, with the guards of a review: no way round it, one decision, on what was seen."""

    def get_available_actions(self):
        around = around_the_review(self.object, self.request.user)
        return [action for action in super().get_available_actions() if action not in around]

    def is_valid(self, form):
        if (
            self.action == "workflow-action"
            and self.is_out_of_date
            and self.latest_revision.user_id != self.request.user.pk
        ):
            self.produced_error_code = "newer_version"
            self.produced_error_message = (
                "Somebody else changed this after you opened it. Nothing was decided. "
                "This is the newest version: look at it, then decide."
            )
            return False
        return super().is_valid(form)

    def form_invalid(self, form):
        if self.action == "workflow-action" and getattr(self, "produced_error_code", "") == "newer_version":
            # Shown again, the old words would be saved by themselves over the newer version: begin from that one.
            messages.error(self.request, self.produced_error_message)
            return redirect(self.get_edit_url())
        return super().form_invalid(form)

    def workflow_action_action(self):
        try:
            details = json.loads(self.request.POST.get("workflow-action-extra-data", "{}"))
        except ValueError as error:
            raise SuspiciousOperation("The decision’s details could not be read.") from error
        if not isinstance(details, dict):
            raise SuspiciousOperation("The decision’s details could not be read.")
        return super().workflow_action_action()

    def form_valid(self, form):
        if self.action != "workflow-action":
            return super().form_valid(form)
        try:
            # One transaction: the approver's correction is not kept where the decision is refused.
            with transaction.atomic():
                return super().form_valid(form)
        except DecisionRefused as refused:
            messages.error(self.request, refused.message)
            return redirect(self.get_edit_url())

    @property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.request.user.has_perm("directory.publish_service"):
            url = reverse("directory_service_status", args=[self.object.pk])
            buttons = [*buttons, Button("Status and check", url=url, icon_name="tick", priority=5)]
        if self.request.user.has_perm("directory.view_note"):
            url = reverse("directory_service_desk", args=[self.object.pk])
            buttons = [*buttons, Button("Notes and tasks", url=url, icon_name="tasks", priority=6)]
        return buttons

    def get_success_message(self, instance=None):
        said = DECIDED.get(getattr(self, "workflow_action", None)) if self.action == "workflow-action" else None
        return said.format(name=(instance or self.object).name) if said else super().get_success_message(instance)

    def get_error_message(self):
        if getattr(self, "produced_error_code", None) == "newer_version":
            return self.produced_error_message
        return super().get_error_message()


class _RevisionInForm(KnowsWhatIsAbsent):
    """Give the decision's form the id of the version that its page shows, and when that was saved."""

    def get_form_class(self):
        form_class = super().get_form_class()
        latest = self.object.latest_revision

        def form(*args, **kwargs):
            if latest and not args and "data" not in kwargs:
                seen = {"revision": latest.pk, "saved_at": latest.created_at.isoformat()}
                kwargs["initial"] = kwargs.get("initial", {}) | seen
            return form_class(*args, **kwargs)

        return form


class ServiceWorkflowActionView(_RevisionInForm, views.WorkflowActionView):
    """The decision taken from the dashboard."""

    def post(self, request, *args, **kwargs):
        try:
            return super().post(request, *args, **kwargs)
        except DecisionRefused as refused:
            messages.error(request, refused.message)
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
            return redirect(self.redirect_url)


class ServiceCollectWorkflowActionDataView(_RevisionInForm, views.CollectWorkflowActionDataView):
    """The decision's words, asked for in the editor's own page."""


class ServiceDeleteView(views.DeleteView):
    """Wagtail's own, which puts the entry into the bin, says what goes with it and what to do instead."""

    template_name = "directory/admin/delete.html"

    def get_context_data(self, **kwargs):
        may_close = self.request.user.has_perm("directory.publish_service")
        return super().get_context_data(**kwargs) | {
            "goes": goes_with([self.object])[self.object.pk],
            "close_url": reverse("directory_service_status", args=[self.object.pk]) if may_close else "",
        }

    def delete_action(self):
        if self.request.POST.get("for_good"):
            the_bin.delete_for_good(self.object, self.request.user)
            self.done = "“{name}” is deleted for good."
        else:
            day = the_bin.put(self.object, self.request.user)
            self.done = f"“{{name}}” is in the bin. It can be restored until {day:%-d %B %Y}."

    def get_success_message(self):
        return self.done.format(name=self.object.name)


class _ListedOnly:
    def get_object_list(self):
        return Service.objects.listed()


class ServiceChooseView(_ListedOnly, chooser.ChooseView):
    """Services to link to: what the public sees. What waits for review is nobody's to choose."""


class ServiceChooseResultsView(_ListedOnly, chooser.ChooseResultsView):
    pass


class ServiceChosenView(chooser.SnippetChosenView):
    def get_object(self, pk):
        return get_object_or_404(Service.objects.listed(), pk=pk)


class ServiceChosenMultipleView(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks):
        return Service.objects.listed().filter(pk__in=pks)


class ServiceChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ServiceChooseView
    choose_results_view_class = ServiceChooseResultsView
    chosen_view_class = ServiceChosenView
    chosen_multiple_view_class = ServiceChosenMultipleView


class ServiceViewSet(VersionsViewSet):
    model = Service
    icon = "group"
    menu_label = "Services"
    list_display = SERVICE_COLUMNS
    list_per_page = 50
    filterset_class = ServiceFilterSet
    ordering = ["name"]
    copy_view_enabled = False
    index_view_class = ServiceIndexView
    chooser_viewset_class = ServiceChooserViewSet
    edit_view_class = ServiceEditView
    delete_view_class = ServiceDeleteView
    delete_template_name = ServiceDeleteView.template_name
    workflow_action_view_class = ServiceWorkflowActionView
    collect_workflow_action_data_view_class = ServiceCollectWorkflowActionDataView

    def get_queryset(self, request):
        return Service.objects.select_related("organisation").prefetch_related("locations__locality")


class OrganisationIndexView(FindsFirst, views.IndexView):
    """The list of organisations; how many services each has is counted with them."""


class OrganisationViewSet(RememberedViewSet):
    model = Organisation
    icon = "home"
    menu_label = "Organisations"
    index_view_class = OrganisationIndexView
    list_display = ORGANISATION_COLUMNS
    list_export = ["name", "number", "website", "email", "abn"]
    export_headings = {"number": "Services", "abn": "ABN"}
    export_filename = "organisations"
    filterset_class = OrganisationFilterSet
    copy_view_enabled = False

    def get_queryset(self, request):
        return with_numbers(Organisation.objects.all())


class NotListedCreateView(views.CreateView):
    def save_instance(self):
        self.form.instance.recorded_by = self.request.user
        return super().save_instance()


class NotListedViewSet(SnippetViewSet):
    model = NotListed
    chooser_viewset_class = PrivateChooserViewSet
    icon = "no-view"
    menu_label = "Asked not to be listed"
    list_display = ["name", "phone", "website", DayColumn("asked_on", label="Asked on")]
    panels = [
        HelpPanel(
            content="<p>Your colleagues are warned when somebody sends one of these in, or imports it. "
            "Give what you know: a phone number or website is surer than a name. Nothing here is public.</p>"
        ),
        FieldPanel("name"), FieldPanel("phone", help_text="The surest way to know the service again. With its area code."), FieldPanel("website", help_text="The whole address, with https://. Leave empty where there is none."), FieldPanel("abn", help_text="Eleven digits, where they said it. Optional."), FieldPanel("why"),
        FieldPanel("asked_on", help_text="The day of their call or letter."),
    ]  # fmt: skip
    add_view_class = NotListedCreateView
    search_fields = ["name", "phone", "website", "abn"]
    copy_view_enabled = False


class ReasonTemplateViewSet(RememberedViewSet):
    model = ReasonTemplate
    icon = "openquote"
    menu_label = "Answers to senders"
    list_display = ["name", Column("get_decision_display", label="Used to"), "sort_order"]
    list_filter = ["decision"]
    search_fields = ["name", "words"]
    list_per_page = 50
    copy_view_enabled = False


class DirectoryGroup(SnippetViewSetGroup):
    """The directory in the main menu."""

    menu_label = "Directory"
    menu_icon = "list-ul"
    submenu_hook = "register_directory_menu_item"
    menu_order = 150
    items = (
        QueueViewSet, ServiceViewSet, OrganisationViewSet, TaxonomyViewSet, ReasonTemplateViewSet, NotListedViewSet,
    )  # fmt: skip
