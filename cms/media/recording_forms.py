"""What an editor must give with a recording before anybody can play it."""

import filetype
from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from wagtail.images.widgets import AdminImageChooser
from wagtailmedia.forms import BaseMediaForm

from . import captions
from .forms import TAGS, explain
from .recordings import AUDIO_TYPES, VIDEO_TYPES

HEAD = 4096
# What the first bytes say, in the words of the library that reads them, for each kind of file that is taken.
CONTENTS = {
    "mp3": {"mp3"},
    "m4a": {"m4a", "mp4"},
    "wav": {"wav"},
    "ogg": {"ogg"},
    "mp4": {"mp4", "m4v"},
    "webm": {"webm"},
}
NEEDS_CAPTIONS = "Film with speech needs captions: a .vtt or .srt file. Or tick that nothing is said in it."
NEEDS_TRANSCRIPT = "Write down what is said or heard, for people who cannot hear it or may not make a sound."


class RecordingForm(BaseMediaForm):
    """Wagtailmedia's form: type by content, size, captions that browsers can show, and a transcript always."""

    class Meta(BaseMediaForm.Meta):
        widgets = BaseMediaForm.Meta.widgets | {
            "transcript": forms.Textarea(attrs={"rows": 8}),
            "captions": forms.ClearableFileInput(attrs={"accept": ".vtt,.srt"}),
            "poster": AdminImageChooser,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        explain(self, title="What readers see above it, for example “Rowan tells it herself”.", tags=TAGS)
        if self.instance.type == "audio":
            self.fields.pop("poster", None)
        if "duration" in self.fields:
            self.fields["duration"].label = "Length in seconds"
            self.fields["duration"].help_text = "For example 240 for four minutes. Readers see it in words."

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        known = VIDEO_TYPES if self.instance.type == "video" else AUDIO_TYPES
        ending = file.name.rsplit(".", 1)[-1].lower()
        names = ", ".join(name.upper() for name in known)
        if ending not in known:
            raise forms.ValidationError(f"Choose a file of one of these kinds: {names}.")
        if file.size > settings.RECORDING_MAX_UPLOAD_SIZE:
            most = filesizeformat(settings.RECORDING_MAX_UPLOAD_SIZE)
            raise forms.ValidationError(
                f"This file is {filesizeformat(file.size)}. The most is {most}: save it smaller."
            )
        file.seek(0)
        found = filetype.guess(file.read(HEAD))
        file.seek(0)
        if not found or found.extension not in CONTENTS[ending]:
            raise forms.ValidationError(
                f"This is no {ending.upper()} file, whatever its name says. Save it as one of: {names}."
            )
        return file

    def clean_captions(self):
        file = self.cleaned_data["captions"]
        if not file or "captions" not in self.changed_data:
            return file
        if file.size > captions.MOST_BYTES:
            raise forms.ValidationError("This file is too large for captions. Is it the recording itself?")
        try:
            self.cues = captions.read(file.read())
        except captions.CaptionsError as error:
            raise forms.ValidationError(str(error)) from error
        # Written anew: browsers read one of the two forms only, and nothing but times and words stays in it.
        return ContentFile(captions.written(self.cues).encode(), name="captions.vtt")

    def clean(self):
        cleaned = super().clean()
        has_words = cleaned.get("captions") or cleaned.get("has_no_speech")
        if self.instance.type == "video" and not has_words and "captions" not in self.errors:
            self.add_error("captions", NEEDS_CAPTIONS)
        if not (cleaned.get("transcript") or "").strip():
            if getattr(self, "cues", None):
                cleaned["transcript"] = captions.transcript_of(self.cues)
            elif "captions" not in self.errors:
                self.add_error("transcript", NEEDS_TRANSCRIPT)
        return cleaned

    def save(self, commit=True):
        storage, replaced = self.instance.captions.storage, self.initial_captions()
        recording = super().save(commit)
        if commit and replaced and replaced != recording.captions.name:
            storage.delete(replaced)
        return recording

    def initial_captions(self):
        """The name of the captions as they were before this form; '' where there were none."""
        before = self.initial.get("captions")
        return before.name if before else ""
