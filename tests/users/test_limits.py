"""Who is wrong too often waits; nobody learns who has an account; a cache that is away keeps nobody out."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from cms.intake.models import OutboxMessage
from cms.signin import limits

from .signing import CODE, SIGN_IN, code_of, give_app, is_in, sign_in, type_password

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(member_of):
    return give_app(member_of("Editors")).user


def try_password(client, name, line="203.0.113.1", password="wrong"):  # noqa: S107
    return client.post(SIGN_IN, {"login": name, "password": password}, REMOTE_ADDR=line)


def told(answer):
    """What a page says, without what differs each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value)="\w+"', r"\1", answer.content.decode())


def test_an_account_is_tried_ten_times_from_wherever_and_then_waits(client, editor):
    for number in range(10):
        assert try_password(client, editor.username, f"203.0.113.{number}").status_code == 200
    answer = try_password(client, editor.username, "203.0.113.99", "a long enough password")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert "Try again in 15 minutes" in answer.content.decode()
    # Its email address has a count of its own, and others are not kept out.
    assert try_password(client, editor.email, password="a long enough password").url == CODE


def test_who_goes_on_at_a_closed_door_does_not_close_it_for_their_colleagues(client, editor):
    for _number in range(45):
        try_password(client, "somebody-else")
    assert try_password(client, editor.username, password="a long enough password").url == CODE


def test_a_line_is_taken_at_its_word_thirty_times_whoever_it_tries(client, editor):
    for number in range(30):
        assert try_password(client, f"somebody-{number}").status_code == 200
    assert try_password(client, editor.username, password="a long enough password").status_code == 429
    assert try_password(client, editor.username, "203.0.113.2", "a long enough password").url == CODE


def test_behind_a_proxy_the_line_is_that_of_who_asks_and_nobody_makes_one_up(client, editor, settings):
    settings.BEHIND_PROXY = True

    def ask(said):
        return client.post(
            SIGN_IN, {"login": f"x{said}", "password": "x"}, headers={"X-Forwarded-For": said}
        ).status_code

    assert {ask(f"198.51.100.{number}, 203.0.113.7") for number in range(30)} == {200}
    assert ask("198.51.100.99, 203.0.113.7") == 429
    assert ask("203.0.113.7, 203.0.113.8") == 200


def test_right_passwords_do_not_count(client, editor):
    for _times in range(15):
        assert type_password(Client(), editor).url == CODE


def test_a_code_is_tried_five_times_also_in_other_browsers(client, editor):
    for _number in range(5):
        browser = Client()
        type_password(browser, editor)
        assert browser.post(CODE, {"code": "000000"}).status_code == 200
    type_password(client, editor)
    answer = client.post(CODE, {"code": code_of()})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 15 * 60
    cache.clear()
    assert client.post(CODE, {"code": code_of()}).status_code == 302


def test_confirming_that_it_is_you_is_counted_too(client, editor):
    sign_in(client, editor)
    for _number in range(10):
        assert client.post("/account/confirm/", {"password": "wrong"}).status_code == 200
    assert client.post("/account/confirm/", {"password": "a long enough password"}).status_code == 429
    assert client.post("/account/password/", {"oldpassword": "a long enough password", "password1": "emus run in circles", "password2": "emus run in circles"}).status_code == 429  # fmt: skip


def test_many_wrong_tries_at_once_are_no_way_around(rf, editor):
    """Each is counted before it is looked at: of twenty that began together ten are looked at."""
    begun = []
    for _number in range(20):
        tries = limits.Tries(rf.get("/"), limits.PASSWORDS, "ann")
        try:
            tries.begin()
            begun.append(tries)
        except limits.TooOften:
            pass
    assert len(begun) == 10


@pytest.mark.parametrize("how", ["gone", "garbage"])
def test_a_cache_that_is_away_keeps_nobody_out(client, editor, monkeypatch, how):
    class Away:
        def __getattr__(self, name):
            if how == "gone":
                raise ConnectionError("the cache is away")
            return lambda *args, **options: "nonsense"

    monkeypatch.setattr(limits, "cache", Away())
    assert try_password(client, editor.username).status_code == 200
    code = code_of()
    type_password(client, editor)
    assert client.post(CODE, {"code": code}).url == "/admin/"
    assert is_in(client)
    client.post("/account/sign-out/")
    # A code works once, whatever the cache knows.
    type_password(client, editor)
    assert client.post(CODE, {"code": code}).status_code == 200


def test_a_wrong_name_a_wrong_password_and_an_account_that_is_off_are_told_alike(editor, member_of):
    off = member_of("Editors", is_active=False)
    pages = {told(try_password(Client(), name, password=word)).replace(name, "NAME")
             for name, word in ((editor.username, "wrong"), ("nobody-at-all", "wrong"), (off.username, "a long enough password"))}  # fmt: skip
    assert len(pages) == 1
    pages = {
        told(try_password(Client(), name)).replace("&#", "&#").replace(name.replace("@", "&#64;"), "")
        for name in ("nobody@example.org",)
    }
    assert len(pages) == 1


def test_a_forgotten_password_is_answered_alike_for_everybody_by_page_and_number_of_mails(client, editor, member_of):
    off = member_of("Editors", is_active=False)
    pages = set()
    for email in (editor.email, editor.email.upper(), "nobody@example.org", off.email):
        before = OutboxMessage.objects.count()
        answer = Client().post("/account/forgotten/", {"email": email})
        assert answer.url == "/account/forgotten/sent/"
        pages.add(told(Client().get(answer.url)))
        assert OutboxMessage.objects.count() == before + 1
        assert OutboxMessage.objects.order_by("pk").last().recipients[0].lower() == email.lower()
    assert len(pages) == 1


def test_an_address_gets_three_such_mails_in_an_hour_and_a_line_asks_ten_times(client, editor):
    for number in range(10):
        answer = client.post("/account/forgotten/", {"email": editor.email})
        assert answer.status_code == 302, number
    assert OutboxMessage.objects.count() == 3
    assert client.post("/account/forgotten/", {"email": "other@example.org"}).status_code == 429
    assert OutboxMessage.objects.count() == 3


@pytest.mark.parametrize("typed", ["\x00", "a\x00b", "é" * 400, "' OR 1=1 --", "\ud800", "𝔘𝔫𝔦", "a@b" * 200])
def test_whatever_is_typed_is_answered(client, typed):
    for address, field in ((SIGN_IN, "login"), ("/account/forgotten/", "email")):
        data = {field: typed.encode("utf-8", "surrogatepass"), "password": b"x"}
        assert client.post(address, data).status_code in {200, 302}
