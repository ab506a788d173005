"""A form with every kind of field, to be shown empty, filled and refused. It is never sent anywhere."""

from django import forms

WAYS = [("person", "In person"), ("phone", "By phone"), ("online", "Online")]
MISSING = {
    "name": "Enter the name of the group",
    "words": "Say what happens there",
    "kind": "Choose the kind of support",
    "way": "Choose how people meet",
    "ways": "Choose at least one group of people",
    "agree": "Tick the box if you may speak for this group",
}


class EveryField(forms.Form):
    """One field of each kind that the site draws."""

    name = forms.CharField(label="Name of the group", help_text="As its own people call it.")
    suburb = forms.CharField(label="Suburb or postcode", required=False)
    email = forms.EmailField(label="Email")
    number = forms.IntegerField(label="How many people usually come", required=False, min_value=1)
    words = forms.CharField(label="What happens there", widget=forms.Textarea, help_text="A few sentences are enough.")
    kind = forms.ChoiceField(
        label="Kind of support", choices=[("", "Choose one"), ("group", "Group"), ("line", "Line")]
    )
    way = forms.ChoiceField(label="How people meet", choices=WAYS, widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        label="Who can come", choices=WAYS, widget=forms.CheckboxSelectMultiple, help_text="Tick all that fit."
    )
    agree = forms.BooleanField(
        label="I may speak for this group", help_text="We ask so that nobody is listed unknowingly."
    )
    photo = forms.FileField(label="A photograph of the place", required=False, help_text="JPEG or PNG, up to 8 MB.")
    closed = forms.CharField(label="Reference", required=False, disabled=True, initial="CPS-2041")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in MISSING.items():
            self.fields[name].error_messages["required"] = words
        self.fields["ways"].choice_hints = {"online": "A link is sent before each meeting."}


FILLED = {
    "name": "Tuesday tea",
    "suburb": "Ballarat",
    "email": "tea@example.org",
    "number": 8,
    "words": "We make tea, sit down and see what comes.",
    "kind": "group",
    "way": "person",
    "ways": ["person", "online"],
    "agree": True,
}


def every_state():
    """Return ``(label, form)`` for each state: empty, filled in, refused."""
    refused = EveryField({"refused-email": "tea at example"}, prefix="refused")
    refused.is_valid()
    return [
        ("Empty", EveryField(prefix="empty")),
        ("Filled in", EveryField(initial=FILLED, prefix="filled")),
        ("Refused, with what to mend", refused),
    ]
