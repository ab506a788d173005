"""What keeps people from reading a file, found when it comes in: for each flaw its name and what to do.

A file is warned of and never refused: it may be all there is. ``look`` says what is wrong with one; ``FLAWS`` has the
words; ``manage.py look_at_files`` looks at those that came before.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

READER = Path(__file__).parent / "file_reader.py"
PATIENCE = 15
LOOKED_AT = ("pdf", "docx")
# Nothing larger can be uploaded (WAGTAILDOCS_MAX_UPLOAD_SIZE); what came another way is not read into memory.
MOST_BYTES = 40 * 1024 * 1024
# A later way of looking has another number: the command then looks at all files again.
WAY = "1"


@dataclass(frozen=True)
class Flaw:
    """``name`` is a few words, ``why`` whom it keeps out, ``what_to_do`` a way out for somebody who has Word."""

    key: str
    name: str
    why: str
    what_to_do: str


FLAWS = {
    flaw.key: flaw
    for flaw in (
        Flaw(
            "scanned",
            "Pictures of pages",
            "Its words are pictures: nobody can have them read aloud, search them or make them larger.",
            "Put up the file that it was printed from. Where there is none, let a scanner program recognise the text.",
        ),
        Flaw(
            "locked",
            "Locked",
            "It is protected, so a screen reader may not be let in.",
            "Save it again without a password and without limits on copying.",
        ),
        Flaw(
            "unread",
            "Cannot be opened",
            "We could not look into it. It may be damaged, and then readers cannot open it either.",
            "Open it yourself, save it again and put it up anew.",
        ),
        Flaw(
            "title",
            "No title",
            "A screen reader says the title first, and the window shows it.",
            "In Word: File, Info, Title. Write what it is called, then save it again as PDF.",
        ),
        Flaw(
            "language",
            "No language",
            "Without it, it may be read aloud with the sounds of another language.",
            "In Word: Review, Language, English (Australia) for all of the text. Then save it again.",
        ),
        Flaw(
            "tags",
            "No tags",
            "Tags are marks that say what is a heading, a list or a picture. Without them it is read out as one long line.",
            "In Word: Save as PDF, Options, tick “Document structure tags for accessibility”. Do not print to PDF.",
        ),
    )
}


def look(file, extension):
    """Return ``{"pages": number or None, "flaws": list of keys}`` for an open Django ``file``; None for other kinds.

    It takes at most PATIENCE seconds, and no more memory than the reader may have.
    """
    if extension.lower() not in LOOKED_AT:
        return None
    unread = {"pages": None, "flaws": ["unread"]}
    try:
        if file.size > MOST_BYTES:
            return unread
        file.seek(0)
        content = file.read()
        file.seek(0)
        done = subprocess.run(  # noqa: S603 - our own program, and the file is only its input
            [sys.executable, "-I", str(READER)], input=content, capture_output=True, timeout=PATIENCE, check=True
        )
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return unread
    return {"pages": found["pages"], "flaws": [key for key in FLAWS if key in found["flaws"]]}
