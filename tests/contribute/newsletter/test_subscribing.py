"""Subscribing: a form that tells nothing, a link that changes nothing, a button that does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.intake.keys import new_key
from cms.intake.models import AccessLink, Consent, OutboxMessage, Sender
from cms.intake.purge import purge
from contribute.newsletter import subscribing
from contribute.newsletter.addresses import digest
from contribute.newsletter.leaving import leave
from contribute.newsletter.links import key_of
from contribute.newsletter.models import MailingList, NewsletterWords, Subscriber, Suppression
from tests.intake.sums import sum_done
from tests.promises.racing import at_once

from .conftest import button, choices, link_in, newest, typed
from .making import a_list, reader

pytestmark = pytest.mark.django_db

ADDRESS = "reader@example.org"
READERS = "/admin/snippets/newsletter/subscriber/"


def confirm_link():
    return link_in(newest(), "/newsletter/confirm/")


def confirmed(client):
    answer = client.post(confirm_link(), button())
    assert answer.status_code == 200
    return Subscriber.objects.get()


def test_a_new_site_has_a_list_and_words_and_the_form_needs_no_clicking(client):
    assert MailingList.objects.count() == 1
    assert NewsletterWords.objects.count() == 1
    text = client.get("/newsletter/").content.decode()
    assert "News from the Centre" in text
    assert 'name="lists"' not in text
    assert 'href="/newsletter/"' in client.get("/").content.decode()


def test_nothing_is_ticked_in_advance(client):
    a_list("Training")
    text = client.get("/newsletter/").content.decode()
    assert text.count('name="lists"') == 2
    assert " checked" not in text.split("<form")[1].split("</form>")[0]


def test_somebody_is_on_the_list_only_after_the_button_behind_the_link(client, subscribe):
    assert subscribe(person="Sam").url == "/newsletter/asked/"
    link = confirm_link()
    for _look in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
    assert not Subscriber.objects.confirmed().exists()
    subscriber = confirmed(client)
    assert subscriber.confirmed_at
    assert subscriber.sender.name == "Sam"
    assert subscriber.sender.email == ADDRESS
    assert [one.name for one in subscriber.lists.all()] == ["News from the Centre"]
    assert client.post(link, button()).status_code == 410
    assert client.get(link).status_code == 410


def test_the_very_words_they_agreed_to_are_kept_with_their_version(client, subscribe):
    words = NewsletterWords.load()
    words.consent = "Yes, write to me."
    words.save()
    subscribe()
    kept = Subscriber.objects.get().consent
    assert kept.wording == f"{words.privacy}\n\nYes, write to me."
    assert kept.version == NewsletterWords.objects.get().consent_version != "2026-11"
    assert kept.purposes == ["newsletter: News from the Centre"]


def test_other_words_on_privacy_are_another_version():
    words = NewsletterWords.load()
    before = words.consent_version
    words.privacy = "We keep it in a drawer."
    words.save()
    assert NewsletterWords.objects.get().consent_version != before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "not an address"}, "Enter an email address such as"),
        ({"email": "a@example.org\r\nBcc: all@example.org"}, "Enter an email address such as"),
        ({"email": "a" * 100_000 + "@example.org"}, "200"),
        ({"person": "b" * 100_000}, "120"),
        ({"person": "Cheap at https://example.com"}, "Take out the web address"),
        ({"agrees": ""}, "Tick that you agree"),
        ({"token": "nonsense"}, "press the button once more"),
    ],
)
def test_what_cannot_be_is_said_by_the_field_and_nothing_typed_is_lost(subscribe, change, words):
    answer = subscribe(**{"person": "Sam"} | change)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert words in text
    assert "Error: " in text
    if "person" not in change:
        assert 'value="Sam"' in text
    assert not Subscriber.objects.exists()
    assert not OutboxMessage.objects.exists()


class TestWhatAProgramMayHaveSent:
    """Held, not lost: nothing is mailed to an address that a robot may have typed, before somebody looked."""

    def test_gets_the_same_answer_and_no_mail_and_stands_under_readers_as_held(self, client, subscribe, member_of):
        answer = subscribe(person="Sam", website_address="x")
        assert (answer.status_code, answer.url) == (302, "/newsletter/asked/")
        assert not OutboxMessage.objects.exists()
        held = Subscriber.objects.get()
        assert (held.is_held, held.sender.name, held.confirmed_at) == (True, "Sam", None)
        reader("on@example.org")
        reader("waits@example.org", confirmed=False)
        client.force_login(member_of("Inbox staff"))
        for standing, shown in (("on", "on@"), ("waiting", "waits@"), ("held", ADDRESS)):
            text = client.get(READERS, {"standing": standing}).content.decode()
            assert [one for one in ("on@", "waits@", ADDRESS) if one in text] == [shown]
            assert ("Let through" in text) == (standing == "held")

    def test_is_let_through_once_and_then_has_a_week_to_confirm(self, client, subscribe, member_of):
        subscribe(website_address="x")
        held = Subscriber.objects.get()
        Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=29))
        purge()
        client.force_login(member_of("Inbox staff"))
        address = reverse("newsletter_let_through", args=[held.pk])
        assert ADDRESS in client.get(address).content.decode()
        for _press in range(2):
            client.post(address)
        assert OutboxMessage.objects.count() == 1
        entry = ModelLogEntry.objects.get(action="newsletter.let_through")
        assert ADDRESS not in f"{entry.label}{entry.data}"
        client.logout()
        purge()
        assert confirmed(client).confirmed_at
        assert not Subscriber.objects.get().is_held

    def test_is_let_through_by_nobody_who_may_not_read_addresses(self, client, subscribe, member_of):
        subscribe(website_address="x")
        address = reverse("newsletter_let_through", args=[Subscriber.objects.get().pk])
        for role in ("Editors", "Contributors", "Approvers"):
            client.force_login(member_of(role))
            assert client.post(address).status_code in {302, 403}
        assert not OutboxMessage.objects.exists()
        assert Subscriber.objects.get().is_held

    def test_changes_nothing_for_somebody_whom_we_know(self, subscribe):
        a_list("Training")
        there, waits = reader("there@example.org"), reader("waits@example.org", confirmed=False)
        for one in (there, waits):
            subscribe(one.sender.email, lists=[a_list("Training")], person="Robot", website_address="x")
            one.refresh_from_db()
            assert not one.is_held
            assert [which.name for which in one.lists.all()] == ["News from the Centre"]
            assert one.sender.name == ""
        assert not OutboxMessage.objects.exists()

    def test_is_let_through_by_asking_again_oneself(self, client, subscribe):
        subscribe(website_address="x")
        subscribe()
        assert not Subscriber.objects.get().is_held
        assert confirmed(client).confirmed_at

    def test_is_gone_after_a_month(self, subscribe):
        subscribe(website_address="x")
        Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=31))
        purge()
        assert not Subscriber.objects.exists()
        assert not Sender.objects.exists()

    def test_is_what_comes_without_the_sum_while_the_form_is_under_attack(self, client, subscribe):
        words = NewsletterWords.load()
        words.asks_for_proof = True
        words.save()
        assert "data-proof" in client.get("/newsletter/").content.decode()
        subscribe()
        assert Subscriber.objects.get().is_held
        subscribe("other@example.org", proof=sum_done("newsletter-subscribe"))
        assert not Subscriber.objects.get(digest=digest("other@example.org")).is_held


def test_with_several_lists_one_has_to_be_chosen(subscribe):
    a_list("Training")
    answer = subscribe()
    assert answer.status_code == 400
    assert "Choose at least one list" in answer.content.decode()
    assert subscribe(lists=[a_list("Training")]).status_code == 302
    assert [one.name for one in Subscriber.objects.get().lists.all()] == ["Training"]


def test_a_list_that_is_not_offered_cannot_be_chosen(client, subscribe):
    a_list("Training")
    closed = a_list("Closed", is_open=False)
    assert subscribe(lists=[closed]).status_code == 400
    for nonsense in ("99999999999999999999", "x", ""):
        assert client.post("/newsletter/", typed(lists=[nonsense])).status_code == 400


def test_without_an_open_list_the_page_says_so(client, subscribe):
    MailingList.objects.update(is_open=False)
    assert "no newsletter to subscribe to" in client.get("/newsletter/").content.decode()
    assert subscribe().status_code == 200
    assert not Subscriber.objects.exists()


def test_whether_an_address_is_known_shows_in_its_inbox_alone(client, subscribe):
    known = reader(ADDRESS, name="Sam")
    answers = [subscribe(ADDRESS, person="Mallory"), subscribe("new@example.org")]
    assert len({(answer.status_code, answer.url, answer.content) for answer in answers}) == 1
    message = newest_to(ADDRESS)
    assert link_in(message, "/newsletter/yours/") == f"/newsletter/yours/{key_of(known)}/"
    known.sender.refresh_from_db()
    assert known.sender.name == "Sam"


def newest_to(address):
    return next(row for row in OutboxMessage.objects.order_by("-pk") if row.recipients == [address])


def test_the_same_address_in_other_letters_is_the_same_reader(client, subscribe):
    subscribe("Reader@Example.org")
    subscribe("reader@example.ORG ")
    assert Subscriber.objects.count() == Sender.objects.count() == 1


def test_a_stranger_cannot_fill_somebodys_inbox(subscribe):
    for _press in range(8):
        subscribe()
    assert OutboxMessage.objects.count() == subscribing.MOST_A_DAY


def test_the_same_press_twice_mails_once(client, subscribe):
    words, lists = NewsletterWords.load(), [a_list()]
    once = new_key()
    for _press in range(2):
        subscribing.ask(ADDRESS, "", lists, once, words)
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_reader():
    words, lists = NewsletterWords.load(), [a_list()]
    found = at_once(10, lambda number: subscribing.ask(ADDRESS, "", lists, f"once-{number}", words))
    assert found == [None] * 10
    assert Subscriber.objects.count() == Sender.objects.count() == 1
    assert OutboxMessage.objects.count() == subscribing.MOST_A_DAY


def test_who_does_not_confirm_is_forgotten_after_a_week(client, subscribe):
    subscribe(person="Sam")
    link = confirm_link()
    purge()
    assert Subscriber.objects.exists()
    week = timezone.now() - timedelta(days=7, minutes=1)
    Subscriber.objects.update(asked_at=week)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(link).status_code == 410
    assert client.post(link, button()).status_code == 410
    purge()
    assert not Subscriber.objects.exists()
    assert not Sender.objects.exists()
    assert not Consent.objects.exists()
    assert not AccessLink.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not Suppression.objects.exists()
    assert client.get(link).status_code == 404


def test_purging_leaves_readers_alone(client):
    reader(ADDRESS)
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=900))
    Sender.objects.update(created_at=timezone.now() - timedelta(days=900))
    purge()
    assert Subscriber.objects.count() == 1
    assert Sender.objects.get().email == ADDRESS


def test_one_press_unsubscribes_and_only_a_code_stays(client):
    subscriber = reader(ADDRESS, name="Sam")
    address = f"/newsletter/stop/{key_of(subscriber)}/"
    for _look in range(2):
        page = client.get(address)
        assert page.status_code == 200
        assert ADDRESS not in page.content.decode()
    assert Subscriber.objects.exists()
    assert client.post(address).status_code == 200
    assert not Subscriber.objects.exists()
    assert not Sender.objects.exists()
    assert not Consent.objects.exists()
    assert Suppression.objects.get().digest == digest(ADDRESS)
    for answer in (client.get(address), client.post(address), client.get(address.replace("stop", "yours"))):
        assert answer.status_code == 200
        assert "You get no newsletter from us" in answer.content.decode()


def test_a_mail_program_unsubscribes_without_page_token_or_origin(client):
    subscriber = reader(ADDRESS)
    answer = client.post(
        f"/newsletter/stop/{key_of(subscriber)}/",
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": "https://mail.example.com", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()


def test_many_unsubscribe_through_one_providers_machine(client):
    keys = [key_of(reader(f"reader{number}@example.org")) for number in range(70)]
    assert {client.post(f"/newsletter/stop/{key}/").status_code for key in keys} == {200}
    assert not Subscriber.objects.exists()


def test_who_left_gets_nothing_until_they_confirm_again(client, subscribe):
    leave(reader(ADDRESS))
    subscribe()
    assert Suppression.objects.exists()
    assert not Subscriber.objects.confirmed().exists()
    confirmed(client)
    assert not Suppression.objects.exists()


def test_who_asks_never_to_be_written_to_is_not_even_asked_again_for_a_month(client, subscribe):
    subscribe()
    client.post(link_in(newest(), "/newsletter/stop/"))
    assert Suppression.objects.get().reason == Suppression.Reason.NEVER
    assert not Subscriber.objects.exists()
    OutboxMessage.objects.all().delete()
    assert subscribe().url == "/newsletter/asked/"
    assert not OutboxMessage.objects.exists()
    assert not Subscriber.objects.exists()
    Suppression.objects.update(since=timezone.now() - timedelta(days=31))
    subscribe()
    assert OutboxMessage.objects.count() == 1
    assert confirmed(client).confirmed_at
    assert not Suppression.objects.exists()


def test_a_reader_changes_what_they_get_and_how_they_are_greeted(client):
    training = a_list("Training")
    subscriber = reader(ADDRESS, a_list(), name="Sam")
    address = f"/newsletter/yours/{key_of(subscriber)}/"
    page = client.get(address)
    assert page.status_code == 200
    assert ADDRESS not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post(address, choices([training], person="Samira")).status_code == 302
    assert [one.name for one in subscriber.lists.all()] == ["Training"]
    subscriber.sender.refresh_from_db()
    assert subscriber.sender.name == "Samira"
    answer = client.post(address, choices([], person=""))
    assert answer.status_code == 400
    assert "To get nothing any more, unsubscribe below" in answer.content.decode()


def test_names_are_kept_as_people_write_them(client, subscribe):
    for name in ("مريم‎ حسن", "Zoë 🌱", "O’Neill \x00\u202e"):
        subscribe(person=name)
        kept = Sender.objects.get().name
        assert kept
        assert "\x00" not in kept
        assert "\u202e" not in kept


def test_a_secret_key_that_was_renewed_still_knows_who_left(settings, client, subscribe):
    leave(reader(ADDRESS))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that nobody knows"
    subscribe()
    confirmed(client)
    assert not Suppression.objects.exists()


def test_one_address_may_ask_ten_times_in_ten_minutes(subscribe):
    codes = [subscribe(f"person{number}@example.org").status_code for number in range(12)]
    assert codes == [302] * 10 + [429] * 2
