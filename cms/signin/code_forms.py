"""The forms of second factors: codes of an app, recovery codes, passkeys."""

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as allauth_passkeys
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from .adapters import FactorAdapter
from .forms import Plain
from .limits import CODES, Tries

WRONG = FactorAdapter.error_messages["incorrect_code"]
NO_PASSKEY = "The passkey was not taken. Try it again, or use another way."
# The last step of time whose code was used: no code of it or before it works again, in whatever process.
LAST = "last_counter"


def matching_step(secret, code):
    """Return the step of time whose code ``code`` is, or None."""
    for step in totp.yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def use_code(user, code):
    """Return the Authenticator of ``user`` that ``code`` is of, and use the code up; None where it is of none."""
    rows = Authenticator.objects.select_for_update().filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    for row in rows:
        if row.type == Authenticator.Type.RECOVERY_CODES:
            if row.wrap().validate_code(code):
                row.refresh_from_db()
                return row
        elif (step := matching_step(decrypt(row.data["secret"]), code)) and step > row.data.get(LAST, 0):
            row.data[LAST] = step
            row.save(update_fields=["data"])
            return row
    return None


class CodeForm(Plain, forms.Form):
    """A code of the app, or a recovery code: each works once."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="The 6 digits that your app shows now, or one of your recovery codes.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": "Type the code"},
    )
    reauthenticated = False

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self):
        tries = Tries(context.request, CODES, self.user.pk)
        tries.begin()
        self.authenticator = use_code(self.user, self.cleaned_data["code"])
        if self.authenticator is None:
            raise ValidationError(WRONG, code="incorrect_code")
        tries.forgive()
        return self.cleaned_data["code"]

    def save(self):
        """Note in the session that the second factor was given."""
        self.authenticator.user = self.user
        post_authentication(context.request, self.authenticator, reauthenticated=self.reauthenticated)


class ConfirmCodeForm(CodeForm):
    """The same, by somebody who is signed in."""

    reauthenticated = True


class AddAppForm(Plain, forms.Form):
    """The first code of a new app, which shows that it was set up rightly."""

    code = forms.CharField(
        label="The 6 digits that your app shows now",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": "Type the digits that your app shows"},
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        # A new secret each time the page is opened; the same while mistakes are mended.
        self.secret = totp.get_totp_secret(regenerate=not self.is_bound)

    def clean_code(self):
        tries = Tries(context.request, CODES, self.user.pk)
        tries.begin()
        self.step = matching_step(self.secret, self.cleaned_data["code"])
        if self.step is None:
            raise ValidationError(WRONG, code="incorrect_code")
        tries.forgive()
        return self.cleaned_data["code"]


class Careful(Plain):
    """What a browser says of a passkey may be anything: whatever cannot be read is a passkey that was not taken."""

    def full_clean(self):
        try:
            super().full_clean()
        except (ValueError, TypeError, KeyError, AttributeError, LookupError, ArithmeticError):
            self._errors = self._errors if self._errors is not None else forms.utils.ErrorDict()
            self.cleaned_data = {}
            self.add_error(None, ValidationError(NO_PASSKEY, code="incorrect_code"))


class PasskeyForm(Careful, allauth_passkeys.AuthenticateWebAuthnForm):
    """A passkey as the second step after the password."""

    def clean_credential(self):
        tries = Tries(context.request, CODES, self.user.pk if self.user else "passkey")
        if self.user:
            tries.begin()
        authenticator = super().clean_credential()
        tries.forgive()
        return authenticator


class PasskeyAloneForm(PasskeyForm):
    """A passkey in place of the password: the device itself asked for a finger, a face or a PIN."""

    passwordless = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, user=None, **kwargs)


class ConfirmPasskeyForm(PasskeyForm):
    """The same, by somebody who is signed in."""

    reauthenticated = True


class AddPasskeyForm(Careful, allauth_passkeys.AddWebAuthnForm):
    """A new passkey, and what its owner calls it."""

    name = forms.CharField(
        label="A name for it", required=False, max_length=60,
        help_text="So that you know it again: “Work laptop”, “Phone”.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    passwordless = None

    def clean(self):
        # Made to sign in alone, so the device must have asked who it is.
        self.cleaned_data["passwordless"] = True
        return super().clean()


class NamePasskeyForm(Plain, forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(label="A name for it", max_length=60, error_messages={"required": "Give it a name"})

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        kwargs.setdefault("initial", {}).setdefault("name", instance.wrap().name)
        super().__init__(*args, **kwargs)

    def save(self):
        """Keep the name."""
        wrapper = self.instance.wrap()
        wrapper.name = self.cleaned_data["name"]
        self.instance.save(update_fields=["data"])
        return self.instance
