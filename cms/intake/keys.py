"""Keys and tokens: made of 128 random bits or more, kept only as hashes, compared in constant time."""

import hashlib
import secrets

from django.core import signing

FORM_TOKEN_LIFE = 24 * 60 * 60
FORM_TOKEN_SALT = "cms.intake.form"  # noqa: S105 - a namespace, not a secret


def new_key():
    """Return a fresh URL-safe key of 128 random bits (22 characters)."""
    return secrets.token_urlsafe(16)


def hashed(key):
    """Return the hex SHA-256 of ``key``. Keys are random, so they need no salt and no slow hash."""
    return hashlib.sha256(str(key).encode("utf-8", "surrogatepass")).hexdigest()


def form_token(form, *, once="", is_asked_again=False):
    """Return a signed token for one showing of ``form``: it names the form, its time of issue and a random part.

    ``once`` is that part where it is the same form once more; ``is_asked_again`` marks the token of a page that asks
    somebody whom a trap took for a program to press the button again.
    """
    again = {"again": True} if is_asked_again else {}
    return signing.dumps({"form": form, "once": once or new_key()} | again, salt=FORM_TOKEN_SALT)


class BadToken(Exception):
    """The form's token is missing, altered, foreign or too old."""


def read_token(token, form, *, max_age=FORM_TOKEN_LIFE):
    """Return ``(once, is_asked_again)`` of a ``token`` that was issued for ``form`` at most ``max_age`` seconds ago.

    Raises BadToken otherwise.
    """
    try:
        content = signing.loads(str(token), salt=FORM_TOKEN_SALT, max_age=max_age)
    except (signing.BadSignature, UnicodeError, ValueError, TypeError) as error:
        raise BadToken from error
    if not isinstance(content, dict) or content.get("form") != form:
        raise BadToken
    return content["once"], content.get("again", False)


def is_younger_than(token, seconds):
    """Return whether ``token`` is ours and was issued less than ``seconds`` ago (whole seconds, as tokens count)."""
    try:
        signing.loads(str(token), salt=FORM_TOKEN_SALT, max_age=seconds)
    except (signing.BadSignature, UnicodeError, ValueError, TypeError):
        return False
    return True
