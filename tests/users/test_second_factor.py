"""Setting up a second factor, living with it, and taking it away."""

import re
import time
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from cms.intake.models import OutboxMessage
from cms.signin import session as sessions

from .signing import CODE, OVERVIEW, PASSWORD, SECRET, SIGN_IN, code_of, give_app, is_in, sign_in, type_password

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

ADD, CODES = "/account/app/add/", "/account/recovery-codes/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(member_of):
    return member_of("Editors")


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def shown_secret(answer):
    return re.search(r'<p class="address"><strong>([A-Z2-7 ]+)</strong>', words(answer))[1].replace(" ", "")


def subjects():
    return list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))


def pass_by(client, seconds):
    """Let time go by for the session of ``client``."""
    session = client.session
    for name in (sessions.BEGAN, sessions.HERE):
        session[name] -= seconds
    for record in session.get("account_authentication_methods", []):
        record["at"] -= seconds
    session.save()


def test_the_first_sign_in_leads_through_setting_up_an_app_to_where_one_wanted_to_go(client, editor):
    assert type_password(client, editor, next="/admin/pages/").url == "/admin/pages/"
    assert client.get("/admin/pages/").url == "/account/?next=%2Fadmin%2Fpages%2F"
    client.get("/account/?next=%2Fadmin%2Fpages%2F")
    page = client.get(ADD)
    secret = shown_secret(page)
    assert page.context["address"].startswith("otpauth://totp/person-1%40example.org?secret=" + secret)
    assert client.post(ADD, {"code": "000000"}).status_code == 200
    code = code_of(secret)
    answer = client.post(ADD, {"code": code})
    assert answer.url == CODES
    shown = words(client.get(CODES))
    codes = re.findall(r"<code>(\d{8})</code>", shown)
    assert len(set(codes)) == 10
    file = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', shown)[1])
    assert all(code in file for code in codes)
    assert 'href="/admin/pages/"' in shown
    assert "<code>" not in words(client.get(CODES))
    assert is_in(client)
    # In another browser the code that set it up is used up, and a recovery code does.
    other = Client()
    assert type_password(other, editor).url == CODE
    assert other.post(CODE, {"code": code}).status_code == 200
    assert other.post(CODE, {"code": codes[3]}).url == "/admin/"
    assert subjects() == ["The way you sign in has changed"]


def test_the_square_on_the_page_is_the_address_in_words(client, editor):
    """Read back as a phone would: dark where the matrix of the same text is dark."""
    import qrcode

    type_password(client, editor)
    page = client.get(ADD)
    code = qrcode.QRCode(border=4)
    code.add_data(page.context["address"])
    code.make()
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, on in enumerate(row) if on}
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page.context["drawn"])}
    assert drawn == dark


def test_setting_up_needs_a_password_that_was_typed_lately(client, editor):
    type_password(client, editor)
    pass_by(client, 6 * 60)
    for ask in (client.get, client.post):
        assert ask(ADD).url.startswith("/account/confirm/?next=")
    assert client.post("/account/confirm/", {"password": "wrong", "next": ADD}).status_code == 200
    assert client.get(ADD).status_code == 302
    assert client.post("/account/confirm/", {"password": PASSWORD, "next": ADD}).url == ADD
    assert client.get(ADD).status_code == 200


@pytest.mark.parametrize("address", ["app/remove/", "recovery-codes/", "recovery-codes/new/", "passkeys/add/"])
def test_what_matters_needs_a_confirmation_that_is_minutes_old(client, editor, address):
    give_app(editor)
    RecoveryCodes.activate(editor)
    sign_in(client, editor)
    assert client.get(OVERVIEW + address).status_code == 200
    pass_by(client, 6 * 60)
    for ask in (client.get, client.post):
        assert ask(OVERVIEW + address).url.startswith("/account/confirm/"), address
    assert (
        client.post("/account/confirm/code/", {"code": code_of(later=1), "next": OVERVIEW + address}).status_code == 302
    )
    assert client.get(OVERVIEW + address).status_code == 200


def test_the_last_second_factor_stays_where_one_is_required(client, editor, settings):
    give_app(editor)
    sign_in(client, editor)
    assert "This one stays" in words(client.get("/account/app/remove/"))
    client.post("/account/app/remove/")
    assert Authenticator.objects.filter(user=editor, type="totp").exists()
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.post("/account/app/remove/").url == OVERVIEW
    assert not Authenticator.objects.filter(user=editor).exists()
    assert is_in(client)
    assert subjects() == ["The way you sign in has changed"]


def test_adding_and_removing_a_second_factor_ends_ones_other_sessions(client, editor, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    other = Client()
    type_password(other, editor)
    type_password(client, editor)
    client.post(ADD, {"code": code_of(shown_secret(client.get(ADD)))})
    assert is_in(client)
    assert not is_in(other)


def test_changing_the_password_ends_ones_other_sessions_and_is_told(client, editor):
    give_app(editor)
    other = Client()
    sign_in(other, editor)
    sign_in(client, editor, later=1)
    new = "quolls sleep in hollow logs"
    wrong = {"oldpassword": "not mine", "password1": new, "password2": new}
    assert client.post("/account/password/", wrong).status_code == 200
    short = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert "at least 12" in words(client.post("/account/password/", short))
    assert client.post("/account/password/", wrong | {"oldpassword": PASSWORD}).url == OVERVIEW
    assert is_in(client)
    assert not is_in(other)
    assert subjects() == ["The way you sign in has changed"]
    message = OutboxMessage.objects.get()
    assert message.recipients == [editor.email]
    assert new.encode() not in bytes(message.content)


def test_new_recovery_codes_end_the_old_ones(client, editor):
    give_app(editor)
    old = RecoveryCodes.activate(editor).get_unused_codes()
    sign_in(client, editor)
    assert client.post("/account/recovery-codes/new/").url == CODES
    new = re.findall(r"<code>(\d{8})</code>", words(client.get(CODES)))
    assert len(new) == 10
    assert not set(new) & set(old)
    client.post("/account/sign-out/")
    type_password(client, editor)
    assert client.post(CODE, {"code": old[0]}).status_code == 200
    assert client.post(CODE, {"code": new[0]}).status_code == 302


def test_nobody_renames_or_removes_somebody_elses_passkey(client, editor, member_of):
    other = Authenticator.objects.create(
        user=member_of("Editors"), type="webauthn", data={"name": "Theirs", "credential": {}}
    )
    give_app(editor)
    sign_in(client, editor)
    for act in ("remove", "name"):
        for ask in (client.get, client.post):
            assert ask(f"/account/passkeys/{other.pk}/{act}/", {"name": "Mine"}).status_code == 404


@pytest.mark.parametrize("said", ["", "null", "[]", "{}", "1", '"x"', '{"id":1}', '{"response":[]}', "nonsense",
                                  '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":"____"}}'])  # fmt: skip
def test_a_passkey_that_cannot_be_read_is_not_taken(client, editor, said):
    client.get("/account/sign-in/passkey/", headers={"Accept": "application/json"})
    assert client.post("/account/sign-in/passkey/", {"credential": said}).status_code == 200
    type_password(client, editor)
    assert client.post("/account/passkeys/add/", {"credential": said}).status_code == 200
    assert not Authenticator.objects.filter(user=editor).exists()


def test_every_page_is_private_and_may_ask_for_passkeys(client, editor):
    answers = [client.get(SIGN_IN), client.get("/account/forgotten/"), client.get("/account/forgotten/sent/")]
    give_app(editor)
    answers.append(type_password(client, editor))
    answers.append(client.get(CODE))
    client.post(CODE, {"code": code_of()})
    answers += [client.get(OVERVIEW + name) for name in ("", "password/", "passkeys/add/", "sign-out/", "confirm/")]
    for answer in answers:
        assert answer["Cache-Control"].replace("max-age=0, ", "").count("no-store") == 1
        assert "private" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert "publickey-credentials-get=(self)" in answer["Permissions-Policy"]
        assert "publickey-credentials-create=(self)" in answer["Permissions-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
    assert "publickey-credentials-get=()" in client.get("/")["Permissions-Policy"]
    assert "publickey-credentials-create=()" in client.get("/admin/")["Permissions-Policy"]


def test_the_fields_say_to_password_managers_what_they_are(client, editor):
    def autocompletes(answer):
        return re.findall(r'autocomplete="([^"]+)"', words(answer).split("<main")[1].split("</main>")[0])

    assert autocompletes(client.get(SIGN_IN)) == ["username", "current-password"]
    assert autocompletes(client.get("/account/forgotten/")) == ["email"]
    type_password(client, editor)
    assert autocompletes(client.get(ADD)) == ["one-time-code"]
    assert autocompletes(client.get("/account/password/")) == ["current-password", "new-password", "new-password"]


def test_a_step_of_time_that_was_used_does_not_come_back(editor):
    from cms.signin.code_forms import use_code

    give_app(editor)
    now = int(time.time()) // 30
    assert use_code(editor, code_of(SECRET, 1))
    assert not use_code(editor, code_of(SECRET, 0))
    assert Authenticator.objects.get(user=editor).data["last_counter"] in {now + 1, now + 2}
