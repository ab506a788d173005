"""Blocks that belong to one kind of page each."""

from .audiences import FirstPageBlock, TaskGroupBlock
from .charter import CharterSectionBlock
from .easy_read import EasyReadBody
from .factsheets import FactBlock, FactSheetBody, SourceBlock
from .journeys import StageBlock
from .opportunities import PresentationsBlock, shown_presentations
from .questions import QuestionGroupBlock
from .research import FindingBlock, PracticePointBlock
from .training import ActivityBlock, OutcomeBlock

__all__ = [
    "ActivityBlock", "CharterSectionBlock", "EasyReadBody", "FactBlock", "FactSheetBody", "FindingBlock",
    "FirstPageBlock", "OutcomeBlock", "PracticePointBlock", "PresentationsBlock", "QuestionGroupBlock",
    "SourceBlock", "StageBlock", "TaskGroupBlock", "shown_presentations",
]  # fmt: skip
