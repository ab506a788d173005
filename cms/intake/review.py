"""What the review step says to the apps above, and what it refuses."""

from django.dispatch import Signal
from django.utils import timezone

from cms.core.moments import clock_said

# Sent by ReviewTask inside the decision's transaction, with: instance (the row), task_state, user, reason,
# details, decision ("approve", "reject", "decline") and stage ("before" an approval publishes, or "after").
decided = Signal()

_public_submission_tests = []


def register_public_submission(test):
    """Let an app say which objects under review came from the public: ``test(obj)`` returns True for its own."""
    _public_submission_tests.append(test)
    return test


def is_public_submission(obj):
    """Whether ``obj``, which is under review, was sent in by the public."""
    return any(test(obj) for test in _public_submission_tests)


class DecisionRefused(Exception):
    """A decision that cannot be taken; ``message`` says why, in words for the person at the screen."""

    message = "This could not be decided."


class AlreadyDecided(DecisionRefused):
    """Somebody else decided first."""

    def __init__(self, task_state):
        who = task_state.finished_by.known_as if task_state.finished_by else "somebody else"
        when = task_state.finished_at
        at = f" on {timezone.localtime(when):%-d %B} at {clock_said(when)}" if when else ""
        self.message = f"This was already decided by {who}{at} ({task_state.get_status_display().lower()}). Your decision was not recorded."
        super().__init__(self.message)


class NewerVersion(DecisionRefused):
    """The thing changed after the page was opened."""

    message = "Somebody else changed this after you opened it. Nothing was decided. Look at the newest version below, then decide."


class MayNotGoOut(DecisionRefused):
    """What an approval would publish may not be published yet; ``why`` says what is missing."""

    def __init__(self, why):
        self.message = f"It was not approved. {why}"
        super().__init__(self.message)
