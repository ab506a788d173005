"""Taking a decision in tests as a person does who goes through the list first."""

from cms.intake.checklist import DONE, points_in


def gone_through(task, answer=DONE):
    """Return the answers that an approval in the step ``task`` needs: details for ``on_action``."""
    return {"checked": dict.fromkeys(points_in(task.points), answer)}


def approve(state, user, **details):
    """Approve the task state ``state`` as ``user``, with each point of its list answered."""
    task = state.task.specific
    return task.on_action(state, user, "approve", **gone_through(task) | details)


def ticked(task, answer=DONE):
    """Return the same answers as a browser posts them in the decision's window."""
    return {f"point_{number}": answer for number, _point in enumerate(points_in(task.points))}
