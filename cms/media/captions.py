"""Captions of a recording: WebVTT as browsers read it, or SubRip made into it.

https://www.w3.org/TR/webvtt1/ says what a file is; what is checked here is what makes a browser show nothing.
"""

import re
from dataclasses import dataclass

MOST_BYTES = 1024 * 1024
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMING = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+(.*))?$")
TAG = re.compile(r"<[^>]*>")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
NOT_WORDS = ("NOTE", "STYLE", "REGION")
SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*$")
LETTERS_IN_PARAGRAPH = 400


class CaptionsError(ValueError):
    """What is wrong with a file of captions, as a sentence for an editor."""


@dataclass(frozen=True)
class Cue:
    """One caption: seconds from the beginning, and its words with the tags that WebVTT knows."""

    starts: float
    ends: float
    words: str
    place: str = ""

    @property
    def speaker(self):
        """Who speaks, where the file says so; else ''."""
        found = VOICE.search(self.words)
        return found[1].strip() if found else ""

    @property
    def spoken(self):
        """The words without tags, on one line."""
        plain = TAG.sub("", self.words).replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
        return " ".join(plain.replace("&amp;", "&").split())


def _seconds(hours, minutes, seconds, thousandths):
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000


def read(data):
    """Return the cues of ``data``, the bytes of a WebVTT or SubRip file, in its order. CaptionsError says what is wrong."""
    if len(data) > MOST_BYTES:
        raise CaptionsError("This file is too large for captions. Is it the recording itself?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaptionsError("These captions are not saved as UTF-8. Save them again and choose UTF-8.") from None
    if "\x00" in text:
        raise CaptionsError("This is not a file of captions. Choose a file that ends in .vtt or .srt.")
    blocks = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    is_vtt = bool(re.match(r"WEBVTT(?:[ \t\n]|$)", blocks[0]))
    cues = []
    for block in blocks[1:] if is_vtt and "-->" not in blocks[0] else blocks:
        cue = _cue(block.strip("\n").split("\n"))
        if cue:
            cues.append(cue)
    if not cues:
        raise CaptionsError(
            "No captions were found in this file. Each needs a line such as 00:00:01.000 --> 00:00:04.000."
        )
    return cues


def _cue(lines):
    """Return the Cue that ``lines`` are; None for what is none, such as a note."""
    at = next((number for number, line in enumerate(lines[:3]) if "-->" in line), None)
    if at is None:
        if lines[0].startswith(NOT_WORDS) or not any(line.strip() for line in lines):
            return None
        raise CaptionsError(f"These words have no time before them: “{' '.join(lines)[:60]}”.")
    found = TIMING.match(lines[at].strip())
    if not found:
        raise CaptionsError(
            f"This time cannot be read: “{lines[at].strip()[:60]}”. Write 00:00:01.000 --> 00:00:04.000."
        )
    starts, ends = _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:8])
    if ends <= starts:
        raise CaptionsError(f"This caption ends before it begins: “{lines[at].strip()[:60]}”.")
    words = "\n".join(line for line in lines[at + 1 :] if line.strip())
    return Cue(starts, ends, words, found[9] or "") if words else None


def _clock(seconds):
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def written(cues):
    """Return ``cues`` as the text of a WebVTT file."""
    parts = [f"{_clock(cue.starts)} --> {_clock(cue.ends)} {cue.place}".rstrip() + f"\n{cue.words}" for cue in cues]
    return "\n\n".join(["WEBVTT", *parts]) + "\n"


def transcript_of(cues):
    """Return what is said in ``cues`` as paragraphs: a new one for each speaker, and at a sentence's end once one is long."""
    paragraphs, speaker = [], None
    for cue in cues:
        begins = not paragraphs or (cue.speaker and cue.speaker != speaker)
        if not begins and len(paragraphs[-1]) > LETTERS_IN_PARAGRAPH and SENTENCE_END.search(paragraphs[-1]):
            begins = True
        if begins:
            named = f"{cue.speaker}: " if cue.speaker and cue.speaker != speaker else ""
            paragraphs.append(f"{named}{cue.spoken}")
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {cue.spoken}"
        speaker = cue.speaker or speaker
    return "\n\n".join(paragraphs)
