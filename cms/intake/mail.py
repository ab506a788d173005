"""Mail: every message becomes a row of the outbox in the current transaction; a worker sends it.

So a page is as fast when the mail server is slow, a message is never lost with a crash, and none is sent
for a transaction that was rolled back.
"""

import logging
import re
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Written
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from . import mail_words
from .keys import hashed
from .models import MailText, OutboxMessage
from .models.outbox import message_key
from .refusals import refusal_of

logger = logging.getLogger(__name__)

KEY_HEADER = "X-Outbox-Key"
LINE_END = re.compile(rb"\r\n|\r|\n")
FOLDED_AT_ONCE = re.compile(rb"^([A-Za-z-]+:) *\n[ \t]+", re.MULTILINE)
# Minutes between attempts: quick at first, then patient; after the last one a person must look.
WAITS = [1, 2, 5, 15, 60, 180, 360, 720, 1440]
CLAIM = timedelta(minutes=5)


# ``row`` (as it was before), ``at``: a message has left.
message_sent = Signal()
# ``row``, ``at``, ``refusal`` (see refusals.py): a message will not be tried again.
message_given_up = Signal()
_feeders = {}


class OutboxBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND of the site: writes messages to the outbox instead of sending them."""

    def send_messages(self, email_messages):
        """Store each message; return how many are new. One whose key is there already is left alone."""
        return sum(store(message) for message in email_messages)


def row_for(message, *, is_bulk=False):
    """Return an unsaved row for an EmailMessage, whose header X-Outbox-Key names its cause; None where it is to nobody."""
    key = message.extra_headers.pop(KEY_HEADER, None) or message_key()
    recipients = message.recipients()
    if not recipients:
        return None
    # The same Message-ID on every attempt lets mail programs drop a second copy. It holds no colon, as keys do,
    # which is not allowed there, and tells nobody what the key says.
    message.extra_headers.setdefault(
        "Message-ID", f"<{hashed(key)[:32]}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'localhost'}>"
    )
    return OutboxMessage(
        key=key, recipients=recipients, from_email=message.from_email, subject=str(message.subject)[:255],
        content=_without_empty_lines(message.message().as_bytes()), is_bulk=is_bulk,
    )  # fmt: skip


def _without_empty_lines(content):
    """Return a message in which no header begins with an empty line, as one long word does where lines are folded.

    It is allowed, and there are programs that then miss the address to unsubscribe at, or the id.
    """
    head, between, rest = content.partition(b"\n\n")
    return FOLDED_AT_ONCE.sub(rb"\1 ", head) + between + rest


def store(message):
    """Put an EmailMessage into the outbox; return whether it is new. Its key comes from the header X-Outbox-Key."""
    row = row_for(message)
    if row is None:
        return False
    kept = ("recipients", "from_email", "subject", "content")
    _row, is_new = OutboxMessage.objects.get_or_create(
        key=row.key, defaults={name: getattr(row, name) for name in kept}
    )
    return is_new


def send_template(key, template, to, context):
    """Write one message to the outbox, in the words of the letter ``template`` (mail_words.py), as editors may have changed them.

    ``key`` names the cause, so that the same cause never mails twice; ``to`` is one address. The context
    must hold nothing that somebody disclosed: mail is read on shared screens. Raises LookupError where no app registered
    such a letter: there is no other way to write one.
    """
    if not to:
        return False
    if mail_words.get(template) is None:
        raise LookupError(f"No app registered the mail {template}.")
    text = MailText.objects.filter(key=template).first() or MailText(key=template)
    subject, plain, html = text.drawn(context)
    message = EmailMultiAlternatives(
        subject, plain, to=[to], headers={KEY_HEADER: key, "Auto-Submitted": "auto-generated"}
    )
    message.attach_alternative(html, "text/html")
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


def register_feeder(name, fill):
    """Let an app above put mail into the outbox as it empties: the worker calls ``fill()`` before it sends.

    It is for what would be too much to write at once. Registering twice replaces.
    """
    _feeders[name] = fill


def _feed():
    for name, fill in _feeders.items():
        try:
            fill()
        except Exception as error:  # noqa: BLE001, RUF100 - other mail must not wait for one that cannot be written
            logger.warning("Mail of %s was not written: %s", name, type(error).__name__)


def send_due(limit=100):
    """Send what is due, oldest first and bulk mail last; return how many were sent.

    A row is claimed by one conditional UPDATE, so that several workers never send the same message at once;
    the claim lapses after five minutes, so a worker that dies loses nothing. Whose turn it is is asked before each
    message, so that what somebody waits for overtakes an issue of a newsletter that is being sent.
    """
    _feed()
    sent = tried = 0
    with _Line() as line:
        while tried < limit:
            row = OutboxMessage.objects.next_due()
            if row is None or (row.is_bulk and not _may_send_bulk()):
                break
            if OutboxMessage.objects.due().filter(pk=row.pk).update(claimed_until=timezone.now() + CLAIM):
                tried += 1
                sent += _send(row, line)
    return sent


def _may_send_bulk():
    """Whether less bulk mail left in the last minute than a mail server is asked to take."""
    just_now = timezone.now() - timedelta(minutes=1)
    return OutboxMessage.objects.filter(is_bulk=True, sent_at__gt=just_now).count() < settings.BULK_MAIL_PER_MINUTE


class _Line:
    """The way to the mail server, kept open from one message to the next. Other backends open theirs for each."""

    def __init__(self):
        self.backend = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.hang_up()

    def send(self, message):
        if self.backend is None:
            self.backend = get_connection(settings.OUTBOX_EMAIL_BACKEND)
            if isinstance(self.backend, SmtpBackend):
                self.backend.open()
        self.backend.send_messages([message])

    def hang_up(self):
        """Close it, whatever state it is in: the next message opens a new one."""
        backend, self.backend = self.backend, None
        if backend is not None:
            with suppress(Exception):
                backend.close()


def _send(row, line):
    try:
        line.send(_Stored(row))
    except Exception as error:  # noqa: BLE001, RUF100 - whatever a mail server does must not stop the worker
        if not isinstance(error, SMTPRecipientsRefused):
            line.hang_up()
        _note_refusal(row, error)
        return 0
    now = timezone.now()
    with transaction.atomic():
        OutboxMessage.objects.filter(pk=row.pk).update(
            sent_at=now, claimed_until=None, attempts=row.attempts + 1, content=b"", last_error="",
            **({"recipients": []} if row.is_bulk else {}),
        )  # fmt: skip
        message_sent.send(OutboxMessage, row=row, at=now)
    return 1


def _note_refusal(row, error):
    """Write down that ``row`` was not sent, and when to try again: never, where bulk mail is refused for good."""
    now, refusal = timezone.now(), refusal_of(error)
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {getattr(error, 'smtp_code', '')}".strip(": ")[:255]
    changes = {"attempts": row.attempts, "last_error": row.last_error, "claimed_until": None}
    if row.attempts > len(WAITS) or (row.is_bulk and refusal):
        changes["given_up_at"] = now
        if row.is_bulk:
            changes |= {"content": b"", "recipients": []}
    else:
        changes["due_at"] = now + timedelta(minutes=WAITS[row.attempts - 1])
    with transaction.atomic():
        OutboxMessage.objects.filter(pk=row.pk).update(**changes)
        if "given_up_at" in changes:
            message_given_up.send(OutboxMessage, row=row, at=now, refusal=refusal)
    # The error's class only: a server's words may repeat an address.
    logger.warning("Message %s was not sent (attempt %s): %s", row.pk, row.attempts, row.last_error)


def try_again(rows):
    """Let those of ``rows`` (a queryset of OutboxMessage) that are stuck be tried from the beginning; return how many."""
    now = timezone.now()
    return rows.stuck().update(attempts=0, due_at=now, given_up_at=None, last_error="")


def purge_sent(keep=timedelta(days=30)):
    """Delete messages that were sent, or given up, longer ago than ``keep``; return how many."""
    over = timezone.now() - keep
    with transaction.atomic():
        return OutboxMessage.objects.filter(Q(sent_at__lt=over) | Q(given_up_at__lt=over)).delete()[0]


def forget_about(prefix):
    """Delete the messages whose key begins with ``prefix``: what they are about goes, and what waits is not sent."""
    OutboxMessage.objects.filter(key__startswith=prefix).delete()
