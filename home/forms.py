"""The form of reading settings."""

from django import forms

from .reading import CHOICES


def radios(name, label, help_text=""):
    return forms.ChoiceField(
        label=label, choices=CHOICES[name], required=False, widget=forms.RadioSelect, help_text=help_text
    )


class ReadingSettingsForm(forms.Form):
    """One choice for each setting; the site's own look where nothing is chosen."""

    is_filter = True  # no "(optional)" after each label: nothing here is required
    use_required_attribute = False

    text = radios("text", "Text size")
    line = radios("line", "Line spacing")
    letters = radios("letters", "Letter spacing")
    width = radios("width", "Line length")
    theme = radios("theme", "Colours", "Automatic is light or dark, as your device is.")
    motion = radios(
        "motion", "Movement", "Such as links that fade when you point at them. Automatic does as your device says."
    )
