"""Audio and video, with captions and a transcript: nobody is left out because they cannot hear or see it, or may not make a sound."""

import uuid

from django.db import models, transaction
from wagtail.search import index
from wagtailmedia.models import AbstractMedia

# What every browser of the last years plays. Others are refused with a sentence that says which.
AUDIO_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "ogg": "audio/ogg"}
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


def kept_as(_recording, name):
    """Return where a recording lies: under a number of chance, since a name of a file may tell who speaks."""
    return f"recordings/{uuid.uuid4().hex}.{name.rsplit('.', 1)[-1].lower()}"


def captions_kept_as(_recording, _name):
    return f"recordings/{uuid.uuid4().hex}.vtt"


class SiteMedia(AbstractMedia):
    """One recording. It is played on the page that chooses it, without another site and without script."""

    file = models.FileField(
        upload_to=kept_as,
        help_text="MP3, M4A, WAV or OGG for sound; MP4 or WebM for film. Under 20 MB it starts soon on a phone.",
    )
    captions = models.FileField(
        upload_to=captions_kept_as,
        blank=True,
        help_text="What is said, with times: a .vtt or .srt file. Film with speech needs it. Check each word by ear.",
    )
    transcript = models.TextField(
        blank=True,
        help_text=(
            "All that is said, and sounds that matter, such as [laughs]. Leave it empty to have it made from the "
            "captions. An empty line begins a paragraph."
        ),
    )
    has_no_speech = models.BooleanField(
        "nothing is said in it",
        default=False,
        help_text="Only music or sounds. Then say in the transcript what is heard and seen.",
    )
    poster = models.ForeignKey(
        "media.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="picture before it plays",
        help_text="For film. Optional.",
    )
    credit = models.CharField(max_length=255, blank=True, help_text="Who made it, as they should be named.")

    admin_form_fields = (
        "title", "file", "captions", "transcript", "has_no_speech", "duration", "poster", "credit", "collection", "tags",
    )  # fmt: skip
    search_fields = [*AbstractMedia.search_fields, index.SearchField("credit")]
    picture_uses = {"poster": ("poster",)}

    class Meta:
        verbose_name = "recording"
        verbose_name_plural = "recordings"

    def clean(self, *args, **kwargs):
        self.duration = self.duration or 0
        # Of a file that was refused its own field says why; wagtailmedia would find fault with its ending too.
        if self.file:
            super().clean(*args, **kwargs)

    @property
    def is_film(self):
        return self.type == "video"

    @property
    def sources(self):
        kind = (VIDEO_TYPES if self.is_film else AUDIO_TYPES).get(self.file_extension.lower())
        return [{"src": self.url, "type": kind}] if kind and self.file else []

    @property
    def length(self):
        """How long it takes, in words: ``4 minutes``; '' where nobody said."""
        seconds = round(self.duration or 0)
        if not seconds:
            return ""
        if seconds < 90:
            return "1 second" if seconds == 1 else f"{seconds} seconds"
        return f"{round(seconds / 60)} minutes"

    @property
    def size(self):
        """The size of the file in bytes; 0 where it is lost."""
        try:
            return self.file.size if self.file else 0
        except OSError:
            return 0


def delete_captions(sender, instance, **kwargs):
    """Delete the captions of a recording that is gone; wagtailmedia deletes the file itself in the same way."""
    storage, name = instance.captions.storage, instance.captions.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
