"""Screens of things without drafts that keep their earlier versions (``cms.core.models.remembered``)."""

from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.version_screens import KEPT, LeadsBack, SaysWhatReadersSaw


class SavedWhenAsked:
    """A form that is saved when its button is pressed, and not while somebody types.

    Wagtail saves by itself whatever has versions. Where there are no drafts, each half word would be on the site at once.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


class RememberedCreateView(SavedWhenAsked, views.CreateView):
    pass


class RememberedEditView(SavedWhenAsked, views.EditView):
    """Before the first change of something that has no version yet, what stands is kept: there is a way back to it too."""

    def post(self, request, *args, **kwargs):
        if self.object.latest_revision_id is None:
            # Of the row, and by nobody: who wrote it is not known.
            self.model._default_manager.get(pk=self.object.pk).save_revision(clean=False, log_action=KEPT)
            self.object.refresh_from_db(fields=["latest_revision"])
        return super().post(request, *args, **kwargs)


class VersionsView(SaysWhatReadersSaw, views.HistoryView):
    """The history of a snippet."""


class CompareView(LeadsBack, views.RevisionsCompareView):
    """Two versions of a snippet."""


class VersionsViewSet(SnippetViewSet):
    """A snippet's screens where it has versions."""

    history_view_class = VersionsView
    revisions_compare_view_class = CompareView


class RememberedViewSet(VersionsViewSet):
    """A snippet's screens with history, comparison and a way back, for models that are ``Remembered``."""

    add_view_class = RememberedCreateView
    edit_view_class = RememberedEditView
