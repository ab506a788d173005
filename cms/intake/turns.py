"""Whose turn it is with a page that a colleague reads: said at the top of its form, and beside one's own drafts."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.text import Truncator
from wagtail.models import Page, TaskState, WorkflowState

FIRST_WORDS = 12
SENT_BACK = "Sent back to you"


def sent_back_to(user):
    """Return the steps of pages in which a colleague asks ``user``, who handed the page in, for changes: a queryset."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        workflow_state__requested_by=user,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        pk__in=WorkflowState.objects.filter(requested_by=user).values("current_task_state"),
    )


def known_of_reviews(user):
    """Return what is asked of each draft to say that it came back to ``user``: expressions by names."""
    number = Cast(OuterRef("pk"), CharField())
    # A mark before it, since what is asked may be no words at all.
    asked = (
        sent_back_to(user)
        .filter(workflow_state__object_id=number)
        .values_list(Concat(Value(":"), "comment", output_field=TextField()))
    )
    return {"sent_back": Subquery(asked[:1])}


def words_of_review(page):
    """Return what is said beside the draft ``page``, with ``known_of_reviews``; '' where it did not come back."""
    return sent_back_words(page.sent_back[1:]) if page.sent_back else ""


def sent_back_words(comment):
    """Return that a page came back, with the first words of what is asked."""
    words = first_words(comment)
    return f"{SENT_BACK}: {words}" if words else SENT_BACK


def first_words(comment):
    """Return the first words of ``comment`` in one line."""
    return Truncator(" ".join((comment or "").split())).words(FIRST_WORDS, truncate="…")


def turn_of(page, user):
    """Return what stands at the top of the form of ``page`` for ``user``: a dict, empty where it is nobody's turn.

    ``asked`` (and ``by``, ``is_mine``): a colleague asked for changes. ``buttons``: what ``user`` may press to decide.
    """
    state = page.current_workflow_state if page.pk else None
    step = state.current_task_state if state else None
    if step is None:
        return {}
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        by = step.finished_by
        return {
            "is_sent_back": True,
            "asked": step.specific.get_comment(),
            "by": by.known_as if by else "A colleague",
            "is_mine": user.pk in (state.requested_by_id, page.owner_id),
        }
    actions = step.task.specific.get_actions(page, user)
    # As the menu says them.
    publishes = any(name == "approve" for name, *_more in actions) and state.is_at_final_task
    labels = [f"{label} and Publish" if name == "approve" and publishes else label for name, label, _asks in actions]
    # What is hoped for stands first.
    return {"buttons": sorted(labels, key=lambda label: not label.startswith("Approve"))} if labels else {}
