"""The form in which a reader says that something about an entry is not right."""

from django import forms

from cms.intake.forms import PlainTextField, PublicForm

from .models import Report

CONSENT_VERSION = "2026-11"
CONSENT_WORDING = "The Centre may write to this address about my report, and keeps it for a year at most."


class ReportForm(PublicForm):
    name = "directory-report"

    topics = forms.MultipleChoiceField(
        label="What is not right?", choices=Report.Topic.choices, widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that fit.",
        error_messages={
            "required": "Choose what is not right",
            "invalid_choice": "Choose from the list what is not right",
            "invalid_list": "Choose from the list what is not right",
        },
    )  # fmt: skip
    words = PlainTextField(
        label="Tell us more", lines=5, max_length=3000, required=False,
        help_text="A few words are enough. You need not name anybody, and you need not say who you are.",
    )  # fmt: skip
    email = forms.EmailField(
        label="Your email, if you want to hear what we did", max_length=200, required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="We write twice: that we have it, and what came of it. Our emails do not say what it is about.",
        error_messages={"invalid": "Enter an email address such as name@example.org, or leave it empty"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].choice_hints = {
            Report.Topic.UNSAFE: "If anybody is in danger now, call 000. We read reports on working days only."
        }

    def clean(self):
        cleaned = super().clean()
        if Report.Topic.OTHER in (cleaned.get("topics") or []) and not cleaned.get("words") and "words" in cleaned:
            self.add_error("words", "Say in a few words what is not right")
        return cleaned

    def is_hurried(self):
        return bool(self.data and self.data.get("words"))
