"""What every public form stands on: who sent it, what they agreed to, their draft, their files, the mail."""

from .drafts import Draft
from .links import AccessLink
from .mail_texts import MailText
from .outbox import OutboxMessage
from .reasons import ReasonTemplate
from .received import Consent, Received, Sender
from .review import ReviewTask
from .uploads import Upload

__all__ = [
    "AccessLink",
    "Consent",
    "Draft",
    "MailText",
    "OutboxMessage",
    "ReasonTemplate",
    "Received",
    "ReviewTask",
    "Sender",
    "Upload",
]
