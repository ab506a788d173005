"""Mail that really travels: the site's own messages through Django's SMTP backend to a server on this machine."""

import re
import smtplib

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from cms.intake.mail import send_due, send_template
from cms.intake.models import OutboxMessage

pytestmark = pytest.mark.django_db

TO = "someone@example.org"


def queue(title="Walk and talk", to=TO):
    return send_template("a:1", "directory/email/link", to, {"title": title, "link": "https://example.org/x?a=1&b=2"})


def again():
    OutboxMessage.objects.update(due_at=timezone.now())
    return send_due()


def test_the_sites_own_mail_arrives_whole(postbox):
    queue()
    assert send_due() == 1
    (letter,) = postbox.letters
    assert letter.recipients == [TO]
    assert letter.sender == "site@example.org"
    assert letter.message["To"] == TO
    assert letter.message["From"].addresses[0].addr_spec == "site@example.org"
    assert letter.message["Date"]
    assert "https://example.org/x?a=1&b=2" in letter.text()
    assert "https://example.org/x?a=1&amp;b=2" in letter.text("html")


def test_a_name_from_anywhere_stands_in_subject_and_text_as_it_was_typed(postbox):
    EmailMultiAlternatives("Café für Zuhörer 🌱 مرحبا", "Grüße\n.\nFrom here on", to=[TO]).send()
    assert send_due() == 1
    (letter,) = postbox.letters
    assert letter.message["Subject"] == "Café für Zuhörer 🌱 مرحبا"
    assert letter.text().split("\r\n") == ["Grüße", ".", "From here on", ""]


def test_a_very_long_line_is_broken_for_the_way_and_whole_on_arrival(postbox):
    words = "lång " * 20_000
    EmailMultiAlternatives("Long", words, to=[TO], alternatives=[(f"<p>{words}</p>", "text/html")]).send()
    assert send_due() == 1
    (letter,) = postbox.letters
    assert max(map(len, letter.content.split(b"\r\n"))) <= 998
    assert letter.text() == words
    assert letter.text("html") == f"<p>{words}</p>"


def test_every_attempt_sends_the_same_bytes_under_the_same_id(postbox):
    queue()
    stored = bytes(OutboxMessage.objects.get().content)
    postbox.slow[TO] = 2
    assert send_due() == 0
    assert OutboxMessage.objects.get().attempts == 1
    assert again() == 0
    assert again() == 1
    (letter,) = postbox.letters
    assert letter.content.replace(b"\r\n", b"\n").rstrip() == stored.rstrip()
    assert re.fullmatch(r"<[0-9a-f]{32}@[a-z0-9.-]+>", letter.message["Message-ID"])
    assert again() == 0
    assert len(postbox.letters) == 1


def test_a_subject_of_two_lines_writes_no_header(postbox):
    queue(title="Walk\r\nBcc: everybody@example.org\r\n\r\nand talk")
    send_due()
    (letter,) = postbox.letters
    assert letter.recipients == [TO]
    assert letter.message["Bcc"] is None


@pytest.mark.parametrize("server", ["nobody there", "refuses"])
def test_a_server_that_is_away_or_refuses_loses_nothing(postbox, settings, server):
    if server == "refuses":
        postbox.refused.add(TO)
    else:
        settings.EMAIL_PORT = 1
    queue()
    assert send_due() == 0
    row = OutboxMessage.objects.get()
    assert row.attempts == 1
    assert TO not in row.last_error
    assert row.content
    settings.EMAIL_PORT = postbox.port
    postbox.refused.clear()
    assert again() == 1
    assert postbox.to(TO)


def test_the_server_is_one_that_really_speaks(postbox):
    with smtplib.SMTP(postbox.host, postbox.port) as client:
        assert client.noop()[0] == 250
