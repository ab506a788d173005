"""What editors type into forms: days and times as people here write them, never changed behind their back; addresses.

Wagtail's picker takes 2026-12-25 only, puts the present moment in the place of anything else that was typed, and adds the
present hour to a day that is chosen.
"""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import PublishingPanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

DAYS = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%m-%Y", "%d.%m.%Y"]
CLOCK = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p", "%I.%M %p", "%I.%M%p"]
# A day alone is its midnight, unless the field says otherwise.
MOMENTS = [f"{day} {clock}" for day in DAYS for clock in CLOCK] + ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M", *DAYS]

# What a day means to which nobody adds an hour, whether it was typed or chosen.
DAY_BEGINS, DAY_ENDS, MORNING, EVENING = "00:00", "23:59", "09:00", "17:00"
# The fields of Wagtail's panel: what they say, and what a day alone means there.
SCHEDULED = {
    "go_live_at": (
        "Melbourne time. A day alone means from its beginning. "
        "Leave it empty, and the page is on the site as soon as it is published.",
        DAY_BEGINS,
    ),
    "expire_at": (
        "Melbourne time. A day alone means to its end. The page then leaves the site, and stays here as a draft.",
        DAY_ENDS,
    ),
}
NO_DAY = "Write the day as 25/12/2026."
NO_TIME = "Write the time as 14:30 or 2:30 pm."
NO_MOMENT = "Write the day as 25/12/2026, or with its time as 25/12/2026 14:30."
# 9999, which people type for "never", has no day after it, and some moments of year 1 are before all time in UTC.
YEARS = range(1900, 2101)
NO_YEAR = "Write a year between 1900 and 2100."
NO_ADDRESS = "Write the whole address as https://example.org, without spaces."


def check_year(day):
    """Raise a ValidationError where ``day`` (a date or a moment) is in a year that nobody can mean."""
    if day.year not in YEARS:
        raise ValidationError(NO_YEAR)


class KeepsWhatIsTyped:
    """A picker that leaves what it cannot read for the form to answer."""

    def get_config(self):
        return super().get_config() | {"validateOnBlur": False}


class DayInput(KeepsWhatIsTyped, AdminDateInput):
    pass


class DayField(forms.DateField):
    """A day, in a form of the editors that is made from no model."""

    widget = DayInput
    input_formats = DAYS
    default_error_messages = {"invalid": NO_DAY}
    default_validators = [check_year]


class TimeInput(KeepsWhatIsTyped, AdminTimeInput):
    pass


def is_day(typed):
    """Whether ``typed`` is a day without an hour."""
    for shape in DAYS:
        try:
            datetime.strptime(typed.strip(), shape)
        except ValueError:
            continue
        return True
    return False


class MomentInput(KeepsWhatIsTyped, AdminDateTimeInput):
    """A day and an hour. ``alone`` is the hour of a day to which nobody adds one: the calendar writes it, the field's help
    says it, and a day that was typed means the same.
    """

    def __init__(self, attrs=None, *, alone=DAY_BEGINS, **given):
        super().__init__(attrs, **given)
        self.alone = alone

    def get_config(self):
        # The list of hours beside the days shows the last one that has begun: of 23:59, not midnight.
        return super().get_config() | {"defaultTime": self.alone, "roundTime": "floor"}

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        return f"{typed.strip()} {self.alone}" if isinstance(typed, str) and is_day(typed) else typed


class DayMaybeHourInput(MomentInput):
    """A day that counts whole, kept as its midnight; only who needs an hour types one. The calendar writes the day alone."""

    def __init__(self, attrs=None, **given):
        super().__init__(attrs, **given)
        self.day = AdminDateInput()

    def get_config(self):
        return super().get_config() | {"timepicker": False, "format": self.day.js_format}

    def format_value(self, value):
        whole = isinstance(value, datetime) and value.time() == time()
        return self.day.format_value(value.date()) if whole else super().format_value(value)

    def value_from_datadict(self, data, files, name):
        return AdminDateTimeInput.value_from_datadict(self, data, files, name)


class SchedulePanel(PublishingPanel):
    """Wagtail's panel of when a page goes live and when it leaves: a slip of the hand must not mean *now*."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for panel in self.children:
            panel.help_text, alone = SCHEDULED[panel.field_name]
            stock = panel.widget
            panel.widget = MomentInput(
                attrs=stock.attrs, alone=alone, js_overlay_parent_selector=stock.js_overlay_parent_selector
            )


def register():
    """Give them to every form that Wagtail makes from a model."""
    for field, widget, formats, message, checks in (
        (models.DateField, DayInput, DAYS, NO_DAY, [check_year]),
        (models.TimeField, TimeInput, CLOCK, NO_TIME, []),
        # After DateField, whose subclass it is.
        (models.DateTimeField, MomentInput, MOMENTS, NO_MOMENT, [check_year]),
    ):
        override = {
            "widget": widget, "input_formats": formats, "error_messages": {"invalid": message}, "validators": checks,
        }  # fmt: skip
        register_form_field_override(field, override=override)
    # With Wagtail's own: an address without its beginning gets https.
    override = {"assume_scheme": "https", "error_messages": {"invalid": NO_ADDRESS}}
    register_form_field_override(models.URLField, override=override)
