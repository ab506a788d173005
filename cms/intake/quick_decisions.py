"""No decision on a page from a list of pages: what is approved is what somebody has before them.

Wagtail can approve a page that nobody opened, by an address of its own. Its dialog says of no version what was seen, so a
review that holds to that (``ReviewTask``) has no quick decision: that address leads to the page instead.
"""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from cms.core.page_form import PageEditView, PageRevertView
from cms.core.version_screens import PageCompareView, PageVersionsView

from .checklist import KnowsWhatIsAbsent
from .models import ReviewTask

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
    """Wagtail's screens of pages, with these, what the form says once it is saved, and versions."""

    collect_workflow_action_data_view_class = AskForDecisionView

    workflow_action_view_class = ReadFirstView
    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView
    history_view_class = PageVersionsView
    revisions_compare_view_class = PageCompareView
