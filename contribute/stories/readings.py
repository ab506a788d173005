"""Who reads a story that was sent in, on whichever of Wagtail's screens, is written down."""

from wagtail.admin.views.pages.preview import ViewDraftView
from wagtail.admin.views.pages.revisions import RevisionsView
from wagtail.admin.views.pages.workflow import PreviewRevisionForTaskView

from cms.core.page_form import PageEditView, PageRevertView
from cms.core.version_screens import PageCompareView
from cms.intake.history import note_readings

from ..desk import READ
from ..models import StorySent
from .listing import SentStoryPages


class Noted:
    """A screen of a page that shows its words: who was shown them stands in the history of what was sent in."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # Of the page: Wagtail's addresses name it either way.
        number = kwargs.get("page_id") or kwargs["pk"]
        if request.method == "GET" and response.status_code == 200:
            note_readings(StorySent.objects.filter(page=number)[:1], request.user, READ)
        return response


def noted(view):
    """Return the class of ``view`` with that."""
    return type(f"Noted{view.__name__}", (Noted, view), {})


class StoryScreens(SentStoryPages):
    """The screens of stories."""

    edit_view_class = noted(PageEditView)
    view_draft_view_class = noted(ViewDraftView)
    revisions_view_class = noted(RevisionsView)
    revisions_compare_view_class = noted(PageCompareView)
    revisions_revert_view_class = noted(PageRevertView)
    workflow_preview_view_class = noted(PreviewRevisionForTaskView)
