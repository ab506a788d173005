"""An issue to many readers through a real mail server: each gets it once, whatever happens on the way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.intake import mail
from cms.intake.mail import send_due, send_template
from cms.intake.models import OutboxMessage, Sender
from contribute.newsletter import sending
from contribute.newsletter.leaving import leave, purge_deliveries
from contribute.newsletter.links import key_of
from contribute.newsletter.models import Delivery, Issue, NewsletterWords, Subscriber, Suppression
from contribute.newsletter.subscribing import choose
from tests.pages.factories import StandardFactory
from tests.promises.racing import at_once

from .making import a_list, an_issue, page_part, reader, with_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(db, settings):
    settings.BULK_MAIL_PER_MINUTE = 100_000
    with_address()


def later(minutes=2000):
    """Let what waits for another try be due."""
    OutboxMessage.objects.filter(sent_at=None).update(due_at=timezone.now() - timedelta(seconds=1))


def send_all(rounds=30):
    """What the worker does until nothing is left that is due; return how many were sent."""
    total = 0
    for _round in range(rounds):
        sent = send_due()
        total += sent
        if not sent and not Issue.objects.filter(due_at__isnull=False, filled_at=None).exists():
            break
    return total


def two_hundred():
    return [reader(f"reader{number}@example.org", name=f"Reader {number}") for number in range(200)]


def test_two_hundred_readers_get_it_once_whoever_refuses_puts_us_off_or_is_slow(postbox, settings):
    settings.EMAIL_TIMEOUT = 2
    readers = two_hundred()
    postbox.refused.add("reader7@example.org")
    postbox.slow["reader8@example.org"] = 2
    # It takes the message and then says nothing for longer than we wait.
    postbox.paused.add("reader9@example.org")
    issue = an_issue(page_part(StandardFactory(title="How we began", teaser="A short history.")))
    assert sending.press(issue, None)
    assert send_all() == 197
    issue.refresh_from_db()
    assert sending.report(issue) == {"readers": 200, "sent": 197, "waiting": 2, "refused": 1, "left": 0}
    assert postbox.asked.count("reader9@example.org") == 1
    postbox.paused.clear()
    assert issue.filled_at
    assert not issue.finished_at
    for _try in range(2):
        later()
        send_all()
    issue.refresh_from_db()
    assert issue.finished_at
    assert sending.report(issue) == {"readers": 200, "sent": 199, "waiting": 0, "refused": 1, "left": 0}
    got = sorted(letter.recipients[0] for letter in postbox.letters)
    assert got == sorted(one.sender.email for one in readers if one.sender.email != "reader7@example.org")
    # Who is unknown there is off the list, and is asked for by nobody any more.
    assert Subscriber.objects.count() == 199
    assert Suppression.objects.get().reason == Suppression.Reason.REFUSED
    assert not Sender.objects.filter(email="reader7@example.org").exists()
    assert postbox.asked.count("reader7@example.org") == 1
    assert not OutboxMessage.objects.exclude(recipients=[]).exists()
    assert not OutboxMessage.objects.exclude(content=b"").exists()


def test_a_letter_has_its_readers_own_links_and_both_headers_and_loads_nothing(postbox):
    one = reader("sam@example.org", name="Sam")
    page = StandardFactory(title="How we began", teaser="A short history.")
    words = '<p>Read <b>this</b> first, <a linktype="page" id="%d">here</a>.</p><ul><li>One</li><li>Two</li></ul>'
    issue = an_issue(
        {"type": "heading", "value": "To read"}, page_part(page), page_part(page, words % page.pk),
        {"type": "heading", "value": "A heading over nothing"}, {"type": "heading", "value": "And"},
        {"type": "text", "value": "<p>See you in Moe.</p>"},
        subject="Café Zuhören 🌱", preheader="And a cup of tea",
    )  # fmt: skip
    sending.press(issue, None)
    send_all()
    (letter,) = postbox.letters
    message, text, html = letter.message, letter.text(), letter.text("html")
    assert message["Subject"] == "Café Zuhören 🌱"
    assert message["From"].addresses[0].display_name == "Centre of Excellence in Peer Support"
    stop = f"http://127.0.0.1:8000/newsletter/stop/{key_of(one)}/"
    assert message["List-Unsubscribe"] == f"<{stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (text, html):
        assert "Hello" in part
        assert "Sam" in part
        assert stop in part
        assert f"/newsletter/yours/{key_of(one)}/" in part
        assert "PO Box 12" in part
        assert "See you in Moe." in part
        assert "A heading over nothing" not in part
        assert f"http://127.0.0.1:8000{page.url}" in part
        assert "sam@example.org" not in part
    assert "A short history." in text
    assert "- One\n- Two" in text.replace("\r\n", "\n")
    assert not re.search(r"<(img|script|link|iframe)\b|url\(|\bsrc=|utm_", html)
    hosts = set(re.findall(r"https?://([^/\s\"<>]+)", html + text))
    assert hosts == {"127.0.0.1:8000"}


def test_a_word_of_a_reader_or_an_editor_writes_no_header_and_no_markup(postbox):
    reader("sam@example.org", name="Sam\r\nBcc: all@example.org<b>")
    words = NewsletterWords.load()
    words.from_name = "The Centre\r\nBcc: all@example.org"
    words.save()
    issue = an_issue(subject="One")
    Issue.objects.filter(pk=issue.pk).update(subject="Two\r\nBcc: all@example.org")
    sending.press(issue, None)
    assert send_all() == 1
    (letter,) = postbox.letters
    assert letter.message["Bcc"] is None
    assert letter.recipients == ["sam@example.org"]
    assert "<b>" not in letter.text("html")


def test_a_worker_that_is_killed_while_it_writes_leaves_whole_batches_and_the_next_goes_on(postbox, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 40)
    two_hundred()
    issue = an_issue()
    sending.press(issue, None)
    sending.fill()
    assert Delivery.objects.count() == OutboxMessage.objects.count() == 40

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    send_due(limit=30)
    with monkeypatch.context() as patched:
        patched.setattr(Delivery.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.fill()
    assert Delivery.objects.count() == OutboxMessage.objects.count() == 40
    send_all()
    assert len(postbox.letters) == len({letter.recipients[0] for letter in postbox.letters}) == 200
    assert sending.report(issue)["sent"] == 200


def test_a_worker_that_is_killed_while_it_sends_leaves_a_claim_that_lapses(postbox, monkeypatch):
    for number in range(5):
        reader(f"reader{number}@example.org")
    issue = an_issue()
    sending.press(issue, None)

    def killed(row, line):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mail, "_send", killed)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    assert send_all() == 4
    OutboxMessage.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send_all() == 1
    assert len({letter.recipients[0] for letter in postbox.letters}) == len(postbox.letters) == 5


@pytest.mark.django_db(transaction=True)
def test_four_workers_and_four_presses_at_once_send_once(postbox):
    for number in range(40):
        reader(f"reader{number}@example.org")
    issue = an_issue()
    pressed = at_once(4, lambda _number: sending.press(issue, None))
    assert sorted(map(bool, pressed)) == [False, False, False, True]
    found = at_once(4, lambda _number: send_all())
    assert not [one for one in found if isinstance(one, Exception)]
    send_all()
    assert len({letter.recipients[0] for letter in postbox.letters}) == len(postbox.letters) == 40
    assert Delivery.objects.filter(sent_at__isnull=False).count() == 40


def test_other_mail_overtakes_a_newsletter(postbox):
    for number in range(20):
        reader(f"reader{number}@example.org")
    sending.press(an_issue(), None)
    send_due(limit=3)
    send_template("a:1", "newsletter/email/known", "first@example.org", {"choices": "https://example.org/"})
    send_due(limit=3)
    assert [letter.recipients[0] for letter in postbox.letters].index("first@example.org") == 3


def test_no_more_leaves_in_a_minute_than_the_setting_says(postbox, settings):
    settings.BULK_MAIL_PER_MINUTE = 4
    for number in range(10):
        reader(f"reader{number}@example.org")
    sending.press(an_issue(), None)
    assert send_due() == 4
    assert send_due() == 0
    OutboxMessage.objects.exclude(sent_at=None).update(sent_at=timezone.now() - timedelta(seconds=61))
    assert send_due() == 4


def test_only_confirmed_readers_of_its_lists_get_it_and_who_is_on_two_gets_one(postbox):
    news, training = a_list(), a_list("Training")
    reader("both@example.org", news, training)
    reader("training@example.org", training)
    reader("news@example.org", news)
    reader("waiting@example.org", training, confirmed=False)
    leave(reader("left@example.org", training))
    issue = an_issue(lists=[news, training])
    assert sending.readers(issue).count() == 3
    only = an_issue(lists=[training], subject="Training")
    sending.press(only, None)
    late = reader("late@example.org", training)
    Subscriber.objects.filter(pk=late.pk).update(confirmed_at=timezone.now() + timedelta(seconds=5))
    send_all()
    assert sorted(letter.recipients[0] for letter in postbox.letters) == ["both@example.org", "training@example.org"]


def test_who_leaves_while_it_is_being_sent_gets_nothing(postbox):
    training = a_list("Training")
    one, other, third = (reader(f"reader{number}@example.org", a_list(), training) for number in range(3))
    issue = an_issue()
    sending.press(issue, None)
    sending.fill()
    leave(one)
    choose(other, [training])
    send_all()
    assert [letter.recipients for letter in postbox.letters] == [["reader2@example.org"]]
    assert sending.report(issue)["readers"] == 1
    leave(third)
    assert sending.report(issue) == {"readers": 1, "sent": 1, "waiting": 0, "refused": 0, "left": 1}


def test_a_page_that_is_unpublished_or_deleted_meanwhile_leaves_with_what_waits(postbox):
    for number in range(6):
        reader(f"reader{number}@example.org")
    told, other, third = (StandardFactory(title=f"Zebrafinch {number}") for number in range(3))
    issue = an_issue(page_part(told), page_part(other, "<p>Words about zebrafinch</p>"), page_part(third))
    sending.press(issue, None)
    send_due(limit=2)
    told.unpublish()
    other.delete()
    send_all()
    texts = [letter.text() for letter in postbox.letters]
    assert len(texts) == 6
    assert all("Zebrafinch 0" in text for text in texts[:2])
    for text in texts[2:]:
        assert "Zebrafinch 2" in text
        assert "Zebrafinch 0" not in text
        assert "about zebrafinch" not in text
    issue.refresh_from_db()
    assert "about zebrafinch" not in str(issue.body.raw_data)
    assert sending.report(issue)["sent"] == 6


@pytest.mark.parametrize(
    ("answer", "refused", "readers"),
    [
        ("550 5.1.1 Unknown", 1, 0),
        ("551 Moved away", 1, 0),
        ("550 5.7.1 Relaying denied", 0, 1),
        ("554 5.7.1 Blocked", 0, 1),
        ("550 5.4.1 No route", 0, 1),
        ("450 4.2.1 Try again", 0, 1),
    ],
)
def test_only_a_refusal_of_the_address_itself_strikes_a_reader_off(postbox, answer, refused, readers):
    reader("someone@example.org")
    postbox.answers["someone@example.org"] = answer
    issue = an_issue()
    sending.press(issue, None)
    send_all()
    assert sending.report(issue)["refused"] == refused
    assert Subscriber.objects.count() == readers


def test_what_was_sent_is_no_longer_known_by_reader_after_three_months(postbox):
    one = reader("someone@example.org")
    issue = an_issue()
    sending.press(issue, None)
    send_all()
    sending.fill()
    assert purge_deliveries() == 0
    Issue.objects.update(finished_at=timezone.now() - timedelta(days=91))
    assert purge_deliveries() == 1
    assert not one.deliveries.exists()
    assert sending.report(issue)["sent"] == 1
    assert send_all() == 0


def test_an_address_is_in_no_log(postbox, caplog):
    caplog.set_level("DEBUG")
    for number in range(3):
        reader(f"zebrafinch{number}@example.org")
    postbox.refused.add("zebrafinch1@example.org")
    postbox.slow["zebrafinch2@example.org"] = 1
    sending.press(an_issue(), None)
    send_all()
    leave(Subscriber.objects.first())
    written = [record for record in caplog.records if record.name != "django.db.backends"]
    assert "zebrafinch" not in "\n".join(record.getMessage() for record in written)
    assert "1 was not sent" in caplog.text or "was not sent" in caplog.text


def test_a_mail_server_that_hangs_up_is_rung_again(postbox):
    postbox.most_on_a_line = 3
    for number in range(10):
        reader(f"reader{number}@example.org")
    sending.press(an_issue(), None)
    for _round in range(4):
        send_all()
        later()
    assert len({letter.recipients[0] for letter in postbox.letters}) == len(postbox.letters) == 10
