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

    text = radios("text", "Size of the text")
    line = radios("line", "Space between lines")
    letters = radios("letters", "Space between letters")
    width = radios("width", "Length of lines")
    theme = radios("theme", "Colours")
    motion = radios("motion", "Movement", "Such as links that fade when you point at them.")
