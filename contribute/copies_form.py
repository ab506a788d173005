"""The form with which people ask for printed copies by post."""

import re

from django import forms
from django.utils.html import format_html

from cms.intake.forms import PlainTextField

from .forms import ContributionForm, email_field, words_field
from .models import CopyItem
from .models.copies import too_few

STATES = [
    ("VIC", "Victoria"), ("ACT", "Australian Capital Territory"), ("NSW", "New South Wales"), ("NT", "Northern Territory"),
    ("QLD", "Queensland"), ("SA", "South Australia"), ("TAS", "Tasmania"), ("WA", "Western Australia"),
]  # fmt: skip
POSTCODE = re.compile(r"^[0-9]{4}$")
MEANWHILE = "Something that you chose is no longer there. Look at what is left, then press the button again to ask for the rest."


def line_of_address(label, needed, token, **kwargs):
    """One part of a postal address, which browsers can fill in."""
    lines = kwargs.pop("lines", 1)
    widget = forms.Textarea({"rows": lines}) if lines > 1 else forms.TextInput()
    widget.attrs["autocomplete"] = token
    return PlainTextField(
        label=label, widget=widget, most_links=0, error_messages={"required": needed}, **{"max_length": 60} | kwargs
    )


class QuantityField(forms.IntegerField):
    """How many of ``item`` somebody would like: none where nothing is typed, and never more than is left."""

    widget = forms.NumberInput({"inputmode": "numeric"})
    # None of them is needed, but one is: no word about that behind each.
    is_of_a_row = True

    def __init__(self, item):
        self.item = item
        super().__init__(
            label=item.name, required=False, min_value=0, initial=0, help_text=hint_of(item),
            error_messages={
                "invalid": f"Write how many of “{item}” you would like as a number, such as 1",
                "min_value": f"Write 0 if you would like none of “{item}”",
            },
        )  # fmt: skip

    def clean(self, value):
        quantity = super().clean(value) or 0
        if quantity > self.item.most:
            raise forms.ValidationError(f"We post at most {self.item.most} of “{self.item}” to one person")
        if quantity > self.item.limit:
            raise forms.ValidationError(too_few(self.item))
        return quantity

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"max": self.item.limit}


def hint_of(item):
    """Return what stands under the name of ``item``: what it is, where to read it first, how many one may have."""
    parts = [item.description] if item.description else []
    if item.page and item.page.live:
        parts.append(format_html('<a href="{}">Read “{}” here</a>.', item.page.url or "", item.page.title))
    if item.left is not None and item.left < item.most:
        parts.append(f"We have {item.left} left.")
    else:
        parts.append(f"At most {item.most}.")
    return format_html(" ".join(["{}"] * len(parts)), *parts)


class CopiesForm(ContributionForm):
    name = "contribute-hard-copies"

    your_name = PlainTextField(
        label="Name on the envelope", max_length=80, widget=forms.TextInput({"autocomplete": "name"}), most_links=0,
        help_text="Any name with which the post reaches you.",
        error_messages={"required": "Enter the name that stands on the envelope"},
    )  # fmt: skip
    organisation = line_of_address(
        "Organisation", "", "organization", required=False, max_length=80,
        help_text="If the post goes to one. The envelope carries it below the name.",
    )  # fmt: skip
    street = line_of_address(
        "Street and number, or PO box", "Enter the street and number, or the PO box", "street-address", lines=2,
        max_length=120,
    )  # fmt: skip
    suburb = line_of_address("Suburb or town", "Enter the suburb or town", "address-level2")
    state = forms.ChoiceField(
        label="State or territory", choices=[("", "Choose one"), *STATES],
        widget=forms.Select({"autocomplete": "address-level1"}), help_text="We post within Australia only.",
        error_messages={
            "required": "Choose the state or territory", "invalid_choice": "Choose the state or territory from the list",
        },
    )  # fmt: skip
    postcode = line_of_address("Postcode", "Enter the postcode", "postal-code", max_length=12)
    your_email = email_field(help_text="Only if you want to hear when it is posted. We do not say there what it is.")
    words = words_field("Anything that we should know?", lines=4, required=False, max_length=2000)

    ADDRESS = ("street", "suburb", "state", "postcode")
    LAST = ("your_name", "organisation", *ADDRESS, "your_email", "words", "came_from")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["postcode"].widget.attrs |= {"inputmode": "numeric", "class": "input-short"}
        self.look_at_the_shelf()

    def look_at_the_shelf(self):
        """Ask for what is there now: a field for each item that is left, the names of those that are gone."""
        for name in [name for name in self.fields if name.startswith("item-")]:
            del self.fields[name]
        items = CopyItem.objects.offered()
        self.gone = [item.name for item in items if not item.limit]
        self.items = [item for item in items if item.limit]
        for item in self.items:
            self.fields[item.field] = QuantityField(item)
            self.fields[item.field].widget.use_required_attribute = lambda initial: False
        self.order_fields([*(item.field for item in self.items), *self.LAST])

    def quantities(self):
        """The fields of what there is, for the first part of the form."""
        return [self[item.field] for item in self.items]

    def person(self):
        """The fields of who it goes to, for the second."""
        return [field for field in self.asked() if not isinstance(field.field, QuantityField)]

    def clean_street(self):
        return "\n".join(line.strip() for line in self.cleaned_data["street"].splitlines() if line.strip())

    def clean_postcode(self):
        postcode = self.cleaned_data["postcode"].replace(" ", "")
        if not POSTCODE.match(postcode):
            raise forms.ValidationError("A postcode has four digits, such as 3350")
        return postcode

    def clean(self):
        cleaned = super().clean()
        shown = {item.field for item in self.items}
        vanished = [name for name in self.data.keys() if name.startswith("item-") and name not in shown]  # noqa: SIM118
        if any(str(self.data.get(name)).strip() not in {"", "0"} for name in vanished):
            self.add_error(None, MEANWHILE)
        elif self.items and not shown & set(self.errors) and not any(cleaned.get(name) for name in shown):
            self.add_error(self.items[0].field, "Choose at least one thing: write how many you would like")
        return cleaned

    def refused(self, error):
        """Say what went to somebody else while this was sent, beside what is left of it now."""
        self.look_at_the_shelf()
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def sender(self):
        at = self.cleaned_data
        place = f"{at['suburb']} {at['state']} {at['postcode']}"
        return super().sender() | {"postal_address": f"{at['street']}\n{place}"}

    def model_values(self):
        values = super().model_values()
        lines = [(item, values.pop(item.field)) for item in self.items]
        for name in self.ADDRESS:
            del values[name]
        return values | {"lines": [(item, quantity) for item, quantity in lines if quantity]}
