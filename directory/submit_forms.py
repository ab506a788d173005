"""The questions of "Add a service", a group to a step; the same forms serve updates and amendments."""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from cms.core.models import Taxonomy
from cms.intake.forms import PlainTextField, PublicForm, clean_text

from .clock import read_time
from .models import Locality, Location, Schedule, Service
from .models.parts import PHONE_NUMBER
from .near import split

CONSENT_VERSION = "2026-11"
CONSENT_WORDING = (
    "I may speak for this service, and the Centre may publish what I wrote under the public headings. "
    "My own name, e-mail address and phone number are not published."
)


class StepForm(PublicForm):
    """One step. ``title`` is the question at its head; ``lead`` one line below it."""

    name = "directory-add"
    slug = title = lead = why = ""

    def subject(self):
        return self.title


class AboutStep(StepForm):
    slug = "about"
    title = "What is the service?"
    lead = "In your own words. An editor may mend spelling, and nothing else."
    why = "People look at the name and one sentence first, and decide from those."

    service_name = PlainTextField(
        label="Name of the service", max_length=120,
        error_messages={"required": "Enter the name of the service"},
        help_text="The name people know it by. For example: Tuesday Table.",
    )  # fmt: skip
    provider_name = PlainTextField(
        label="Who provides it?", max_length=150,
        error_messages={"required": "Enter who provides the service"},
        help_text="The organisation or group. If it is only you and some friends, say so.",
    )  # fmt: skip
    summary = PlainTextField(
        label="In one or two sentences, what happens?", lines=3, max_length=200,
        error_messages={"required": "Say in a sentence or two what happens"},
        help_text="At most 200 characters. For example: a weekly table, a pot of tea, and whatever is on your mind.",
    )  # fmt: skip
    description = PlainTextField(
        label="More about it", lines=6, max_length=4000, required=False,
        help_text="What people do together, how long it has been going, anything that makes it yours.",
    )  # fmt: skip
    first_visit = PlainTextField(
        label="What can somebody expect the first time?", lines=5, max_length=2000, required=False,
        help_text="Who greets them, how many people come, whether they have to speak.",
    )  # fmt: skip

    def is_hurried(self):
        return True


def whole_number(label):
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=120,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-short"}),
        error_messages={
            "invalid": "Enter an age as a number, for example 18",
            "max_value": "Enter an age of 120 or less",
            "min_value": "Enter an age of 0 or more",
        },
    )  # fmt: skip


class PeopleStep(StepForm):
    """Who it is for; one question for each taxonomy that narrows the directory."""

    slug = "people"
    title = "Who is it for?"
    lead = "Choose what is true. People who look for any of these will find you."
    why = "Nobody has to name a diagnosis or an identity to see your entry. These only help people find it."

    who_for = PlainTextField(
        label="Who is it for?",
        lines=3,
        max_length=1000,
        required=False,
        help_text="For example: adults with any experience of distress.",
    )
    not_for = PlainTextField(
        label="Who is it not for?", lines=3, max_length=1000, required=False,
        help_text="Said kindly, it spares somebody a wasted trip. For example: not set up for children.",
    )  # fmt: skip
    age_min = whole_number("Youngest age")
    age_max = whole_number("Oldest age")
    children_welcome = forms.ChoiceField(
        label="Are children welcome?", choices=Service.Welcome.choices, widget=forms.RadioSelect, required=False
    )
    support_person_welcome = forms.ChoiceField(
        label="May somebody bring a support person?",
        choices=Service.Welcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        taxonomies = Taxonomy.objects.filter(is_facet=True).prefetch_related("terms")
        for number, taxonomy in enumerate(taxonomies):
            choices = [(t.slug, t.name) for t in taxonomy.terms.all() if not t.is_retired and not t.merged_into_id]
            if not choices:
                continue
            self.fields[f"terms_{taxonomy.slug}"] = forms.MultipleChoiceField(
                label=taxonomy.name, help_text=taxonomy.help_text, choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Choose from the list"},
            )  # fmt: skip
            self.fields[f"terms_{taxonomy.slug}"].widget.use_required_attribute = lambda initial: False
            if number == 0:
                self.order_fields([f"terms_{taxonomy.slug}", *self.fields])

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("age_min"), cleaned.get("age_max")
        if low is not None and high is not None and low > high:
            self.add_error("age_max", "The oldest age must be at least the youngest age")
        return cleaned


class TakingPartStep(StepForm):
    slug = "taking-part"
    title = "How do people take part?"
    lead = "One service can do several. Someone searching for any of them will find you."
    why = "Saying plainly how to join, and what it costs, spares people a wasted call."

    delivery = forms.MultipleChoiceField(
        label="Ways to take part", help_text="Choose all that are true now.",
        choices=[(field, label) for field, (_slug, label) in Service.DELIVERY.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one way people can take part", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    coverage = forms.ChoiceField(
        label="Who can it reach?", choices=Service.Coverage.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose who it can reach", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    cost_kind = forms.ChoiceField(
        label="What does it cost?", choices=Service.Cost.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what it costs", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    cost_note = PlainTextField(
        label="More about cost", max_length=200, required=False, help_text="For example: a gold coin if you can."
    )
    joining = forms.ChoiceField(
        label="How do people join?", choices=Service.Joining.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how people join", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    how_to_join = PlainTextField(
        label="What does somebody do first?",
        lines=3,
        max_length=1000,
        required=False,
        help_text="For example: just turn up, or call Jo first.",
    )
    takes_newcomers = forms.TypedChoiceField(
        label="Can new people join now?", choices=[("yes", "Yes"), ("no", "Not at the moment")], widget=forms.RadioSelect,
        coerce=str, error_messages={"required": "Choose whether new people can join now", "invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delivery"].choice_hints = {
            "offers_in_person": "At a place, at set times",
            "offers_phone": "A warm line, or calls you arrange",
            "offers_video": "Online, with cameras on or off",
            "offers_chat": "In writing, at any hour",
            "offers_outreach": "You go to where people are",
        }


class PlaceForm(StepForm):
    """One place, or a way without a place, with its times as numbered rows."""

    slug = "places"
    title = "Where and when?"
    lead = "Give one place at a time. For a phone or online service leave the address empty and give the times."
    why = "A person at home in danger, or one who never went out before, needs to know what will be shown."
    MOST_TIMES = 14

    place_name = PlainTextField(
        label="Name of the place", max_length=100, required=False,
        help_text="The building or room. Or “By phone”, “Online”. For example: Doveton House, upstairs.",
    )  # fmt: skip
    locality = PlainTextField(
        label="Suburb or postcode",
        max_length=80,
        required=False,
        help_text="For example, Sebastopol or 3356. Leave it empty if there is no place.",
    )
    street = PlainTextField(label="Street address", max_length=150, required=False)
    address_shown = forms.ChoiceField(
        label="How much of the address may we show?", choices=Location.AddressShown.choices, widget=forms.RadioSelect, required=False,
        help_text="Some groups keep their address private so that everyone is safe. Whatever you hide is never published anywhere.",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip
    access_note = PlainTextField(
        label="Getting there and getting in", lines=2, max_length=300, required=False,
        help_text="Lift, ramp, accessible toilet, parking, the nearest bus or train, which door.",
    )  # fmt: skip

    def __init__(self, data=None, *args, times=1, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["address_shown"].choice_hints = {
            "street": "People can find the door on their own",
            "suburb": "People learn the rest when they join",
            "nothing": "The listing says “address kept private”",
        }
        self.times = max(1, min(times, self.MOST_TIMES))
        for number in range(self.times):
            for name, field in time_fields().items():
                self.fields[f"time_{number}_{name}"] = field
                field.is_of_a_row = True
                field.widget.use_required_attribute = lambda initial: False

    @property
    def place_fields(self):
        return [field for field in self.asked() if not field.name.startswith("time_")]

    @property
    def time_rows(self):
        """The rows of times as the page shows them: lists of bound fields."""
        return [[self[f"time_{number}_{name}"] for name in TIME_FIELDS] for number in range(self.times)]

    def clean_locality(self):
        """Turn what was typed into ``Name postcode`` of one locality; ask where several fit."""
        typed = self.cleaned_data["locality"]
        if not typed:
            return ""
        found = localities_like(typed)
        if not found:
            raise ValidationError(
                f"We don’t know a suburb or postcode “{typed[:40]}” in Victoria. Check the spelling, or try the postcode."
            )
        if len(found) > 1:
            names = ", ".join(str(place) for place in found[:12])
            raise ValidationError(f"There are several: {names}. Enter the one you mean, with its postcode.")
        return str(found[0])

    def clean(self):
        cleaned = super().clean()
        shown = cleaned.get("address_shown") or ""
        if cleaned.get("street") and not cleaned.get("locality") and "locality" not in self.errors:
            self.add_error("locality", "Enter the suburb or postcode of this address")
        if (cleaned.get("locality") or cleaned.get("street")) and not shown and "address_shown" not in self.errors:
            self.add_error("address_shown", "Choose how much of the address we may show")
        if shown == Location.AddressShown.STREET and not cleaned.get("street"):
            self.add_error("street", "Enter the street address, or choose to show the suburb only")
        cleaned["times"] = [row for number in range(self.times) if (row := self.time_of_row(number, cleaned))]
        if not self.errors and not any((cleaned.get("place_name"), cleaned.get("locality"), cleaned["times"])):
            raise ValidationError("Enter a place, or at least one time")
        return cleaned

    def time_of_row(self, number, cleaned):
        """Return one row as it is kept, None where it is empty; add errors to its fields."""
        value = {name: cleaned.get(f"time_{number}_{name}") for name in TIME_FIELDS}
        if not any(value[name] for name in ("weekday", "starts", "ends", "week_of_month", "from_date", "note")):
            return None
        for name, message in (("weekday", "Choose the day"), ("starts", "Enter when it starts")):
            if not value[name] and f"time_{number}_{name}" not in self.errors:
                self.add_error(f"time_{number}_{name}", message)
        if value["frequency"] == "monthly" and not value["week_of_month"]:
            self.add_error(f"time_{number}_week_of_month", "Choose which week of the month")
        if (
            value["frequency"] == "fortnightly"
            and not value["from_date"]
            and f"time_{number}_from_date" not in self.errors
        ):
            self.add_error(
                f"time_{number}_from_date", "Enter one date on which it happens, so that we can count the weeks"
            )
        if value["from_date"] and value["weekday"] and value["from_date"].weekday() != int(value["weekday"]):
            self.add_error(f"time_{number}_from_date", "This date is not on that day of the week")
        if value["starts"] and value["starts"] == value["ends"]:
            self.add_error(f"time_{number}_ends", "The end must differ from the start")
        return {
            "weekday": value["weekday"],
            "starts": value["starts"].strftime("%H:%M") if value["starts"] else "",
            "ends": value["ends"].strftime("%H:%M") if value["ends"] else "",
            "frequency": value["frequency"] or "weekly",
            "week_of_month": value["week_of_month"] if value["frequency"] == "monthly" else "",
            "from_date": value["from_date"].isoformat()
            if value["from_date"] and value["frequency"] == "fortnightly"
            else "",
            "note": value["note"] or "",
        }

    def answers(self):
        cleaned = self.cleaned_data
        place = {
            name: cleaned.get(name, "") for name in ("place_name", "locality", "street", "address_shown", "access_note")
        }
        place["address_shown"] = place["address_shown"] or Location.AddressShown.NOTHING
        return place | {"times": cleaned["times"]}

    @staticmethod
    def initial_of(place):
        """Return the ``initial`` values that show a kept place again."""
        initial = {name: value for name, value in place.items() if name != "times"}
        for number, row in enumerate(place.get("times", [])):
            initial |= {f"time_{number}_{name}": value for name, value in row.items()}
        return initial


class TimeField(forms.Field):
    """A time of day as people write it; ``6.30 pm``, ``18:30``, ``noon``."""

    def to_python(self, value):
        text = clean_text(value or "")[:40]
        if not text:
            return None
        try:
            return read_time(text)
        except ValueError as error:
            raise ValidationError("Enter a time such as 6.30 pm or 18:30") from error


def time_fields():
    """Return the fields of one row of times by name, fresh ones for each row."""
    day = [("", "Choose"), *((str(value), label) for value, label in Schedule.Weekday.choices)]
    week = [("", "Choose"), *((str(value), label) for value, label in Schedule.WeekOfMonth.choices)]
    wrong = {"invalid_choice": "Choose from the list"}
    short = {"class": "input-short", "autocomplete": "off"}
    return {
        "weekday": forms.ChoiceField(label="Day", choices=day, required=False, error_messages=wrong),
        "starts": TimeField(label="Starts", required=False, help_text="For example 6.30 pm", widget=forms.TextInput(short)),
        "ends": TimeField(label="Ends", required=False, widget=forms.TextInput(short)),
        "frequency": forms.ChoiceField(
            label="How often", choices=Schedule.Frequency.choices, required=False, error_messages=wrong
        ),
        "week_of_month": forms.ChoiceField(
            label="Which week, if monthly", choices=week, required=False, error_messages=wrong
        ),
        "from_date": forms.DateField(
            label="A date, if fortnightly", required=False,
            input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
            widget=forms.DateInput(short, format="%d/%m/%Y"), help_text="For example 24/11/2026",
            error_messages={"invalid": "Enter a date such as 24/11/2026"},
        ),
        "note": PlainTextField(label="Anything about this time", max_length=150, required=False, help_text="For example: not in school holidays"),
    }  # fmt: skip


TIME_FIELDS = ("weekday", "starts", "ends", "frequency", "week_of_month", "from_date", "note")


def localities_like(typed):
    """Return the localities that ``typed`` names: by name, by postcode, or ``Name 3350``; places before other names."""
    name, postcode = split(typed)
    found = Locality.objects.all()
    if name:
        found = found.filter(name__iexact=name)
    if postcode:
        found = found.filter(postcode=postcode)
    if not (name or postcode):
        return []
    places = list(found.order_by("-is_primary", "name")[:60])
    primary = [place for place in places if place.is_primary]
    return primary or places


class SafetyStep(StepForm):
    slug = "safety"
    title = "Four questions people ask of any group"
    lead = "Your own answers, shown as you write them. Leave out what you cannot say yet."
    why = "SANE’s advice on choosing support names these four. An entry that answers them is trusted sooner."

    safety_run_by = PlainTextField(label="Who runs it?", lines=2, max_length=500, required=False)
    safety_facilitators = PlainTextField(
        label="Are facilitators trained and supported?", lines=2, max_length=500, required=False
    )
    safety_guidelines = PlainTextField(
        label="Are there guidelines?",
        lines=2,
        max_length=500,
        required=False,
        help_text="What people agree to, and where to read it.",
    )
    safety_privacy = PlainTextField(label="How is privacy kept?", lines=2, max_length=500, required=False)
    photo = forms.FileField(
        label="A photo of the place or the door", required=False,
        help_text="JPEG, PNG or WebP, at most 5 MB. No people, please. It is shown only after an editor has looked at it.",
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    photo_alt = PlainTextField(
        label="What does the photo show?", max_length=200, required=False, help_text="For people who cannot see it."
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("photo") and not cleaned.get("photo_alt"):
            self.add_error("photo_alt", "Say what the photo shows, for people who cannot see it")
        return cleaned

    def answers(self):
        return {name: value for name, value in super().answers().items() if name != "photo"}


class HttpsField(forms.URLField):
    """A web address; ``example.org`` is taken for ``https://example.org``."""

    def __init__(self, **kwargs):
        super().__init__(
            assume_scheme="https", required=False, max_length=200,
            widget=forms.TextInput({"autocomplete": "url", "inputmode": "url"}),
            error_messages={"invalid": "Enter a web address such as https://example.org"}, **kwargs,
        )  # fmt: skip


def phone_field(label, **kwargs):
    return PlainTextField(label=label, max_length=20, required=False, validators=[PHONE_NUMBER], **kwargs)


class ContactStep(StepForm):
    """Public and private contact, kept apart in words and in the database."""

    slug = "contact"
    title = "How do people reach you?"
    lead = "The first part is public. The second part is for us only."
    why = "We write to you when the entry is published, and ask twice a year whether it is still right."
    PUBLIC = (
        "phone",
        "phone_label",
        "phone_hours",
        "phone_2",
        "phone_2_label",
        "public_email",
        "website",
        "contact_note",
    )
    PRIVATE = ("your_name", "your_email", "your_phone", "note", "consent")

    phone = phone_field("Public phone number", help_text="For example (03) 5550 0000")
    phone_label = PlainTextField(
        label="Who answers it?", max_length=80, required=False, help_text="For example: Text or call Jo"
    )
    phone_hours = PlainTextField(
        label="When?", max_length=100, required=False, help_text="For example: weekdays, noon to 6 pm"
    )
    phone_2 = phone_field("A second number")
    phone_2_label = PlainTextField(label="What is the second number for?", max_length=80, required=False)
    public_email = forms.EmailField(
        label="Public e-mail address", required=False, max_length=200,
        help_text="A role address rather than your own, if you have one.",
        error_messages={"invalid": "Enter an e-mail address such as hello@example.org"},
    )  # fmt: skip
    website = HttpsField(label="Website")
    contact_note = PlainTextField(
        label="Anything people should know before they get in touch", max_length=200, required=False
    )
    your_name = PlainTextField(
        label="Your name", max_length=120, required=False, widget=forms.TextInput({"autocomplete": "name"}),
        help_text="So that we know whom to greet. A first name is enough.",
    )  # fmt: skip
    your_email = forms.EmailField(
        label="Your e-mail address", max_length=200, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="We confirm to this address, and send links to change the entry. It is not published.",
        error_messages={"required": "Enter your e-mail address", "invalid": "Enter an e-mail address such as name@example.org"},
    )  # fmt: skip
    your_phone = phone_field("Your phone number", help_text="Only if you would rather be called.")
    note = PlainTextField(
        label="Anything the editors should know", lines=3, max_length=1000, required=False, help_text="Not published."
    )
    consent = forms.BooleanField(
        label=CONSENT_WORDING, error_messages={"required": "Tick the box to say that you may speak for this service"}
    )

    @property
    def public_fields(self):
        return [self[name] for name in self.PUBLIC]

    @property
    def private_fields(self):
        return [self[name] for name in self.PRIVATE]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("phone", "public_email", "website")):
            self.add_error("phone", "Give at least one public way to get in touch: phone, e-mail or website")
        return cleaned


class SendForm(PublicForm):
    """The button of *Check your answers*."""

    name = "directory-send"


STEPS = {step.slug: step for step in (AboutStep, PeopleStep, TakingPartStep, PlaceForm, SafetyStep, ContactStep)}
ORDER = list(STEPS)


def date_or_none(text):
    """Return the date of an ISO string, None for an empty one."""
    return datetime.date.fromisoformat(text) if text else None
