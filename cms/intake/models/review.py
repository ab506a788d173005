"""The review step of our workflows: approve, request changes, decline, once and on what was seen."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import AbstractGroupApprovalTask, TaskState

from ..review import AlreadyDecided, NewerVersion, decided, is_public_submission


def is_what_was_seen(latest, revision, saved_at=""):
    """Whether ``latest`` is the version ``revision`` (an id) as it was saved at ``saved_at`` (ISO), as far as these are said."""
    is_same = not revision or str(latest.pk) == str(revision)
    return is_same and (not saved_at or latest.created_at.isoformat() == saved_at)


class ReviewTask(AbstractGroupApprovalTask):
    """A step in which members of its groups decide on what the public, or a colleague, submitted.

    It differs from Wagtail's own in three ways. A decision is taken once: the second of two at the same
    time is told by whom. It is taken on the version that was open: a newer one by somebody else is refused.
    And what the public sent can be declined, with a reason that its sender reads.
    """

    class Meta:
        verbose_name = "review"

    @classmethod
    def get_description(cls):
        return "Members of the chosen groups approve, ask for changes, or decline with a reason"

    def get_actions(self, obj, user):
        """The actions for ``user``: none for who is in none of the groups, or submitted it themselves."""
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        state = obj.current_workflow_state
        if state is None:
            return []
        public = is_public_submission(obj)
        if not public and state.requested_by_id == user.pk:
            return []
        actions = [("reject", "Ask for changes", True), ("approve", "Approve", True)]
        return [*actions, ("decline", "Decline", True)] if public else actions

    def get_form_for_action(self, action):
        # The forms are admin's, and import this package's signals.
        from ..review_forms import FORMS, DecisionForm

        return FORMS.get(action, DecisionForm)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, revision=None, saved_at="", comment="", **details):
        """Decide once. Raises AlreadyDecided, NewerVersion or PermissionDenied; nothing is changed then.

        ``revision`` is the id of the version that the person had before them, and ``saved_at`` (ISO) when it was saved:
        Wagtail writes over a version while its author types. ``details`` (such as whether to
        take the photo) go to the receivers of ``decided``, which run in this transaction.
        """
        if action_name not in {"approve", "reject", "decline"}:
            raise PermissionDenied
        # One statement claims the decision; under PostgreSQL it also makes a second one wait for this transaction.
        claimed = TaskState.objects.filter(pk=task_state.pk, status=TaskState.STATUS_IN_PROGRESS).update(
            finished_by=user, finished_at=timezone.now()
        )
        task_state = TaskState.objects.select_related("finished_by").get(pk=task_state.pk).specific
        if not claimed:
            raise AlreadyDecided(task_state)
        obj = task_state.workflow_state.content_object
        # Lock the row, so that a pause made at this moment is not overwritten by the publication below.
        obj = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        latest = obj.get_latest_revision()
        if latest and latest.user_id != user.pk and not is_what_was_seen(latest, revision, saved_at):
            raise NewerVersion
        before = {
            "sender": type(obj),
            "instance": obj,
            "task_state": task_state,
            "user": user,
            "reason": comment,
            "details": details,
        }
        if action_name == "approve":
            decided.send(stage="before", decision="approve", **before)
            # Read afresh: the receivers may have written a newer revision, and what is cached would publish the older.
            task_state = TaskState.objects.get(pk=task_state.pk).specific
            task_state.approve(user=user, comment=comment)
        elif action_name == "reject":
            task_state.reject(user=user, comment=comment)
        else:
            task_state.comment = comment
            task_state.save(update_fields=["comment"])
            task_state.workflow_state.cancel(user=user)
        decided.send(stage="after", decision=action_name, **before)
