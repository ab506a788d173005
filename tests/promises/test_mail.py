"""Promise 9: mail after commit, at least once, never twice, and the person's page as fast as ever."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from cms.intake.mail import WAITS, purge_sent, send_due, send_template
from cms.intake.models import OutboxMessage

pytestmark = pytest.mark.django_db


class Refusing(EmailBackend):
    """A mail server that refuses; ``refusals`` counts."""

    refusals = 0

    def send_messages(self, messages):
        type(self).refusals += 1
        raise smtplib.SMTPServerDisconnected("private.person@example.org said no")


@pytest.fixture
def refusing(settings):
    settings.OUTBOX_EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.refusals = 0
    return Refusing


def queue(key="a:1"):
    return send_template(
        key, "directory/email/link", "someone@example.org", {"title": "T", "link": "https://example.org/x"}
    )


def test_a_message_of_a_transaction_that_failed_is_never_sent():
    def fails_after_mailing():
        with transaction.atomic():
            queue()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_after_mailing()
    assert not OutboxMessage.objects.exists()


def test_the_same_cause_never_mails_twice():
    queue()
    queue()
    assert OutboxMessage.objects.count() == 1
    assert send_due() == 1
    queue()
    assert send_due() == 0
    assert len(mail.outbox) == 1


def test_a_message_arrives_whole_with_text_html_and_an_id_that_stays():
    queue()
    before = bytes(OutboxMessage.objects.get().content)
    send_due()
    message = mail.outbox[0].message()
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html"}
    assert message["Message-ID"].encode() in before
    assert message["Auto-Submitted"] == "auto-generated"
    assert "X-Outbox-Key" not in message


def test_a_mail_server_that_refuses_costs_the_person_nothing_and_is_tried_again(submitted, refusing, settings):
    assert OutboxMessage.objects.due().count() == 1
    assert send_due() == 0
    row = OutboxMessage.objects.get()
    assert refusing.refusals == 1
    assert row.attempts == 1
    assert row.due_at > timezone.now()
    assert "private.person" not in row.last_error
    assert send_due() == 0
    assert refusing.refusals == 1
    settings.OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(due_at=timezone.now())
    assert send_due() == 1
    assert mail.outbox[0].to == ["private.person@example.org"]


def test_after_many_refusals_the_message_is_given_up_and_kept_for_a_person(refusing):
    queue()
    for _attempt in range(len(WAITS) + 1):
        OutboxMessage.objects.update(due_at=timezone.now())
        send_due()
    row = OutboxMessage.objects.get()
    assert row.given_up_at
    assert row.content
    OutboxMessage.objects.update(due_at=timezone.now())
    assert send_due() == 0


def test_a_worker_that_dies_with_a_message_in_hand_loses_nothing():
    queue()
    OutboxMessage.objects.update(claimed_until=timezone.now() + timedelta(minutes=5))
    assert send_due() == 0
    OutboxMessage.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send_due() == 1


def test_what_was_sent_keeps_no_words_and_is_deleted_after_a_month():
    queue()
    send_due()
    assert bytes(OutboxMessage.objects.get().content) == b""
    assert purge_sent() == 0
    OutboxMessage.objects.update(sent_at=timezone.now() - timedelta(days=31))
    assert purge_sent() == 1


def test_no_message_to_anybody_holds_what_was_told(submitted, decide, approver):
    decide(submitted.service, "reject", comment="Which door?")
    send_due()
    text = "".join(message.message().as_string() for message in mail.outbox)
    for told in ("Jo meets you", "Hidden Lane", "0491 570 156", "A note for editors only"):
        assert told not in text
