"""The step that asks where and when: one place at a time, with its times as numbered rows."""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from cms.intake.forms import PlainTextField, clean_text

from .clock import read_time
from .models import Locality, Location, Schedule
from .models.parts import likely_date
from .near import split
from .step_form import StepForm


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
    street = PlainTextField(
        label="Street address",
        max_length=150,
        required=False,
        help_text="For example: 18 Pleasant Street. You choose below whether readers see it.",
    )
    address_shown = forms.ChoiceField(
        label="How much of the address may we show?", choices=Location.AddressShown.choices, widget=forms.RadioSelect, required=False,
        help_text="Some groups keep their address private so that everyone is safe. Whatever you hide is never published anywhere.",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip
    access_note = PlainTextField(
        label="Getting there and getting in", lines=2, max_length=300, required=False,
        help_text="Lift, ramp, accessible toilet, parking, the nearest bus or train, which door. For example: ramp at the side; bus 12 stops outside.",
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
            error_messages={"invalid": "Enter a date such as 24/11/2026"}, validators=[likely_date],
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


def date_or_none(text):
    """Return the date of an ISO string, None for an empty one."""
    return datetime.date.fromisoformat(text) if text else None
