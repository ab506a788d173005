"""The forms with passwords: sign in, confirm that it is you, forgotten, new."""

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.core.exceptions import ValidationError

from cms.intake.forms import CleanData

from . import mails
from .limits import FORGOTTEN, FORGOTTEN_FROM, TooOften, Tries

HOW_LONG = "At least 12 characters. Three or four words that nobody would guess are easy to keep in mind."


class Plain:
    """What every form here has: cleaned input, no hints of the browser's own, words of ours."""

    use_required_attribute = False

    def __init__(self, data=None, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(CleanData(data) if data is not None else None, *args, **kwargs)

    @property
    def wait(self):
        """For how many seconds somebody has to wait who was wrong too often; 0 without such an error."""
        found = [each for errors in self.errors.as_data().values() for each in errors]
        return max((each.seconds for each in found if isinstance(each, TooOften)), default=0)


def password_field(label, autocomplete, hint="", missing="Type your password"):
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
        error_messages={"required": missing},
    )


class SignInForm(Plain, allauth_forms.LoginForm):
    """Email address or user name, and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="Email address or user name",
            max_length=254,
            widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            error_messages={"required": "Type your email address or your user name"},
        )
        self.fields["password"] = password_field("Password", "current-password")
        self.order_fields(["login", "password"])


class ConfirmForm(Plain, allauth_forms.ReauthenticateForm):
    """Only the password: it is known who it should be."""

    password = password_field("Your password", "current-password")


class ForgottenForm(Plain, forms.Form):
    """Where a link to choose a new password is sent. Known and unknown addresses are told alike and get one mail each."""

    email = forms.EmailField(
        label="Email address",
        help_text="The one that your account here has.",
        widget=forms.EmailInput({"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Type your email address"},
    )

    def save(self, request, **kwargs):
        """Write the one mail, unless this address had three within the hour."""
        email = self.cleaned_data["email"]
        try:
            Tries(request, FORGOTTEN, email).begin()
        except TooOften:
            return email
        people = list(get_user_model().objects.filter(email__iexact=email, is_active=True)[:2])
        # Who was invited and has not chosen a password yet has a link of their own.
        is_one = len(people) == 1 and people[0].has_usable_password()
        mails.forgotten(email, people[0] if is_one else None)
        return email

    def clean(self):
        Tries(context.request, FORGOTTEN_FROM).begin()
        return super().clean()


class TwiceMixin(Plain):
    """A new password, typed twice; ``self.user`` is whose it will be."""

    def clean_password1(self):
        password = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "This is not the same as above")
        return cleaned


class NewPasswordForm(TwiceMixin, forms.Form):
    """A new password for somebody who came by a mailed link."""

    password1 = password_field("New password", "new-password", HOW_LONG, "Choose a password")
    password2 = password_field("The same again", "new-password", missing="Type it again, so that no slip keeps you out")

    def __init__(self, *args, user=None, temp_key=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def save(self):
        """Set it. Every session of the person ends with it, since each holds a digest of the password."""
        self.user.set_password(self.cleaned_data["password1"])
        self.user.save(update_fields=["password"])


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who is signed in: they confirmed it was them just now, or type the old one."""

    oldpassword = password_field("Your password of now", "current-password")
    field_order = ["oldpassword", "password1", "password2"]

    def clean_oldpassword(self):
        from allauth.account.adapter import get_adapter

        adapter = get_adapter(context.request)
        if not adapter.reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise ValidationError(adapter.error_messages["enter_current_password"])
        return self.cleaned_data["oldpassword"]
