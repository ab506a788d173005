"""What a draft of an entry keeps for itself, beside what every long form keeps (``cms.intake.unfinished``)."""

from cms.intake import unfinished

from .submit_forms import ORDER

SEEN, STARTED = "_seen", "_started"


def steps_only(answers):
    """Return the answers of the steps, without what the form keeps for itself."""
    return unfinished.steps_only(answers, ORDER)


def started(draft):
    """Return the answers that the form was filled in with from an entry; None where it began empty."""
    return draft.answers.get(STARTED)
