"""Documents from the public: PDF, DOCX and ODT by content, bounded, without what could act or names their author.

Nothing of the sender's file is passed on as it came: a PDF is written anew by another process with little memory
and time (``pdf_reader``), the others are packed anew part by part (``packed``).
"""

import subprocess
import sys
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from . import packed
from .files import MOST_BYTES
from .forms import clean_text
from .models import Upload

# Seconds. The reader has its own bound of computing time, well below this; a busy machine takes longer.
PATIENCE = 60
READER = Path(__file__).with_name("pdf_reader.py")

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
ACCEPT = ",".join(f".{kind}" for kind in TYPES)
NAMES = {"pdf": "a PDF", "docx": "a Word document", "odt": "an OpenDocument text"}

AS_PDF = "Open it, save or print it as a PDF, and send that"
MESSAGES = {
    "large": "This file is larger than 5 MB. Make the pictures in it smaller, or send a link to it instead",
    "empty": "This file is empty. Open it on your device to check, then choose it again",
    "old": "This is an older Word file, or it has a password. Save it as a Word document (.docx) without one, and send that",
    "rtf": "This is a rich text file. Open it, save it as a Word document (.docx) or a PDF, and send that",
    "picture": "This is a picture. Put it into a document with a few words about it, and send that",
    "other": "We can take PDF, Word (.docx) and OpenDocument (.odt) files. Save yours as one of these, and send that",
    "lies": "This file is called .{called}, but it is {kind} inside. Save it again from the program that made it",
    "broken": "We cannot read this file: a part of it seems to be missing. Open it, save it again, and send that",
    "bomb": f"This file becomes far too large when it is opened. {AS_PDF}",
    "pictures": "The pictures in this file are very large. Make them smaller in your program, save it again, and send that",
    "encrypted": "This file has a password or is locked. Save a copy without that, and send the copy",
    "macros": f"This file holds macros, which are small programs. {AS_PDF}",
    "embedded": f"This file has another file inside, such as a spreadsheet or an equation. {AS_PDF}",
    "external": "This file loads something from elsewhere, such as a template or a linked picture. " + AS_PDF,
    "link": "This file has a link that is no web, email or phone address. Take the link out, or make it a full web address",
    "fields": f"This file has a field that may fetch something when it is opened. {AS_PDF}",
    "signed": f"This file is signed, or keeps older versions of itself. {AS_PDF}",
    "script": "This PDF holds a program or starts something when it is opened. Print it to a new PDF, and send that",
    "attached": "This PDF has other files, sound or film inside. Print it to a new PDF, and send that",
    "form": "This PDF is a form that sends what is typed into it. Print it to a new PDF, and send that",
}  # fmt: skip


def refusal(code, **words):
    """Return the ValidationError of ``code``: what is wrong with a file, and how its sender can mend it."""
    return ValidationError(MESSAGES[code].format(**words) if words else MESSAGES[code], code=code)


def cleaned(file):
    """Return ``(bytes, kind)`` of the document in ``file``, written anew; ``kind`` is a key of TYPES.

    What comes out holds no program, nothing that acts or loads by itself, and no name of whoever made it in its
    properties. Raises ValidationError, with words for the sender, for everything else.
    """
    if file.size > MOST_BYTES:
        raise refusal("large")
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise refusal("large")
    if not content:
        raise refusal("empty")
    try:
        kind = kind_of(content)
        called = PurePosixPath(str(file.name)).suffix.lower().lstrip(".")
        if called in TYPES and called != kind:
            raise refusal("lies", called=called, kind=NAMES[kind])
        return (pdf(content) if kind == "pdf" else packed.anew(content, kind)), kind
    except ValidationError:
        raise
    except packed.Refused as refused:
        raise refusal(refused.code) from refused
    except Exception as error:  # noqa: BLE001, RUF100 - a made-up file fails in more ways than a list could name
        raise refusal("broken") from error


def kind_of(content):
    """Return which of TYPES ``content`` is, by its first bytes and its parts; raises ValidationError or packed.Refused."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return packed.kind_of(content)
    for code, beginnings in {
        "old": [b"\xd0\xcf\x11\xe0"],
        "rtf": [b"{\\rtf"],
        "picture": [b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*"],
    }.items():
        if content.startswith(tuple(beginnings)):
            raise refusal(code)
    raise refusal("other")


def pdf(content):
    """Return the PDF ``content`` written anew; raises ValidationError.

    A PDF of 5 MB can unfold to 5 GB, and a made-up one can crash its reader: so the reader is a process of its own.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the file is only its input
            [sys.executable, "-I", str(READER)], input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("bomb") from error
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    code = done.stderr.decode("ascii", "replace").strip()
    raise refusal(code if code in MESSAGES else "broken")


def keep_document(file, draft=None):
    """Store the document in ``file`` privately, for ``draft`` if any; return the Upload. Raises ValidationError as ``cleaned``."""
    content, kind = cleaned(file)
    return store(content, kind, file.name, draft)


def store(content, kind, name, draft=None):
    """Store what ``cleaned`` returned privately, with what its sender called it; return the Upload."""
    upload = Upload(
        draft=draft, original_name=clean_text(name)[-150:], content_type=TYPES[kind], extension=f".{kind}",
        size=len(content),
    )  # fmt: skip
    upload.file.save(f"document.{kind}", ContentFile(content), save=False)
    upload.save()
    return upload
