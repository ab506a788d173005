"""What a mail server's no means: for this address, for this message, or only for now."""

import re
from smtplib import SMTPDataError, SMTPRecipientsRefused

# There is no such address; nothing will ever arrive there.
ADDRESS = "address"
# This message was not wanted; another may be.
MESSAGE = "message"
# What servers say with a final code although it is about us and not about the address: relaying, policy, protocol
# (RFC 3463). Taken at their word, one wrong setting would strike every reader off the list.
ABOUT_US = re.compile(rb"^\s*5\.(?:[3457]|0)\.")
OURS_TO_MEND = {530, 535, 554}


def refusal_of(error):
    """Return ADDRESS or MESSAGE where ``error`` is a server's final no (SMTP 5xx), "" where it is worth another try."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
        return ADDRESS if answers and all(_is_about_address(*answer) for answer in answers) else ""
    if isinstance(error, SMTPDataError) and 500 <= error.smtp_code < 600:
        return MESSAGE
    return ""


def _is_about_address(code, words):
    words = words if isinstance(words, bytes) else str(words).encode()
    return 500 <= code < 600 and code not in OURS_TO_MEND and not ABOUT_US.match(words)
