"""What holds of every short form: asked, kept once, confirmed, acknowledged, taken back, never a 500."""

from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape
from urllib.parse import quote

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cms.core.days import working_days_after
from cms.intake.models import Consent, OutboxMessage, Sender
from cms.intake.purge import purge
from cms.intake.receipts import seal
from contribute import desk
from contribute.models import Channel, Contribution, Message
from contribute.receiving import TAKE_BACK
from contribute.views import forms as form_views
from tests.counting import settled_cost

from .filled import EMAIL, TOLD

pytestmark = pytest.mark.django_db


def test_a_form_is_open_to_everybody_sets_no_cookie_and_asks_few_queries(client, url_of, kind):
    page = client.get(url_of(kind))
    assert page.status_code == 200
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]
    assert settled_cost(lambda: client.get(url_of(kind))) <= 8


def test_nothing_is_ticked_or_chosen_in_advance(client, url_of, kind):
    page = html.fromstring(client.get(url_of(kind)).content)
    assert page.xpath("//main//input[@type='checkbox' or @type='radio' or @type='text']")
    assert not page.xpath("//main//input[@checked]")
    assert not page.xpath("//main//option[@selected and @value != '']")


def test_a_form_says_what_becomes_of_it_and_what_to_do_if_it_cannot_wait(client, url_of, kind):
    content = client.get(url_of(kind)).content.decode()
    channel = Channel.objects.get(kind=kind)
    assert channel.privacy.split("\n")[0] in content
    assert f"within {channel.answer_in} working day" in content
    assert "call <a" in content


def test_what_is_sent_is_kept_with_its_words_its_sender_and_the_wording_they_read(sent, kind):
    contribution = sent(kind)
    channel = Channel.objects.get(kind=kind)
    assert TOLD in contribution.words
    assert contribution.kind == kind
    assert contribution.status == "new"
    assert contribution.sender.email == EMAIL
    assert contribution.consent.wording.startswith(channel.privacy)
    assert len(contribution.consent.version) == 8
    assert contribution.due_on == working_days_after(timezone.localdate(), channel.answer_in)


def test_the_confirmation_shows_the_reference_and_nothing_of_what_was_sent(client, sent, kind):
    contribution = sent(kind)
    page = client.get(contribution.confirmed_at)
    content = page.content.decode()
    assert contribution.reference in content
    assert "no-store" in page["Cache-Control"]
    assert TOLD not in content
    assert EMAIL not in content
    assert "Quoll" not in content


def test_its_sender_is_told_by_one_mail_that_says_nothing_of_it(sent, kind):
    contribution = sent(kind)
    mail = OutboxMessage.objects.get()
    body = bytes(mail.content).decode()
    assert mail.recipients == [EMAIL]
    assert contribution.reference in mail.subject
    for word in (TOLD, "Quoll", kind, "complain"):
        assert word not in (mail.subject + body).lower().replace("=\n", ""), word


def test_the_day_by_which_we_do_something_is_told_on_the_page_and_in_the_mail(client, sent, kind):
    contribution = sent(kind)
    day = f"{contribution.due_on:%-d %B %Y}"
    promise = f"we {contribution.PROMISE} by"
    page = " ".join(client.get(contribution.confirmed_at).content.decode().split())
    text = message_from_bytes(bytes(OutboxMessage.objects.get().content), policy=policy.default)
    for words in (page, " ".join(text.get_body(("plain",)).get_content().split())):
        assert day in words
        assert promise in words.lower()


def test_the_days_for_which_it_is_kept_begin_when_it_is_done(sent, kind, member_of):
    contribution = sent(kind)
    assert contribution.retain_until is None
    desk.set_status(contribution, "done", user=member_of("Administrators"))
    days = Channel.objects.get(kind=kind).keep_for
    assert type(contribution).objects.get().retain_until == timezone.localdate() + timedelta(days=days)


def test_one_form_sent_twice_is_one_record_and_one_mail(client, filled, url_of, kind):
    data = filled(kind)
    first, second = client.post(url_of(kind), data), client.post(url_of(kind), data)
    assert first.status_code == second.status_code == 302
    assert Contribution.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert Sender.objects.count() == Consent.objects.count() == 1


def test_nothing_typed_is_a_list_of_what_is_missing_and_status_400(client, url_of, kind):
    page = client.post(url_of(kind), {})
    assert page.status_code == 400
    assert "There is a problem" in page.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("text", ["\x00a\x00", "‮abc", "x" * 100_000, "😀" * 500, "مرحبا", "a\r\nBcc: x@example.org"])
def test_strange_text_is_kept_clean_or_refused_with_what_was_typed_and_never_a_500(client, filled, url_of, kind, text):
    page = client.post(url_of(kind), filled(kind, words=text))
    if page.status_code == 302:
        kept = Contribution.objects.get().words
        assert kept
        assert not {"\x00", "\u202e"} & set(kept)
    else:
        assert page.status_code == 400
        assert "longer than we can take" in page.content.decode()
        assert text[:200] in unescape(page.content.decode())


def test_an_address_with_a_line_break_is_refused(client, filled, url_of, kind):
    page = client.post(url_of(kind), filled(kind, your_email="a@example.org\nBcc: b@example.org"))
    assert page.status_code == 400
    assert not OutboxMessage.objects.exists()


def test_a_database_that_does_not_answer_is_said_and_loses_nothing(client, filled, url_of, kind, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("words that may hold what somebody typed")

    monkeypatch.setattr(form_views, "receive", away)
    page = client.post(url_of(kind), filled(kind))
    assert page.status_code == 503
    assert "It was not saved" in page.content.decode()
    assert TOLD in page.content.decode()


def test_what_a_robot_fills_in_is_held_under_junk_and_nobody_is_told(client, filled, url_of, kind):
    response = client.post(url_of(kind), filled(kind, website_address="https://example.org"))
    held = Contribution.objects.get()
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert (held.status, held.held) == ("junk", "robot")
    assert not OutboxMessage.objects.exists()


def test_words_with_many_links_are_held_and_not_lost(sent, kind):
    links = " ".join(f"https://example.org/{number}" for number in range(5))
    held = sent(kind, words=f"{TOLD} {links}")
    assert (held.status, held.held) == ("junk", "links")
    assert TOLD in held.words


def test_a_closed_form_takes_nothing_and_says_why(client, filled, url_of, kind):
    Channel.objects.filter(kind=kind).update(is_open=False, closed_message="We are away until March.")
    assert "We are away until March." in client.get(url_of(kind)).content.decode()
    client.post(url_of(kind), filled(kind))
    assert not Contribution.objects.exists()


def test_words_about_danger_put_the_help_lines_first_and_are_flagged_but_taken(client, sent, kind):
    contribution = sent(kind, words="I want to kill myself")
    assert contribution.is_urgent
    content = client.get(contribution.confirmed_at).content.decode()
    assert content.index("If you need somebody to talk to now") < content.index("Thank you. We have it.")


def test_staff_who_look_after_it_are_told_with_a_link_and_nothing_of_what_it_says(sent, kind, member_of):
    reader, stranger = member_of("Inbox staff"), member_of("Contributors")
    Channel.objects.get(kind=kind).told.add(reader, stranger)
    contribution = sent(kind)
    mails = {mail.recipients[0]: mail for mail in OutboxMessage.objects.all()}
    assert stranger.email not in mails
    body = bytes(mails[reader.email].content).decode().replace("=\n", "")
    assert contribution.reference in body
    assert f"/admin/contribute/{contribution.pk}/" in body
    assert TOLD not in body
    assert EMAIL not in body


# --- Taking back ----------------------------------------------------------------------------------


def take_back(contribution):
    return reverse("contribute:take_back", args=[seal(TAKE_BACK, contribution.reference)])


def press(client, address):
    page = client.get(address)
    return client.post(address, {"token": page.context["form"].token(), "website_address": ""}, follow=True)


def test_opening_the_link_that_takes_back_changes_nothing_and_its_button_deletes_it(client, sent, kind):
    contribution = sent(kind)
    desk.write_note(contribution, f"Rang them about the {TOLD}", user=None)
    client.get(take_back(contribution))
    assert TOLD in type(contribution).objects.get().words
    page = press(client, take_back(contribution))
    gone = type(contribution).objects.get()
    assert "It is deleted" in page.content.decode()
    assert (gone.words, gone.sender, gone.consent, gone.status) == ("", None, None, "taken-back")
    assert not Sender.objects.exists()
    assert not Message.objects.exists()


def test_what_was_taken_back_says_so_the_second_time(client, sent, kind):
    contribution = sent(kind)
    press(client, take_back(contribution))
    assert "is no longer here" in client.get(take_back(contribution)).content.decode()


@given(st.text(min_size=1, max_size=80).filter(lambda text: "/" not in text and text.strip(".")))
def test_no_made_up_link_opens_anything(client, text):
    address = f"/contribute/take-back/{quote(text, safe='', errors='surrogatepass')}/"
    assert client.get(address).status_code in {404, 400}


@pytest.mark.parametrize("purpose", ["contribute.answer", "contribute.sent", "directory"])
def test_a_link_for_one_thing_does_not_do_another(client, sent, purpose):
    contribution = sent("enquiry")
    address = reverse("contribute:take_back", args=[seal(purpose, contribution.reference)])
    assert client.get(address).status_code == 404


# --- Kept no longer than promised -----------------------------------------------------------------


def test_what_is_done_is_emptied_when_its_time_is_over_and_what_waits_is_not(sent, kind, member_of):
    done, waits = sent(kind), sent(kind)
    desk.set_status(done, "done", user=member_of("Inbox staff"))
    desk.write_note(done, TOLD, user=None)
    days = Channel.objects.get(kind=kind).keep_for
    Contribution.objects.filter(pk=done.pk).update(retain_until=timezone.localdate() - timedelta(days=1))
    purge()
    done, waits = (type(row).objects.get(pk=row.pk) for row in (done, waits))
    assert days >= 7
    assert (done.words, done.sender, done.consent) == ("", None, None)
    assert done.forgotten_on == timezone.localdate()
    assert not done.messages.exists()
    assert TOLD in waits.words
    assert waits.sender is not None


def test_what_waits_to_be_mailed_goes_with_what_was_taken_back(client, sent, kind, member_of):
    contribution = sent(kind)
    other = sent(kind, your_email="wombat@example.org")
    desk.reply(contribution, f"About the {TOLD}", user=member_of("Administrators"))
    press(client, take_back(contribution))
    assert {tuple(mail.recipients) for mail in OutboxMessage.objects.all()} == {(other.sender.email,)}
