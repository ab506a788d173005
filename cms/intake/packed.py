"""Word and OpenDocument files are archives of parts: each part is read within bounds, judged, and packed anew."""

import io
import re
import zipfile
import zlib

from .packed_parts import JUDGES, Part, Refused

__all__ = ["Refused", "anew", "kind_of"]

MOST_PARTS = 2_000
# Bytes, unpacked: of all parts together, of one, and of one that is XML.
MOST_UNPACKED = 120 * 1024 * 1024
MOST_OF_ONE = 40 * 1024 * 1024
MOST_OF_XML = 15 * 1024 * 1024
# A part that is this many times as large unpacked, and not small, was made to be so.
MOST_RATIO = 200
SMALL = 2 * 1024 * 1024
LONGEST_NAME = 200
PIECE = 64 * 1024
STRANGE_NAME = re.compile(r"(^|/)\.\.?(/|$)|^/|//|[\\:\x00-\x1f]")
ODT = b"application/vnd.oasis.opendocument.text"
WHEN = (1980, 1, 1, 0, 0, 0)


def opened(content):
    """Return the archive ``content`` as a ZipFile whose list of parts is bounded and sane; raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError, OverflowError) as error:
        raise Refused("broken") from error
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("bomb")
    if len({name.lower() for name in names}) < len(names):
        raise Refused("broken")
    for part in parts:
        if part.flag_bits & 0x1:
            raise Refused("encrypted")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or len(part.filename) > LONGEST_NAME:
            raise Refused("broken")
        if STRANGE_NAME.search(part.filename):
            raise Refused("broken")
        is_xml = Part(part.filename).is_xml
        if part.file_size > (MOST_OF_XML if is_xml else MOST_OF_ONE):
            raise Refused("bomb")
        if part.file_size > SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise Refused("bomb")
    return archive


def unpacked(archive, part):
    """Return the bytes of one part, never more than it says it has; raises Refused."""
    pieces, length = [], 0
    try:
        with archive.open(part) as file:
            while piece := file.read(PIECE):
                length += len(piece)
                if length > part.file_size:
                    raise Refused("bomb")
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
        raise Refused("broken") from error
    return b"".join(pieces)


def kind_of(content):
    """Return "docx" or "odt" by the parts of the archive ``content``; raises Refused for any other."""
    with opened(content) as archive:
        names = {part.filename: part for part in archive.infolist()}
        if "mimetype" in names and names["mimetype"].file_size < LONGEST_NAME:
            if unpacked(archive, names["mimetype"]).strip() == ODT:
                return "odt"
        elif "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
            return "docx"
    raise Refused("other")


def anew(content, kind):
    """Return the archive ``content`` of ``kind`` packed anew; raises Refused."""
    out = io.BytesIO()
    judge = JUDGES[kind]()
    with opened(content) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packing:
        parts = archive.infolist()
        judge.names([part.filename for part in parts])
        # OpenDocument: the type stands first, and is not compressed; then the list that says what is locked.
        parts.sort(key=lambda part: (part.filename != "mimetype", part.filename != "META-INF/manifest.xml"))
        for part in parts:
            given = judge.part(Part(part.filename), unpacked(archive, part))
            info = zipfile.ZipInfo(part.filename, WHEN)
            is_plain = part.filename == "mimetype" or part.is_dir()
            info.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            packing.writestr(info, given)
        judge.end()
    return out.getvalue()
