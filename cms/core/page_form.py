"""What the form of a page says once something is done: what is kept now, and what readers see of it.

Wagtail says “has been updated” of a draft, and whoever wrote it went home thinking that readers have it.
"""

from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from .moments import moment_said

UNSEEN = "Readers do not see this page until it is published."
# Longer than the time between two questions for newer versions, which is Wagtail's: ten seconds.
A_MOMENT = timedelta(seconds=15)
OLDER_SEEN = "Readers still see the version that is on the site."


def draft_kept(title, is_live):
    """Return what is said of a draft that was saved."""
    return f"The draft of “{title}” is saved. {OLDER_SEEN if is_live else UNSEEN}"


def decided(title, page, action):
    """Return what is said of ``page``, as it stands now, after a colleague decided on it by ``action``."""
    if action == "reject":
        return f"“{title}” goes back to whoever sent it, with your words. Nothing changes for readers."
    if page.workflow_in_progress:
        return f"“{title}” goes on to the next step. Nothing changes for readers yet."
    seen = page.live and not page.has_unpublished_changes
    return f"“{title}” is approved. Readers see it now." if seen else f"“{title}” is approved."


def saved_a_moment_ago(version, user):
    """Whether ``version`` is what ``user`` saved, so lately that the window they look at may not know of it yet."""
    return version.user_id == user.pk and version.created_at > timezone.now() - A_MOMENT


class SaysWhatReadersSee:
    """For Wagtail's form of a page."""

    def add_save_confirmation_message(self):
        title = self.page.get_admin_display_title()
        page = Page.objects.get(pk=self.page.pk)
        if self.action_name == "perform_workflow_action":
            said = decided(title, page, self.workflow_action)
        elif self.is_reverting:
            made = moment_said(self.previous_revision.created_at)
            said = f"The version of {made} is the newest draft of “{title}” now."
            said += "" if page.live else f" {UNSEEN}"
        else:
            said = draft_kept(title, page.live)
        messages.success(self.request, said)


class OneAtATime:
    """For Wagtail's form of a page: what is sent of a page is dealt with one after the other.

    A form that saves itself may still be at it when somebody presses a button. Wagtail looks which version is the newest
    and writes later: between the two, the words of a moment ago took the place of those that the button had saved.
    """

    def dispatch(self, request, page_id, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            try:
                return super().dispatch(request, page_id, **kwargs)
            except DatabaseError:
                raise
            except Exception as error:
                # Such as a decision that is refused: what was written beside it is saved by then, and stays.
                refused = error
        raise refused

    @cached_property
    def is_out_of_date(self):
        """Whether a form that saves itself knows too little of what was saved meanwhile, as Wagtail says; with one exception.

        Where a button was refused, the form may have saved itself a last time after it was drawn anew. That is the version
        that it shows: it goes on with one of its own, and nothing is lost even if another window of theirs had saved it.
        """
        if not super().is_out_of_date:
            return False
        given, newest = self.request.POST, self.latest_revision
        is_same = not given.get("overwrite_revision_id") and given.get("loaded_revision_id") == str(newest.pk)
        return not (is_same and saved_a_moment_ago(newest, self.request.user))


class PageEditView(OneAtATime, SaysWhatReadersSee, EditView):
    """The form of a page."""


class PageRevertView(OneAtATime, SaysWhatReadersSee, RevisionsRevertView):
    """The form with an earlier version of a page in it."""
