"""Writes a PDF anew: from standard input to standard output. A program of its own, run by ``documents.pdf``.

It knows nothing of the site and may use little memory and time. Where the PDF is refused, it ends with 1 and the
reason's code (of ``documents.MESSAGES``) on standard error.
"""

import io
import resource
import sys

# Bytes of address space, most of it the libraries themselves; and seconds of computing.
MEMORY = 768 * 1024 * 1024
SECONDS = 20
MOST_OBJECTS = 300_000
MOST_PAGES = 2_000
DEEPEST = 60

ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "script",
    "/Rendition": "attached",
    "/Movie": "attached",
    "/Sound": "attached",
    "/GoTo3DView": "attached",
    "/RichMediaExecute": "attached",
    "/GoToE": "attached",
    "/GoToR": "external",
    "/Thread": "external",
    "/ImportData": "form",
    "/SubmitForm": "form",
}
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "form",
    "/EmbeddedFiles": "attached",
    "/EF": "attached",
    "/RichMediaContent": "attached",
    "/Collection": "attached",
}
SUBTYPES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/3D", "/Sound", "/EmbeddedFile"}
# How segments of a JPEG begin that are needed to show it.
COLOURS = (b"JFIF\x00", b"ICC_PROFILE\x00", b"Adobe")
LINKS = ("http://", "https://", "mailto:", "tel:")


class Refused(Exception):
    """Says by its ``args[0]`` why a PDF is not taken."""


def is_photo(stream):
    """Whether the bytes of ``stream`` are a JPEG as a camera, or a program, wrote it."""
    from pikepdf import Array, Name

    filters = stream.get("/Filter")
    return (list(filters) if isinstance(filters, Array) else [filters]) == [Name.DCTDecode]


def without_notes(photo):
    """Return the JPEG ``photo`` without what a camera wrote beside its pixels: place, time, owner, a small copy.

    Left out are the comment and all segments of applications but those that say how colours are to be read (JFIF, ICC,
    Adobe). The pixels stay as they are. What is no JPEG after all is returned whole.
    """
    kept, place = [photo[:2]], 2
    if kept[0] != b"\xff\xd8":
        return photo
    while photo[place : place + 1] == b"\xff" and len(photo) >= place + 4:
        marker = photo[place + 1]
        if marker == 0xFF:
            place += 1  # filling
            continue
        if marker == 0xDA:
            return b"".join([*kept, photo[place:]])
        end = place + 2 + int.from_bytes(photo[place + 2 : place + 4])
        segment = photo[place:end]
        is_note = marker == 0xFE or (0xE0 <= marker <= 0xEF and not segment[4:].startswith(COLOURS))
        if not is_note:
            kept.append(segment)
        place = end
    return photo


def look(thing, depth=0):
    """Refuse a dictionary, and what lies directly in it, that acts, loads or holds files; take names of authors out."""
    from pikepdf import Array, Dictionary, Stream

    if depth > DEEPEST:
        raise Refused("broken")
    if isinstance(thing, Array):
        for each in thing:
            if isinstance(each, Array | Dictionary) and not each.is_indirect:
                look(each, depth + 1)
    elif isinstance(thing, Dictionary | Stream):
        keys = set(thing.keys())
        for key, code in KEYS.items():
            if key in keys:
                raise Refused(code)
        kind, name, subtype = (str(thing.get(key, "")) for key in ("/Type", "/S", "/Subtype"))
        if name in ACTIONS and (kind in {"", "/Action"}):
            raise Refused(ACTIONS[name])
        if name == "/URI" and not str(thing.get("/URI", "")).strip().lower().startswith(LINKS):
            raise Refused("link")
        if subtype in SUBTYPES or kind == "/EmbeddedFile":
            raise Refused("attached")
        if isinstance(thing, Stream) and is_photo(thing):
            thing.write(
                without_notes(thing.read_raw_bytes()),
                filter=thing.get("/Filter"),
                decode_parms=thing.get("/DecodeParms"),
            )
        # A stream whose bytes lie in another file.
        if isinstance(thing, Stream) and "/F" in keys:
            raise Refused("external")
        for key in ("/Metadata", "/PieceInfo", "/LastModified"):
            if key in keys:
                del thing[key]
        if "/Rect" in keys and subtype not in {"", "/Widget"} and "/T" in keys:
            del thing["/T"]  # who wrote a note
        for key in sorted(thing.keys()):
            each = thing[key]
            if isinstance(each, Array | Dictionary) and not each.is_indirect:
                look(each, depth + 1)


def anew(content):
    """Return the PDF ``content`` written anew as bytes; raises Refused, or whatever the library does."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        if len(pdf.objects) > MOST_OBJECTS or not 0 < len(pdf.pages) <= MOST_PAGES:
            raise Refused("broken")
        for thing in pdf.objects:
            look(thing)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        out = io.BytesIO()
        pdf.save(
            out, fix_metadata_version=False, preserve_pdfa=False, deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
        return out.getvalue()


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # No picture of this process is left behind where it dies.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        out = anew(sys.stdin.buffer.read())
    except Refused as refused:
        sys.exit(refused.args[0])
    except MemoryError:
        sys.exit("bomb")
    except Exception:  # noqa: BLE001, RUF100 - a made-up file fails in more ways than a list could name
        sys.exit("broken")
    sys.stdout.buffer.write(out)


if __name__ == "__main__":
    main()
