"""allauth, told how things are done here: nobody signs up, mails are ours, secrets are unreadable in the database."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from . import gate, mails, session
from .limits import PASSWORDS, Tries

WRONG = "That name and password do not go together. Check both, or ask for a new password below."


class AccountAdapter(DefaultAccountAdapter):
    """What is ours of signing in with a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password of now.",
        "invalid_password_reset": "This link is used, too old or not whole.",
    }
    tries = None

    def is_open_for_signup(self, request):
        """Nobody makes an account for themselves. There is no address for it either."""
        return False

    def is_ajax(self, request):
        """No page of ours is asked by a script for a copy of its form."""
        return False

    def is_safe_url(self, url):
        """Whether somebody may be sent to ``url`` afterwards: to this host alone."""
        return gate.is_ours(context.request, url)

    def add_message(self, request, *args, **kwargs):
        """Say nothing by the way: the page that comes next says what happened."""

    def pre_authenticate(self, request, **credentials):
        """Count the try; raise TooOften, with when to try again."""
        self.tries = Tries(request, PASSWORDS, credentials.get("email") or credentials.get("username") or "")
        self.tries.begin()

    def _rollback_login_failed_rl_usage(self):
        if self.tries:
            self.tries.forgive()

    def reauthenticate(self, user, password):
        """Whether ``password`` is that of ``user``; counted as a sign-in is."""
        tries = Tries(context.request, PASSWORDS, f"confirm:{user.pk}")
        tries.begin()
        if is_right := user.check_password(password):
            tries.forgive()
        return is_right

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whether the person must confirm that it is them: not within minutes of having signed in."""
        return not session.confirmed_lately(context.request)

    def respond_user_inactive(self, request, user):
        """An account that is off gets the words of a wrong password."""
        return HttpResponseRedirect(f"{reverse('account_login')}?why=no")

    def login(self, request, user):
        """Sign ``user`` in, unless the account was switched off while they typed their code."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def send_mail(self, template_prefix, email, context):
        """Write one of our mails in the place of one of allauth's."""
        mails.instead_of(template_prefix, email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell ``user`` what happened to their way in, at the address of their account."""
        mails.tell(template_prefix, user)


class FactorAdapter(DefaultMFAAdapter):
    """What is ours of second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not work. Codes change every 30 seconds, and each works once: wait for the next one.",
        "cannot_delete_authenticator": "This is your only second step. Add another one first.",
    }

    def get_totp_issuer(self):
        return settings.WAGTAIL_SITE_NAME

    def _get_site_name(self):
        return settings.WAGTAIL_SITE_NAME

    def get_public_key_credential_user_entity(self, user):
        """Name the person on their own device as they sign in here."""
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.known_as}

    def generate_authenticator_name(self, user, type):  # noqa: A002 - allauth's name
        return "Passkey"

    def can_delete_authenticator(self, authenticator):
        """The last second factor stays where one is required."""
        others = type(authenticator).objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(type="recovery_codes").exists()

    def encrypt(self, text):
        """Return ``text`` as it may lie in a backup."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Return what ``encrypt`` took. Where the key is gone: a secret that nobody has, so that no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except (InvalidToken, ValueError, TypeError):
            return generate_totp_secret()


def _box():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (salted_hmac("cms.signin.factors", "key", secret=key, algorithm="sha256").digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
