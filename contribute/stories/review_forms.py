"""What an editor is asked when they decide on a story that was sent in."""

from cms.intake.models import ReasonTemplate
from cms.intake.review_forms import AnswerForm, DecisionForm


class ApproveForm(DecisionForm):
    """Nothing is asked: what is published is what the teller agreed to."""


class DeclineForm(AnswerForm, DecisionForm):
    decision = ReasonTemplate.For.DECLINE
    label = "What we say to them"
    hint = "They read this in an email. Thank them for their trust, say why, and what else they could do."
    needed = "Write a few kind words: a person who told us their story reads this."


FORMS = {"approve": ApproveForm, "decline": DeclineForm}
