"""Logs hold paths without query strings, and no secret of an address: people disclose things in both."""

import logging
import re

# /directory/add/<key>/…, /directory/update/<token>/…: a key is 22 or more URL-safe base64 characters.
SECRET_IN_PATH = re.compile(r"(?<=/)(?=[A-Za-z0-9_:.\-]*[A-Z0-9_:])[A-Za-z0-9_:.\-]{20,}(?=[/\s\"?]|$)")
# Up to the end of the request line where there is one: whatever was typed may hold spaces and quotes.
QUERY = re.compile(r"(?:\?|%3[Ff]).*?(?= HTTP/|\n|$)")
# The addresses that hold a key, whatever a mail program did to its end.
KEY_IN_PATH = re.compile(
    r"(/(?:directory/(?:add/sent|report/sent|add|update)|contribute/(?:sent|take-back|answered|answer|story/sent|story/answer|story)"
    r"|newsletter/(?:confirm|yours|stop)|account/(?:forgotten|invitation))/)(?!sent/|answer/|done/)[^/\s\"]+"
)


def masked(text):
    """Return ``text`` with query strings dropped and secrets in paths replaced by ``***``."""
    return SECRET_IN_PATH.sub("***", KEY_IN_PATH.sub(r"\1***", QUERY.sub("", text)))


class MaskFilter(logging.Filter):
    """Mask every log record's message and arguments before it is written."""

    def filter(self, record):
        record.msg = masked(str(record.msg)) if not record.args else str(record.msg)
        if record.args:
            record.msg, record.args = masked(record.getMessage()), ()
        return True
