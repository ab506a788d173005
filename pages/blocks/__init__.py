"""Blocks that belong to one kind of page each."""

from .audiences import TaskGroupBlock
from .charter import CharterSectionBlock
from .factsheets import FactBlock, FactSheetBody, SourceBlock
from .journeys import StageBlock
from .questions import QuestionGroupBlock
from .research import FindingBlock, PracticePointBlock
from .training import ActivityBlock, OutcomeBlock

__all__ = [
    "ActivityBlock", "CharterSectionBlock", "FactBlock", "FactSheetBody", "FindingBlock", "OutcomeBlock",
    "PracticePointBlock", "QuestionGroupBlock", "SourceBlock", "StageBlock", "TaskGroupBlock",
]  # fmt: skip
