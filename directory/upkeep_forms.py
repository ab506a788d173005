"""The forms of the people who look after an entry: pause it, close it, say who looks after it."""

import datetime

from django import forms
from django.utils import timezone

from cms.intake.forms import PlainTextField, PublicForm

from .contact_requests import CONSENT_WORDING
from .models import ContactRequest, Service

DATES = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]
LONGEST_PAUSE = datetime.timedelta(days=366)


class PauseForm(PublicForm):
    name = "directory-pause"

    until = forms.DateField(
        label="Until which day?", required=False, input_formats=DATES,
        widget=forms.DateInput({"class": "input-short", "autocomplete": "off"}, format="%d/%m/%Y"),
        help_text="The last day of the pause. For example 31/1/2027. Leave it empty if you do not know yet.",
        error_messages={"invalid": "Enter a date such as 31/1/2027"},
    )  # fmt: skip
    message = PlainTextField(
        label="What should readers know?", lines=2, max_length=Service._meta.get_field("status_message").max_length,
        required=False,
        help_text="It stands on the entry at once. For example: no meetings in January, we start again on the 2nd.",
    )  # fmt: skip

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError("This day has passed. Enter today or a later day")
        if until and until > timezone.localdate() + LONGEST_PAUSE:
            raise forms.ValidationError("Enter a day within a year. If it is longer, leave the day empty")
        return until


class CloseForm(PublicForm):
    name = "directory-close"

    reason = PlainTextField(
        label="Would you tell us why?", lines=3, max_length=1000, required=False,
        help_text="Only the editors read it. For example: the group has ended; we joined with another one.",
    )  # fmt: skip


def person_fields():
    """Return the fields that ask for a person, fresh ones."""
    return {
        "name": PlainTextField(label="Name", max_length=120, required=False, help_text="A first name is enough."),
        "email": forms.EmailField(
            label="Email address", max_length=200, required=False, widget=forms.EmailInput({"autocomplete": "off"}),
            help_text="The links to keep the entry right go to it. It is not published.",
            error_messages={"invalid": "Enter an email address such as name@example.org"},
        ),
    }  # fmt: skip


class PeopleForm(PublicForm):
    """Asked by somebody who looks after the entry."""

    name = "directory-people"

    kind = forms.ChoiceField(
        label="What should change?", choices=[(kind.value, kind.label) for kind in ContactRequest.Kind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should change", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    note = PlainTextField(label="Anything the editors should know", lines=2, max_length=1000, required=False)
    consent = forms.BooleanField(label="This person knows, and agrees that the Centre writes to them.", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (ContactRequest.Kind.ADD, "Somebody looks after it with me"),
            (ContactRequest.Kind.REPLACE, "Somebody looks after it instead of me"),
            (ContactRequest.Kind.LEAVE, "I no longer look after it"),
        ]
        for name, field in person_fields().items():
            field.widget.use_required_attribute = lambda initial: False
            self.fields[name] = field
        self.order_fields(["kind", "name", "email", "consent", "note"])
        self.fields["name"].label, self.fields["email"].label = "Their name", "Their email address"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") in {ContactRequest.Kind.ADD, ContactRequest.Kind.REPLACE}:
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", "Enter their email address")
            if not cleaned.get("consent"):
                self.add_error("consent", "Tick the box to say that they know")
        return cleaned


class StrangerForm(PublicForm):
    """Asked by somebody without a link: the old address is dead, or was never there."""

    name = "directory-stranger"

    person = PlainTextField(
        label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Enter your name"}, help_text="So that we know whom to ask for.",
    )  # fmt: skip
    email = forms.EmailField(
        label="Your email address", max_length=200, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="It is not published.",
        error_messages={"required": "Enter your email address", "invalid": "Enter an email address such as name@example.org"},
    )  # fmt: skip
    phone = PlainTextField(
        label="Your phone number", max_length=40, required=False, help_text="Only if you would rather be called."
    )
    note = PlainTextField(
        label="What do you do there, and how can we check it?", lines=3, max_length=1000,
        error_messages={"required": "Say what you do there, and how we can check it"},
        help_text="For example: I run the Tuesday group since May; ask at the neighbourhood house, (03) 5550 0000.",
    )  # fmt: skip
    consent = forms.BooleanField(
        label=CONSENT_WORDING, error_messages={"required": "Tick the box to say that we may write to you"}
    )

    def is_hurried(self):
        return True
