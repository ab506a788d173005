"""Mail: every message becomes a row of the outbox in the current transaction; a worker sends it.

So a page is as fast when the mail server is slow, a message is never lost with a crash, and none is sent
for a transaction that was rolled back.
"""

import logging
import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Written
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from .keys import hashed
from .models import OutboxMessage
from .models.outbox import message_key

logger = logging.getLogger(__name__)

KEY_HEADER = "X-Outbox-Key"
LINE_END = re.compile(rb"\r\n|\r|\n")
# Minutes between attempts: quick at first, then patient; after the last one a person must look.
WAITS = [1, 2, 5, 15, 60, 180, 360, 720, 1440]
CLAIM = timedelta(minutes=5)


class OutboxBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND of the site: writes messages to the outbox instead of sending them."""

    def send_messages(self, email_messages):
        """Store each message; return how many are new. One whose key is there already is left alone."""
        return sum(store(message) for message in email_messages)


def store(message):
    """Put an EmailMessage into the outbox; return whether it is new. Its key comes from the header X-Outbox-Key."""
    key = message.extra_headers.pop(KEY_HEADER, None) or message_key()
    recipients = message.recipients()
    if not recipients:
        return False
    # The same Message-ID on every attempt lets mail programs drop a second copy. It holds no colon, as keys do,
    # which is not allowed there, and tells nobody what the key says.
    message.extra_headers.setdefault(
        "Message-ID", f"<{hashed(key)[:32]}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'localhost'}>"
    )
    _row, is_new = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "recipients": recipients,
            "from_email": message.from_email,
            "subject": str(message.subject)[:255],
            "content": message.message().as_bytes(),
        },
    )
    return is_new


def send_template(key, template, to, context):
    """Write one message from ``<template>_subject.txt``, ``.txt`` and ``.html`` to the outbox.

    ``key`` names the cause, so that the same cause never mails twice; ``to`` is one address. The context
    must hold nothing that somebody disclosed: mail is read on shared screens.
    """
    if not to:
        return False
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject, render_to_string(f"{template}.txt", context), to=[to],
        headers={KEY_HEADER: key, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message.send()


class _AsWritten(Written):
    """A parsed message that gives its bytes as they were stored, so that every attempt sends the very same."""

    stored = b""

    def as_bytes(self, unixfrom=False, policy=None, linesep=None):
        """Return the stored bytes. Django's SMTP backend asks with ``linesep``, the standard library with ``policy``."""
        ends = (linesep or (policy and policy.linesep) or "\n").encode()
        return LINE_END.sub(ends, self.stored)


class _Stored(EmailMessage):
    """A message as it was stored, for backends that want an EmailMessage."""

    def __init__(self, row):
        self._row = row
        super().__init__(subject=row.subject, from_email=row.from_email, to=list(row.recipients))
        body = self.message().get_body(preferencelist=("plain",))
        self.body = body.get_content() if body else ""

    def message(self, **_options):
        content = bytes(self._row.content)
        message = message_from_bytes(content, _AsWritten, policy=policy.SMTP)
        message.stored = content
        return message

    def recipients(self):
        return list(self._row.recipients)


def send_due(limit=100):
    """Send what is due, oldest first; return how many were sent.

    A row is claimed by one conditional UPDATE, so that several workers never send the same message at once;
    the claim lapses after five minutes, so a worker that dies loses nothing.
    """
    sent = 0
    for pk in list(OutboxMessage.objects.due().values_list("pk", flat=True)[:limit]):
        claimed = OutboxMessage.objects.due().filter(pk=pk).update(claimed_until=timezone.now() + CLAIM)
        if claimed:
            sent += _send(OutboxMessage.objects.get(pk=pk))
    return sent


def _send(row):
    try:
        get_connection(settings.OUTBOX_EMAIL_BACKEND).send_messages([_Stored(row)])
    except Exception as error:  # noqa: BLE001, RUF100 - whatever a mail server does must not stop the worker
        row.attempts += 1
        row.last_error = f"{type(error).__name__}: {getattr(error, 'smtp_code', '')}".strip(": ")[:255]
        row.claimed_until = None
        if row.attempts > len(WAITS):
            row.given_up_at = timezone.now()
        else:
            row.due_at = timezone.now() + timedelta(minutes=WAITS[row.attempts - 1])
        row.save(update_fields=["attempts", "last_error", "claimed_until", "given_up_at", "due_at"])
        # The error's class only: a server's words may repeat an address.
        logger.warning("Message %s was not sent (attempt %s): %s", row.pk, row.attempts, row.last_error)
        return 0
    OutboxMessage.objects.filter(pk=row.pk).update(
        sent_at=timezone.now(), claimed_until=None, attempts=row.attempts + 1, content=b"", last_error=""
    )
    return 1


def purge_sent(keep=timedelta(days=30)):
    """Delete sent messages older than ``keep``; return how many."""
    with transaction.atomic():
        return OutboxMessage.objects.filter(sent_at__lt=timezone.now() - keep).delete()[0]
