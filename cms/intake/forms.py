"""The public form: bounded text, a honeypot, a signed token, errors in one place."""

import re

from django import forms
from django.core.exceptions import ValidationError

from . import proof
from .keys import BadToken, form_token, is_younger_than, read_token

# Control characters that nobody types, and the marks that turn the direction of text around them.
UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
LINK = re.compile(r"https?://(?:www\.)?|\bwww\.", re.IGNORECASE)
# In a text of several lines. Who tells of more places than that is asked to choose.
MOST_LINKS = 5
# Nobody reads and answers a page in less; what does is a program. Seconds.
QUICKEST = 2


def clean_text(value):
    """Return ``value`` as it may be stored: without control and direction marks, with plain line ends, trimmed."""
    return UNWANTED.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


class CleanData:
    """A read-only view of posted data whose strings have been cleaned, so that no field meets a NUL byte."""

    def __init__(self, data):
        self.data = data

    def get(self, name, default=None):
        value = self.data.get(name, default)
        return UNWANTED.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value

    def getlist(self, name):
        values = self.data.getlist(name) if hasattr(self.data, "getlist") else self.data.get(name) or []
        values = values if isinstance(values, list | tuple) else [values]
        return [UNWANTED.sub("", value) if isinstance(value, str) else value for value in values]

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return name in self.data

    def keys(self):
        return self.data.keys()


class PublicForm(forms.Form):
    """A form for the public. Subclasses set ``name``, which its token is for.

    The token says that the page was ours and when it was shown; it is checked with the rest and its errors
    are the form's own. ``check_token=False`` reads stored answers back.

    What a program seems to have written is held for people to look at where ``holds`` says so. Elsewhere the button is
    asked for once more, and whoever presses it then is believed: a password manager fills in the hidden field each time.
    """

    name = "form"
    # Whether what a program filled in is taken all the same, for people to look at: ``held`` says why, "robot" or "quick".
    holds = False
    held = ""
    # Of the token that was posted: its one-use part, and whether it is of a page that asked for the button once more.
    once = ""
    is_asked_again = False
    # Whether the device has to do a small sum: set by the view while the form is under attack, on the form itself.
    asks_for_proof = False
    proof_state = None
    use_required_attribute = False
    label_suffix = ""
    # Named for what a program fills in first; hidden by the style sheet and from screen readers.
    website_address = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, data=None, *args, check_token=True, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(CleanData(data) if data is not None else None, *args, **kwargs)
        self.check_token = check_token
        self.fields["website_address"].label = "Leave this empty"
        for field in self.fields.values():
            field.widget.use_required_attribute = lambda initial: False

    def token(self):
        """The token for the hidden field ``token``: a fresh one, or that of the page that is shown once more.

        It stays the same with its mistakes put right, so that nobody who only ticks a box is too quick, and what a
        database kept without saying so is not kept twice.
        """
        if self.is_asked_again:
            return form_token(self.name, once=self.once, is_asked_again=True)
        return self.data.get("token") if self.once else form_token(self.name)

    def challenge(self):
        """A fresh sum for the device, as JSON; asked for by ``intake/form_fields.html``."""
        return proof.challenge(self.name)

    def asked(self):
        """The fields to show: all but the honeypot."""
        return [field for field in self.visible_fields() if field.name != "website_address"]

    def clean(self):
        cleaned = super().clean()
        if self.check_token and self.data is not None:
            token = self.data.get("token") or ""
            try:
                self.once, self.is_asked_again = read_token(token, self.name)
            except BadToken as error:
                raise ValidationError(
                    "This page was open for too long, or was opened twice. Nothing is lost: press the button once more.",
                    code="token",
                ) from error
            self.spring(token)
        return cleaned

    def spring(self, token):
        """See whether a program wrote this: hold it, or ask for the button once more."""
        if self.data.get("website_address"):
            caught = "robot"
        elif self.is_hurried() and is_younger_than(token, QUICKEST):
            caught = "quick"
        else:
            return
        if self.holds:
            self.held = caught
        elif not self.is_asked_again:
            self.is_asked_again = True
            raise ValidationError(
                "This came faster than a person types. If you are a person, press the button once more.",
                code="robot",
            )

    def is_hurried(self):
        """Whether the time trap applies: forms that ask for writing override this with True."""
        return False

    def is_held(self):
        """Whether a program may have sent this form, which is right: a person looks at it before anything happens."""
        return bool(self.held) or proof.state(self) == proof.MISSING

    def answers(self):
        """The cleaned values as JSON can keep them, without the honeypot."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website_address"}


def of_a_row(*fields):
    """Mark form fields of which one is needed, or which another answer makes needed: no "(optional)" behind them."""
    for field in fields:
        field.is_of_a_row = True


def link_count(text):
    """Return how many addresses of websites ``text`` holds, as a program that advertises writes them."""
    return len(LINK.findall(text))


class PlainTextField(forms.CharField):
    """Text from the public: bounded, cleaned, in one line or several.

    ``most_links`` is how many web addresses it may hold: MOST_LINKS in a text of several lines unless told
    otherwise, and None for as many as there are.
    """

    def __init__(self, *, lines=1, max_length=200, most_links=..., **kwargs):
        if lines > 1:
            kwargs.setdefault("widget", forms.Textarea({"rows": lines}))
        self.most_links = (MOST_LINKS if lines > 1 else None) if most_links is ... else most_links
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return clean_text(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        if self.most_links is not None and (found := link_count(value)) > self.most_links:
            raise ValidationError(
                f"This has {found} web addresses, and we take {self.most_links} here. Keep those that matter most"
                if self.most_links
                else "Take out the web address: we cannot take any here",
                code="links",
            )
