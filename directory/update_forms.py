"""The small form around an entry: ask for a link."""

from django import forms

from cms.intake.forms import PublicForm


class UpdateRequestForm(PublicForm):
    name = "directory-update-request"

    email = forms.EmailField(
        label="Your email address", max_length=200, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="The address that looks after this entry.",
        error_messages={"required": "Enter your email address", "invalid": "Enter an email address such as name@example.org"},
    )  # fmt: skip
