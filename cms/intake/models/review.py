"""The review step of our workflows: approve, request changes, decline, once and on what was seen."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, TaskState

from .. import checklist
from ..review import AlreadyDecided, MayNotGoOut, NewerVersion, decided, is_public_submission


def is_what_was_seen(latest, revision, saved_at=""):
    """Whether ``latest`` is the version ``revision`` (an id) as it was saved at ``saved_at`` (ISO), as far as these are said."""
    is_same = not revision or str(latest.pk) == str(revision)
    return is_same and (not saved_at or latest.created_at.isoformat() == saved_at)


class ReviewTask(AbstractGroupApprovalTask):
    """A step in which members of its groups decide on what the public, or a colleague, submitted.

    It differs from Wagtail's own in four ways. A decision is taken once: the second of two at the same
    time is told by whom. It is taken on the version that was open: a newer one by somebody else is refused.
    What the public sent can be declined, with a reason that its sender reads. And whoever approves answers each of a few
    points, which editors write; the answers stand in the history.
    """

    explanation = models.CharField(
        "what happens in this step", max_length=250, blank=True,
        help_text="One or two sentences for the person whose turn it is. They stand above the list.",
    )  # fmt: skip
    points = models.TextField(
        "points to go through", blank=True, default=checklist.POINTS,
        help_text="One on each line, five at most; empty: nothing is asked. Whoever approves says of each that they "
        "checked it, or that it is not needed. Begin with a word or two and a colon. Where a point begins with “Pictures:” "
        "or “Links:”, the site itself notices that there are none.",
    )  # fmt: skip

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "explanation", "points"]
    admin_form_readonly_on_edit_fields = []

    class Meta:
        verbose_name = "review"

    def clean(self):
        super().clean()
        try:
            checklist.validate_points(self.points)
        except ValidationError as error:
            raise ValidationError({"points": error.messages}) from error

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

        return self.with_points(action, FORMS.get(action, DecisionForm))

    def with_points(self, action, form_class):
        """Return ``form_class`` with the points of this step, where ``action`` is an approval."""
        return checklist.asking(form_class, checklist.points_in(self.points)) if action == "approve" else form_class

    @transaction.atomic
    def on_action(
        self, task_state, user, action_name, revision=None, saved_at="", comment="", checked=None, **details
    ):  # fmt: skip
        """Decide once; nothing is changed where it raises.

        Raises AlreadyDecided, NewerVersion, PointsMissing, MayNotGoOut, or PermissionDenied.

        ``checked`` answers the points of this step, by their words; an approval needs all of them.

        ``revision`` is the id of the version that the person had before them, and ``saved_at`` (ISO) when it was saved:
        Wagtail writes over a version while its author types. ``details`` (such as whether to
        take the photo) go to the receivers of ``decided``, which run in this transaction.
        """
        if action_name not in {"approve", "reject", "decline"}:
            raise PermissionDenied
        answers = self.answers(checked) if action_name == "approve" else []
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
            try:
                task_state.approve(user=user, comment=comment)
            except PermissionDenied as denied:
                # Of the last step, which publishes: a story without consent, a prompt that nobody wrote over, no teaser.
                raise MayNotGoOut(str(denied)) from denied
            if answers:
                log(
                    instance=obj, action=checklist.ACTION, user=user, revision=task_state.revision,
                    data={"step": self.name, "answers": checklist.told(answers)},
                )  # fmt: skip
        elif action_name == "reject":
            task_state.reject(user=user, comment=comment)
        else:
            task_state.comment = comment
            task_state.save(update_fields=["comment"])
            task_state.workflow_state.cancel(user=user)
        decided.send(stage="after", decision=action_name, **before)

    def answers(self, checked):
        """Return the answers to the points as they stand now; raises PointsMissing."""
        # As they stand in the database: the row may have been read before a colleague changed them.
        points = type(self).objects.values_list("points", flat=True).get(pk=self.pk)
        return checklist.answers_to(checklist.points_in(points), checked)
