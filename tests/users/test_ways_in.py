"""No way into the editor leaves out the second factor, whichever door is tried and whatever is sent to it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.urls import get_resolver

from .signing import CODE, OVERVIEW, PASSWORD, SIGN_IN, code_of, give_app, is_in, sign_in, type_password

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

# Wagtail's own ways in, and those of its parts.
OLD_DOORS = [
    "/admin/login/", "/admin/password_reset/", "/admin/password_reset/done/", "/admin/password_reset/complete/",
    "/admin/password_reset/confirm/MQ/set-password/", "/_util/login/",
]  # fmt: skip
# A screen of each kind: pages, lists, an API of the editor's scripts, a file's preview, what asks by script.
INSIDE = [
    "/admin/",
    "/admin/pages/",
    "/admin/users/",
    "/admin/account/",
    "/admin/api/main/pages/",
    "/admin/reports/site-history/",
    "/design/",
]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(member_of):
    return member_of("Editors")


def assert_outside(client):
    for address in INSIDE:
        for ask in (client.get, client.post):
            answer = ask(address)
            assert answer.status_code in {302, 403, 405}, address
            assert answer.status_code != 302 or answer.url.startswith("/account/"), (address, answer.url)


def test_nobody_comes_in_without_signing_in(client):
    assert_outside(client)
    assert client.get("/admin/pages/?q=1").url == f"{SIGN_IN}?next=/admin/pages/%3Fq%3D1"


@pytest.mark.parametrize("door", OLD_DOORS)
def test_an_old_door_leads_to_the_new_one_and_looks_at_no_password(client, editor, door):
    for method in ("get", "post", "put", "head"):
        answer = getattr(client, method)(door, {"username": editor.username, "password": PASSWORD})
        assert answer.status_code == 302, method
        assert answer.url in {SIGN_IN, "/account/forgotten/"}
    assert not client.session.keys()
    assert_outside(client)


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/", SIGN_IN])
@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", "http:///x"],
)
def test_where_to_go_afterwards_is_on_this_site(client, editor, door, wanted):
    if door != SIGN_IN:
        assert client.get(door, {"next": wanted}).url == SIGN_IN
        assert client.post(door, {"next": wanted}).url == SIGN_IN
        return
    give_app(editor)
    assert sign_in(client, editor, next=wanted).url == "/admin/"


def test_where_somebody_wanted_to_go_is_kept_over_all_steps(client, editor):
    give_app(editor)
    assert client.get("/admin/login/?next=/admin/pages/").url == f"{SIGN_IN}?next=%2Fadmin%2Fpages%2F"
    assert sign_in(client, editor, next="/admin/pages/").url == "/admin/pages/"


def test_a_right_password_alone_opens_nothing(client, editor):
    give_app(editor)
    assert type_password(client, editor).url == CODE
    assert_outside(client)
    # Nor does what one may do with one's own factors.
    for address in (
        "",
        "app/add/",
        "app/remove/",
        "recovery-codes/",
        "recovery-codes/new/",
        "passkeys/add/",
        "password/",
    ):
        for ask in (client.get, client.post):
            answer = ask(OVERVIEW + address, {"code": code_of()})
            assert answer.status_code == 302, address
            assert answer.url.startswith((SIGN_IN, CODE)), address


def test_password_and_code_open_the_editor(client, editor):
    give_app(editor)
    assert sign_in(client, editor).url == "/admin/"
    assert is_in(client)


def test_a_code_without_a_password_is_not_looked_at(client, editor):
    give_app(editor)
    for method in ("get", "post"):
        assert getattr(client, method)(CODE, {"code": code_of()}).url == SIGN_IN
    assert_outside(client)


def test_a_session_that_was_never_asked_is_nobodys(client, editor, settings):
    give_app(editor)
    for required in (True, False):
        settings.SECOND_FACTOR_REQUIRED = required
        client.force_login(editor)
        # Not even what one may do with one's own factors: a second one could be added by whoever knows the password.
        for address in ("", "app/add/", "passkeys/add/", "password/", "recovery-codes/new/"):
            for ask in (client.get, client.post):
                assert ask(OVERVIEW + address).url.startswith(SIGN_IN), address
        assert_outside(client)


def test_a_session_from_before_there_was_a_second_factor_ends(client, editor, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(editor)
    assert is_in(client)
    give_app(editor)
    assert_outside(client)


def test_who_has_no_second_factor_yet_can_only_set_one_up(client, editor):
    assert type_password(client, editor).url == "/admin/"
    assert client.get("/admin/pages/").url == "/account/?next=%2Fadmin%2Fpages%2F"
    assert_outside(client)
    assert "Set up your second step" in client.get(OVERVIEW).content.decode()


def test_on_the_sample_site_one_may_do_without(client, editor, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert type_password(client, editor).url == "/admin/"
    assert is_in(client)


def test_who_is_switched_off_is_out_at_once_and_stays_out(client, editor):
    give_app(editor)
    sign_in(client, editor)
    get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    assert_outside(client)
    assert type_password(client, editor).status_code == 200
    assert_outside(client)


def test_who_is_switched_off_between_the_steps_stays_out(client, editor):
    give_app(editor)
    type_password(client, editor)
    get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    client.post(CODE, {"code": code_of()})
    assert_outside(client)


def test_a_code_works_once_also_in_the_half_minute_in_which_it_is_shown(client, editor):
    give_app(editor)
    code = code_of()
    sign_in(client, editor)
    client.post("/account/sign-out/")
    type_password(client, editor)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert_outside(client)
    # Nor one of before it, which the clocks of phones make us take otherwise.
    assert client.post(CODE, {"code": code_of(later=-1)}).status_code == 200
    assert client.post(CODE, {"code": code_of(later=1)}).status_code == 302
    assert is_in(client)


def test_a_recovery_code_works_once(client, editor):
    give_app(editor)
    codes = RecoveryCodes.activate(editor).get_unused_codes()
    for number, is_taken in ((0, True), (0, False), (1, True)):
        client.logout()
        type_password(client, editor)
        answer = client.post(CODE, {"code": codes[number]})
        assert (answer.status_code == 302) is is_taken
        assert is_in(client) is is_taken


def test_recovery_codes_alone_are_no_second_factor(client, editor):
    RecoveryCodes.activate(editor)
    type_password(client, editor)
    assert client.get("/admin/").url.startswith(OVERVIEW)


def test_a_key_of_the_server_that_is_lost_lets_nobody_in(client, editor, settings):
    give_app(editor)
    settings.SECRET_KEY, old = "another key altogether, and a long one at that", settings.SECRET_KEY
    type_password(client, editor)
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    for secret in ("", old):
        try:
            guess = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        except ValueError:
            continue
        assert client.post(CODE, {"code": guess}).status_code == 200
    assert client.post(CODE, {"code": code_of()}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = [old]
    client.logout()
    assert sign_in(client, editor).url == "/admin/"


def test_secrets_cannot_be_read_in_the_database(editor):
    from .signing import SECRET

    give_app(editor)
    RecoveryCodes.activate(editor)
    rows = Authenticator.objects.filter(user=editor)
    assert len(rows) == 2
    assert not any(SECRET in str(row.data) for row in rows)
    seed = next(row for row in rows if row.type == "recovery_codes").data["seed"]
    assert len(seed) > 100


def test_nobody_can_make_an_account_for_themselves(client):
    for address in ("signup/", "sign-up/", "signup/passkey/", "email/", "social/", "login/code/"):
        assert client.get(OVERVIEW + address).status_code == 404
        assert client.post(OVERVIEW + address).status_code == 404


def test_there_are_no_tokens_that_let_in_without_a_second_factor(client, editor, settings):
    from wagtail.models import APIToken

    _row, token = (
        APIToken.objects.create_token(user=editor, name="t")
        if hasattr(APIToken.objects, "create_token")
        else (None, "x")
    )
    assert client.get("/admin/api-tokens/").status_code in {302, 404}
    for header in (f"Bearer {token}", f"Token {token}"):
        assert client.get("/admin/api/main/pages/", headers={"Authorization": header}).status_code == 302


def addresses(patterns, before=""):
    """Yield an address for each pattern, with something in the place of what varies."""
    for pattern in patterns:
        route = re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: "1" if found[1] in {"int", None} else "x", str(pattern.pattern)
        )
        route = re.sub(r"\((?:\?P<\w+>)?[^()]*\)[*+?]*|[\^$\\]", "", route)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, before + route)
        else:
            yield before + route


def test_no_address_of_the_editors_is_answered_without_the_second_factor(client, editor, member_of):
    found = {address for address in addresses(get_resolver().url_patterns, "/") if address.startswith("/admin/")}
    assert len(found) > 300
    found -= {"/admin/login/", "/admin/logout/", "/admin/password_reset"}
    boss = member_of(None)
    give_app(editor)
    for person in (boss, editor):
        # One has none and must set it up, the other was not asked for it.
        client.force_login(person)
        key, held = client.session.session_key, dict(client.session)
        for address in sorted(found):
            for ask in (client.get, client.post):
                if not client.session.keys():  # the gate ended it: the same session once more
                    again = SessionStore(key)
                    again.update(held)
                    again.save()
                    key = again.session_key
                client.cookies["sessionid"] = key
                answer = ask(address)
                assert answer.status_code == 302, (address, answer.status_code)
                assert answer.url.startswith(OVERVIEW), (address, answer.url)
