"""What the public sends in, besides entries of the directory: one module for each kind."""

from .channels import Channel
from .contributions import Contribution, Message
from .copies import CopyItem, CopyLine, CopyRequest
from .endorsements import Endorsement
from .enquiries import Enquiry, EnquiryTopic
from .feedback import Complaint, Feedback
from .hub_words import ContributeWords
from .opinions import PageOpinion
from .stories import StoryAsk, StoryPrompt, StoryReviewTask, StorySent
from .suggestions import Suggestion
from .work import Work

__all__ = [
    "Channel",
    "Complaint",
    "ContributeWords",
    "Contribution",
    "CopyItem",
    "CopyLine",
    "CopyRequest",
    "Endorsement",
    "Enquiry",
    "EnquiryTopic",
    "Feedback",
    "Message",
    "PageOpinion",
    "StoryAsk",
    "StoryPrompt",
    "StoryReviewTask",
    "StorySent",
    "Suggestion",
    "Work",
]
