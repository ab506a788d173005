"""The sample's one recording: a bell, since nobody's voice is made up here. Its words say so."""

import io
import math
import struct
import wave

from django.core.files.base import ContentFile

from cms.media.recordings import SiteMedia

from ..markup import typeset

RATE = 8000
SECONDS = 6
# A soft bell: (begins, frequency in hertz).
STROKES = ((0.2, 523.25), (2.0, 659.25), (3.8, 784.0))
FADES_IN = 1.1
TRANSCRIPT = """
[A soft bell rings three times, each a little higher.]

This is where the voice of the person who tells the story would stand. The story on this page is made up, so no voice was recorded for it.
"""


class Recordings:
    """The sample's recordings that are there, by name; asked for one at a time, since few stories have one."""

    def __init__(self, ledger):
        self.ledger = ledger

    def get(self, name):
        """Return the recording ``name``, or None."""
        pk = self.ledger.pk(f"recording:{name}")
        return SiteMedia.objects.filter(pk=pk).first() if pk else None


def load(ledger):
    """Make the recording where this site never had it. Return the Recordings."""
    key = "recording:bell"
    if key not in ledger:
        recording = SiteMedia(
            title="A bell, in place of a voice", type="audio", duration=SECONDS, has_no_speech=True,
            transcript=typeset(TRANSCRIPT.strip()), credit="Made for this site",
        )  # fmt: skip
        recording.file.save("bell.wav", ContentFile(bell()), save=False)
        recording.save()
        ledger.add(key, recording)
    return Recordings(ledger)


def bell():
    """Return the bytes of a WAV file with the strokes, the same each time."""
    samples = bytearray()
    for number in range(RATE * SECONDS):
        now = number / RATE
        level = sum(
            math.sin(2 * math.pi * pitch * (now - begins)) * math.exp(-(now - begins) / FADES_IN * 2.5)
            for begins, pitch in STROKES
            if now >= begins
        )
        samples += struct.pack("<h", round(max(-1, min(1, level * 0.3)) * 32767))
    with io.BytesIO() as file:
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(bytes(samples))
        return file.getvalue()
