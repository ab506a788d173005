"""No decision on a page from a list of pages: what is approved is what somebody has before them.

Wagtail's dashboard lets a reviewer approve a page without opening it. Its dialog says of no version what was seen, so a
review that holds to that (``ReviewTask``) has no quick decision: the dashboard leads to the page instead.
"""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from .checklist import KnowsWhatIsAbsent
from .models import ReviewTask

OPEN = [("open", "Read it and decide", False)]
READ_FIRST = "Read it first. The buttons to decide are at the foot of this screen."


class ReadFirstView(WorkflowActionView):
    """Leads to the page where it is read; nothing is decided here."""

    def dispatch(self, request, *args, **kwargs):
        if not isinstance(self.task, ReviewTask):
            return super().dispatch(request, *args, **kwargs)
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        messages.info(request, READ_FIRST)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": edit})
        return redirect(edit)

    def get_form_class(self):
        # Any name of an action leads on, also one that the task does not know.
        return None if isinstance(self.task, ReviewTask) else super().get_form_class()


class AskForDecisionView(KnowsWhatIsAbsent, CollectWorkflowActionDataView):
    """The window over the page in which a reviewer goes through the points of the step."""


class ReadFirstPages(PageViewSet):
    """Wagtail's screens of pages, with these."""

    collect_workflow_action_data_view_class = AskForDecisionView

    workflow_action_view_class = ReadFirstView


class ToModerate(WorkflowObjectsToModeratePanel):
    """What waits for this person's review, on the dashboard: a page that has to be read first is opened from there."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        for state in context["states"]:
            is_read_first = isinstance(state["obj"], Page) and isinstance(state["task_state"].task.specific, ReviewTask)
            if is_read_first and state["actions"]:
                state["actions"] = OPEN
        return context


def put_on_dashboard(panels):
    """Put our panel in the place of Wagtail's."""
    for number, panel in enumerate(panels):
        if type(panel) is WorkflowObjectsToModeratePanel:
            panels[number] = ToModerate()
