"""Signing in as people do: over the pages, with a password and a code of an app."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

PASSWORD = "a long enough password"
SIGN_IN, CODE, OVERVIEW = "/account/sign-in/", "/account/sign-in/code/", "/account/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user, secret=SECRET):
    """Set up an authenticator app for ``user``, as if they had done it before; return it."""
    row = Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    # Their sessions ended with it: what is signed in by hand from here on must know of it.
    user.refresh_from_db()
    return row


def code_of(secret=SECRET, later=0):
    """Return what the app shows now, or ``later`` steps of 30 seconds from now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + later))


def type_password(client, user, password=PASSWORD, **data):
    """Post the first page."""
    return client.post(SIGN_IN, {"login": user.username, "password": password} | data)


def sign_in(client, user, later=0, **data):
    """Sign in over both pages; return the last answer."""
    answer = type_password(client, user, **data)
    if answer.url == CODE:
        answer = client.post(CODE, {"code": code_of(later=later)})
    return answer


def is_in(client):
    """Whether the editor's first screen opens."""
    return client.get("/admin/").status_code == 200
