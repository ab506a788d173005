"""Looks into a PDF or a Word file: from standard input to standard output, as JSON. A program of its own, run by ``flaws.look``.

It knows nothing of the site and may use little memory and time: a made-up file can unfold to gigabytes or crash its
reader. ``{"pages": 3, "flaws": ["title", "tags"]}`` is what it says; where it cannot read the file, it ends with 1.

What makes a PDF readable for all: PDF/UA (ISO 14289-1) and WCAG's techniques PDF6, PDF16 and PDF18.
"""

import io
import json
import re
import resource
import sys
import zipfile

MEMORY = 768 * 1024 * 1024
SECONDS = 10
# Pages of a PDF that are looked at for words, and how deep forms may lie in forms.
MOST_PAGES = 20
DEEPEST = 4
MOST_XML = 4 * 1024 * 1024
# What programs write as a title where nobody gave one.
NO_TITLE = re.compile(
    r"^(?:microsoft word - .*|untitled.*|document\d*|.*\.(?:docx?|indd|odt|pages|pdf|pptx?|tmp|xlsx?))$", re.I
)


def is_title(text):
    return bool(text) and not NO_TITLE.match(text.strip()) and bool(text.strip())


def look_at_pdf(content):
    """Return what is found in the PDF ``content``: a dict."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        return {"pages": None, "flaws": ["locked"]}
    with pdf:
        root, flaws = pdf.Root, []
        marked = root.get("/MarkInfo", {})
        if not (is_title(_title_in_info(pdf)) or is_title(_title_in_metadata(pdf))):
            flaws.append("title")
        if not str(root.get("/Lang", "")).strip():
            flaws.append("language")
        if not (bool(marked.get("/Marked", False)) and "/StructTreeRoot" in root):
            flaws.append("tags")
        if pdf.is_encrypted and not pdf.allow.accessibility:
            flaws.append("locked")
        if _is_scanned(pdf):
            # Nothing else helps before there are words.
            flaws = ["scanned", *[flaw for flaw in flaws if flaw != "tags"]]
        return {"pages": len(pdf.pages), "flaws": flaws}


def _title_in_info(pdf):
    # Not pdf.docinfo, which makes one where there is none.
    info = pdf.trailer.get("/Info", {})
    return str(info.get("/Title", ""))


def _title_in_metadata(pdf):
    with pdf.open_metadata() as metadata:
        return str(metadata.get("dc:title", "") or "")


def _is_scanned(pdf):
    """Whether the pages show pictures and no letter."""
    has_picture = False
    for page in list(pdf.pages)[:MOST_PAGES]:
        fonts, pictures = _fonts_and_pictures(page.obj.get("/Resources", page.resources), 0)
        if fonts:
            return False
        has_picture = has_picture or pictures
    return has_picture


def _fonts_and_pictures(resources, depth):
    fonts, pictures = bool(len(resources.get("/Font", {}))), False
    drawn = resources.get("/XObject", {})
    for name in list(drawn.keys())[:200]:
        thing = drawn[name]
        if thing.get("/Subtype") == "/Image":
            pictures = True
        elif depth < DEEPEST and "/Resources" in thing:
            below = _fonts_and_pictures(thing.Resources, depth + 1)
            fonts, pictures = fonts or below[0], pictures or below[1]
    return fonts, pictures


def look_at_word(content):
    """Return what is found in the DOCX ``content``: a dict. A Word file has headings, or a reader cannot jump in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        core, styles, words = (
            _part(parts, name) for name in ("docProps/core.xml", "word/styles.xml", "word/document.xml")
        )
    flaws = []
    title = re.search(r"<dc:title>([^<]*)</dc:title>", core)
    if not is_title(title[1] if title else ""):
        flaws.append("title")
    if not re.search(r'<w:lang\b[^>]*w:val="[A-Za-z]', styles + words):
        flaws.append("language")
    return {"pages": None, "flaws": flaws}


def _part(parts, name):
    """Return the beginning of a part as text; '' where there is none. No more is unpacked than is looked at."""
    try:
        with parts.open(name) as part:
            return part.read(MOST_XML).decode("utf-8", "replace")
    except KeyError:
        return ""


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # No picture of this process is left behind where it dies.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        found = look_at_word(content) if content.startswith(b"PK") else look_at_pdf(content)
    except Exception:  # noqa: BLE001, RUF100 - a made-up file fails in more ways than a list could name
        sys.exit(1)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
