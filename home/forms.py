"""The form of reading settings, and the editors' form of a notice."""

from datetime import time

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

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


class NoticeForm(WagtailAdminModelForm):
    """A notice that ends on a day is read to the end of that day, as one says it: “until Friday”."""

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and ":" not in self.data[self.add_prefix("until")]:
            return timezone.localtime(until).replace(hour=time.max.hour, minute=time.max.minute)
        return until
