"""The short forms of ``/contribute/``. What they say about themselves stands in their Channel, for editors to change."""

import re

from django import forms

from cms.intake import proof
from cms.intake.forms import PlainTextField, PublicForm, link_count, of_a_row

from .models import Enquiry, EnquiryTopic, Feedback

LONGEST = 10_000
# People quote one or two; more is nearly always advertising. It is held, not lost.
MOST_LINKS = 3
# As people write numbers: digits, spaces, brackets, a plus.
PHONE = re.compile(r"^\+?[\d ()\-]{6,25}$")


class ContributionForm(PublicForm):
    """A short form. ``model_values()`` are the fields of its kind, ``sender()`` who sent it, ``held_for()`` why it is held."""

    holds = True
    came_from = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    # What stands at the end; and which fields belong to the sender, and to nobody's record.
    LAST = ("came_from",)
    SENDER = {"your_name": "name", "your_email": "email", "your_phone": "phone"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Who one is comes after what one has to say.
        self.order_fields([name for name in self.fields if name not in self.LAST] + list(self.LAST))

    def asked(self):
        return [field for field in super().asked() if field.name != "came_from"]

    def is_hurried(self):
        return True

    def clean_came_from(self):
        """Keep only what is a path of this site: anything may have been put into the address."""
        path = self.cleaned_data["came_from"].partition("?")[0].partition("#")[0]
        return path if re.match(r"^/(?!/)[\w\-/%.]{0,250}$", path) else ""

    def sender(self):
        return {field: self.cleaned_data.get(name, "") for name, field in self.SENDER.items()}

    def model_values(self):
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in self.SENDER and name != "website_address"
        }

    # The name of the field that takes a file, where the form has one.
    FILE = ""

    def kept_files(self):
        """Store the files that came and return them as fields of the kind. Raises ValidationError, in words for them."""
        return {}

    def agreed(self):
        """What was agreed to, where it is more than the channel's words on privacy: ``wording`` and ``purposes``."""
        return {}

    def refused(self, error):
        """Show a ValidationError that came up while it was kept."""
        self.add_error(self.FILE or None, error)

    def held_for(self):
        """Why it is to be looked at under Junk first; '' where it is not."""
        if self.held:
            return self.held
        if proof.state(self) == proof.MISSING:
            return "proof"
        texts = " ".join(value for value in self.cleaned_data.values() if isinstance(value, str))
        return "links" if link_count(texts) > MOST_LINKS else ""


def name_field(**kwargs):
    """Who they are, in any words they like."""
    kwargs = {"label": "What may we call you?", "required": False} | kwargs
    return PlainTextField(
        max_length=120, widget=forms.TextInput({"autocomplete": "name"}),
        help_text="A first name or any name you choose. You may leave it empty.", **kwargs,
    )  # fmt: skip


def email_field(**kwargs):
    """An address to answer to."""
    errors = {
        "invalid": "Enter an email address such as name@example.org",
        "required": "Enter your email, so that we can answer you",
        "max_length": "An email address has at most 200 letters",
    } | kwargs.pop("error_messages", {})
    kwargs = {"label": "Your email", "required": False} | kwargs
    return forms.EmailField(
        max_length=200, widget=forms.EmailInput({"autocomplete": "email"}), error_messages=errors, **kwargs
    )


class PhoneField(PlainTextField):
    def __init__(self, **kwargs):
        kwargs = {"label": "Your phone number", "required": False, "max_length": 40} | kwargs
        super().__init__(widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}), **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if value and not PHONE.match(value):
            raise forms.ValidationError("Enter a phone number such as 03 5550 0000, with digits only")
        return value


def words_field(label, *, needed="Write a few words", **kwargs):
    """A text of several lines."""
    # What holds many links is held for people to look at, rather than refused.
    kwargs = {"lines": 8, "max_length": LONGEST, "most_links": None} | kwargs
    return PlainTextField(
        label=label,
        error_messages={
            "required": needed,
            "max_length": "This is longer than we can take: %(show_value)s letters of at most %(limit_value)s. "
            "Send the most important part, and tell us that there is more",
        },
        **kwargs,
    )  # fmt: skip


class EnquiryForm(ContributionForm):
    name = "contribute-enquiry"

    topic = forms.ModelChoiceField(
        label="What is it about?", queryset=EnquiryTopic.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "Choose what it is about", "invalid_choice": "Choose from the list what it is about"},
    )  # fmt: skip
    words = words_field(
        "Your question", needed="Write your question",
        help_text="A few words are enough. Leave out what you would not want a stranger to read.",
    )  # fmt: skip
    answer_by = forms.ChoiceField(
        label="How would you like to be answered?", choices=Enquiry.By.choices, widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how you would like to be answered",
            "invalid_choice": "Choose from the list how you would like to be answered",
        },
    )  # fmt: skip
    your_name = name_field()
    your_email = email_field(help_text="Only if you want an email. Its subject says nothing about what you asked.")
    your_phone = PhoneField(help_text="Only if we should ring you. We do not leave messages unless you say so here.")
    best_time = PlainTextField(
        label="Good times to ring", required=False,
        help_text="For example: weekdays after 4 pm. Tell us here if we may leave a message.",
    )  # fmt: skip

    LAST = ("your_name", "your_email", "your_phone", "best_time", "came_from")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_a_row(*(self.fields[name] for name in ("your_email", "your_phone")))
        topics = self.fields["topic"]
        topics.queryset = EnquiryTopic.objects.filter(is_offered=True)
        topics.choice_hints = {topic.pk: topic.hint for topic in topics.queryset if topic.hint}

    def clean(self):
        cleaned = super().clean()
        by = cleaned.get("answer_by")
        if by == Enquiry.By.EMAIL and not cleaned.get("your_email") and "your_email" not in self.errors:
            self.add_error("your_email", "Enter your email, so that we can answer you")
        if by == Enquiry.By.PHONE and not cleaned.get("your_phone") and "your_phone" not in self.errors:
            self.add_error("your_phone", "Enter your phone number, so that we can ring you")
        return cleaned

    def model_values(self):
        values = super().model_values()
        return values | {"topic_name": values["topic"].name}


class FeedbackForm(ContributionForm):
    name = "contribute-feedback"

    about = forms.ChoiceField(
        label="What is it about?", choices=Feedback.About.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about", "invalid_choice": "Choose from the list what it is about"},
    )  # fmt: skip
    words = words_field("Tell us more", lines=6, needed="Tell us in a few words")
    your_email = email_field(label="Your email, if you would like an answer")

    LAST = ("your_email", "came_from")


class ComplaintForm(ContributionForm):
    name = "contribute-complaint"

    words = words_field(
        "What happened?", needed="Tell us what happened",
        help_text="Say when and where, if you can. You need not name anybody.",
    )  # fmt: skip
    wish = words_field(
        "What would you like to happen?", lines=4, required=False, max_length=3000,
        help_text="For example an answer, an apology, or a change. You may leave it empty.",
    )  # fmt: skip
    your_name = name_field()
    your_email = email_field(
        label="Your email, if you would like an answer",
        help_text="Without an address or a number we look into it, but we cannot tell you what came of it.",
    )  # fmt: skip
    your_phone = PhoneField(label="Your phone number, if we should ring you")

    LAST = ("your_name", "your_email", "your_phone", "came_from")
