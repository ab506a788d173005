"""Signing in as a person does it: a phone's app, a passkey of the device, and the pages on the way there."""

import re

import pytest

from tests.servers import find_chromium
from tests.users.signing import PASSWORD, code_of, give_app

from .harness import BROWSER_FLAGS, Watch, accessibility_problems

pytestmark = pytest.mark.django_db(transaction=True)

# The editor itself, not an address that only names where one wants to go.
INSIDE = re.compile(r"^[^?]*/admin/pages/")
EVERYTHING = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
              "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip


@pytest.fixture
def at_a_name(browser, live_server):
    """A page of the test's server under a name, since passkeys belong to names; and the device that holds them."""
    from playwright.sync_api import Error

    flags = [flag.replace("EXCLUDE 127.0.0.1", "EXCLUDE localhost, EXCLUDE 127.0.0.1") for flag in BROWSER_FLAGS]
    chromium = browser.browser_type.launch(executable_path=find_chromium(), args=flags)
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    watch = Watch(context, address)
    page = context.new_page()
    try:
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": EVERYTHING})
    except Error as error:  # pragma: no cover
        pytest.fail(f"This browser has no virtual authenticator: {error}")
    yield page
    context.close()
    chromium.close()
    assert not watch.problems()


def look(page, problems):
    """Add what axe finds in the page on a desk and on a phone, in light and in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            problems += [f"{page.url} {width} {scheme}: {line}" for line in accessibility_problems(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append(f"{page.url} {width}: wider than the screen")
    page.emulate_media(color_scheme="light")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def type_password(page, user):
    page.goto("/admin/pages/")
    page.get_by_label("Email address or user name").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def sign_out(page):
    page.goto("/account/sign-out/")
    press(page, "Sign out")
    page.get_by_role("heading", name="You are signed out").wait_for()


def test_an_app_is_set_up_at_the_first_sign_in_and_asked_at_the_next(open_page, member_of, settings):
    """Without script, as everything here but passkeys works."""
    settings.SECOND_FACTOR_REQUIRED = True
    user = member_of("Editors")
    page, problems = open_page(javascript=False), []
    type_password(page, user)
    page.get_by_role("heading", name="Set up your second step").wait_for()
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("No camera, or the app is on this device?").click()
    secret = page.locator("details .address").inner_text().replace(" ", "")
    page.get_by_label("The 6 digits that your app shows now").fill("12 34 56")
    press(page, "Continue")
    assert "wait for the next one" in page.get_by_role("alert").inner_text()
    page.get_by_label("The 6 digits that your app shows now").fill(code_of(secret))
    press(page, "Continue")
    codes = page.locator("main li code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the codes as a file").click()
    assert all(code in download.value.path().read_text() for code in codes)
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(INSIDE)
    sign_out(page)
    type_password(page, user)
    page.get_by_label("Code", exact=True).fill(code_of(secret, later=1))
    press(page, "Continue")
    page.wait_for_url(INSIDE)
    assert not problems


def test_a_passkey_is_made_and_signs_in_alone_and_after_the_password(at_a_name, member_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user, page = member_of("Editors"), at_a_name
    type_password(page, user)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for it").fill("Work laptop")
    press(page, "Make the passkey")
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(INSIDE)
    page.goto("/account/")
    assert page.get_by_text(re.compile("Work laptop, added on")).is_visible()
    sign_out(page)
    page.goto("/admin/pages/")
    press(page, "Sign in with a passkey")
    page.wait_for_url(INSIDE)
    sign_out(page)
    type_password(page, user)
    press(page, "Use my passkey")
    page.wait_for_url(INSIDE)


def test_every_page_on_the_way_keeps_the_rules_of_accessibility(open_page, sign_in, member_of, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from cms.signin.inviting import invite
    from cms.signin.models import Invitation

    settings.SECOND_FACTOR_REQUIRED = True
    user, newcomer = member_of("Editors"), member_of("Editors")
    page, problems = open_page(), []
    type_password(page, user)
    for address in (
        "/account/",
        "/account/app/add/",
        "/account/passkeys/add/",
        "/account/sign-out/",
        "/account/confirm/",
    ):
        page.goto(address)
        look(page, problems)
    give_app(user)
    RecoveryCodes.activate(user)
    type_password(page, user)
    page.get_by_role("heading", name="The second step").wait_for()
    look(page, problems)
    page.get_by_label("Code", exact=True).fill(code_of())
    press(page, "Continue")
    page.wait_for_url(INSIDE)
    for address in ("", "password/", "app/remove/", "recovery-codes/", "recovery-codes/new/", "confirm/code/"):
        page.goto(f"/account/{address}")
        look(page, problems)
    page.goto("/account/password/")
    press(page, "Keep this password")
    look(page, problems)
    from cms.intake.keys import hashed

    invite(newcomer, None)
    Invitation.objects.update(key_hash=hashed("key"))
    page.goto("/account/invitation/key/")
    look(page, problems)
    assert not problems, "\n".join(problems)
