"""The form with which an organisation endorses the Charter."""

from django import forms

from cms.intake.files import keep_picture
from cms.intake.forms import PlainTextField

from .forms import ContributionForm, PhoneField, email_field, name_field

AGREED = (
    "I may speak for this organisation. We endorse the Charter of Peer Support. Our name, website, logo and statement "
    "may be shown on this site. We can take it back at any time."
)


class EndorseForm(ContributionForm):
    name = "contribute-endorse"
    FILE = "logo"

    organisation = PlainTextField(
        label="Your organisation", max_length=150, widget=forms.TextInput({"autocomplete": "organization"}),
        help_text="As it writes its own name. This is shown.",
        error_messages={"required": "Enter the name of your organisation"},
    )  # fmt: skip
    website = forms.URLField(
        label="Its website", required=False, max_length=200, assume_scheme="https",
        widget=forms.TextInput({"autocomplete": "url", "inputmode": "url"}),
        help_text="For example https://www.example.org. This is shown.",
        error_messages={
            "invalid": "Enter a web address such as https://www.example.org, or leave it empty",
            "max_length": "A web address has at most 200 letters here",
        },
    )  # fmt: skip
    words = PlainTextField(
        label="Why you endorse the Charter", lines=4, max_length=300, required=False, most_links=None,
        help_text="One or two sentences, at most 300 letters. This is shown.",
        error_messages={"max_length": "This is longer than we can take: %(show_value)s letters of at most %(limit_value)s"},
    )  # fmt: skip
    logo = forms.FileField(
        label="Your logo", required=False,
        help_text="A JPEG, PNG or WebP file of at most 5 MB. Without one we show your initials.",
        error_messages={"empty": "This file is empty. Choose another one, or send the form without a logo"},
    )  # fmt: skip
    your_name = name_field(
        label="Your name", required=True, error_messages={"required": "Enter your name, so that we can ask for you"}
    )
    role = PlainTextField(
        label="Your role there", max_length=120, widget=forms.TextInput({"autocomplete": "organization-title"}),
        help_text="For example: chairperson, manager, member of the committee.",
        error_messages={"required": "Enter your role there"},
    )  # fmt: skip
    your_email = email_field(
        label="Your email", required=True,
        error_messages={
            "required": "Enter your email, so that we can tell you when it is published",
            "invalid": "Enter an email address such as name@example.org",
        },
        help_text="We tell you when it is published, and how to take it back. It is not shown.",
    )  # fmt: skip
    your_phone = PhoneField(help_text="We may ring the organisation to check. It is not shown.")
    agrees = forms.BooleanField(
        label=AGREED, error_messages={"required": "Tick the box if you may speak for the organisation and agree"}
    )

    LAST = ("your_name", "role", "your_email", "your_phone", "agrees", "came_from")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["your_name"].help_text = "Only we see it."

    def kept_files(self):
        logo = self.cleaned_data.get("logo")
        return {"upload": keep_picture(logo, None)} if logo else {}

    def agreed(self):
        return {"wording": AGREED, "purposes": ["be listed as endorsing the Charter"]}

    def model_values(self):
        values = super().model_values()
        return {name: value for name, value in values.items() if name not in {"logo", "agrees"}}
