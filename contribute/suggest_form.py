"""The form with which readers suggest something for the site."""

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from cms.core.typed import DAYS, NO_DAY, NO_YEAR, YEARS
from cms.intake.forms import PlainTextField

from .forms import ContributionForm, email_field, words_field
from .models import Suggestion

About = Suggestion.About


class WebAddressField(forms.URLField):
    """An address of the web, and of nothing else that can stand behind a link."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    widget = forms.TextInput({"autocomplete": "off", "inputmode": "url"})

    def __init__(self, **kwargs):
        super().__init__(
            max_length=200, assume_scheme="https",
            error_messages={
                "invalid": "Enter a web address such as https://www.example.org",
                "max_length": "A web address has at most 200 letters here",
            },
            **kwargs,
        )  # fmt: skip


class SuggestForm(ContributionForm):
    name = "contribute-suggest"

    about = forms.ChoiceField(
        label="What would you like to suggest?", choices=About.choices, widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you would like to suggest",
            "invalid_choice": "Choose from the list what you would like to suggest",
        },
    )  # fmt: skip
    title = PlainTextField(
        label="What is it called?", max_length=150, most_links=0,
        help_text="Its name, or the question as people ask it.",
        error_messages={
            "required": "Enter what it is called, or the question",
            "max_length": "This is longer than we can take: %(show_value)s letters of at most %(limit_value)s",
        },
    )  # fmt: skip
    website = WebAddressField(
        label="Its web address", required=False, help_text="For example https://www.example.org/workshop."
    )
    closes_on = forms.DateField(
        label="The last day to apply or to go there", required=False, input_formats=DAYS,
        widget=forms.DateInput({"autocomplete": "off", "class": "input-short"}),
        help_text="For an opportunity only, where you know it. For example 25/12/2026.",
        error_messages={"invalid": NO_DAY.rstrip(".")},
    )  # fmt: skip
    words = words_field(
        "Why, and for whom?", lines=5, required=False, max_length=3000,
        help_text="A line is enough. Only we read it. You need not say anything about yourself.",
    )  # fmt: skip
    your_email = email_field(label="Your email, if you would like an answer")

    LAST = ("your_email", "came_from")

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(NO_YEAR.rstrip("."))
        if day and day < timezone.localdate():
            raise forms.ValidationError("This day is over. Enter a day to come, or leave it empty")
        return day

    def clean(self):
        cleaned = super().clean()
        about = cleaned.get("about")
        if about in (About.RESOURCE, About.LINK) and not cleaned.get("website") and "website" not in self.errors:
            self.add_error("website", "Enter its web address, so that we can look at it")
        if about != About.OPPORTUNITY:
            cleaned["closes_on"] = None
        return cleaned
