"""What the parts of a Word or OpenDocument file may be and hold. What is not on a list here is refused.

A part is XML, a picture, a font or the printer's settings. XML is read from end to end, without a tree of it in
memory: a document type, which could define entities, ends the reading.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat

from .packed_fields import Fields, is_safe_link
from .packed_pictures import TooManyPixels, cleaned

PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp"}
FONTS = {"odttf", "ttf", "otf"}
# Elements within each other, and of all parts; and the bytes in which at least one of them ends.
DEEPEST = 400
MOST_ELEMENTS = 1_000_000
LONGEST_TAG = 1024 * 1024
XML = {"xml", "rels", "svg", "rdf"}
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PRINTER = re.compile(r"word/printersettings/printersettings\d*\.bin")


class Refused(Exception):
    """A file that is not taken; ``code`` is a key of ``documents.MESSAGES``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """A part's name, as the rules read it: in lower case."""

    filename: str

    @property
    def name(self):
        return self.filename.lower()

    @property
    def ending(self):
        return self.name.rpartition("/")[2].rpartition(".")[2]

    @property
    def is_xml(self):
        return self.ending in XML


def read_xml(content, element, text=None, ended=None, counted=None):
    """Call ``element(name, attributes)`` for each start, ``text(characters)`` and ``ended(name)`` as they come.

    Names are local: without namespace or prefix, which a writer is free to choose; attributes too. Raises Refused
    for what is no XML in UTF-8, has a document type, or was made to need much memory or time. ``counted`` is a
    Counter that counts the elements of all parts.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0
    counted = Counter() if counted is None else counted

    def start(name, attributes):
        nonlocal depth
        depth += 1
        counted["elements"] += 1
        if depth > DEEPEST or counted["elements"] > MOST_ELEMENTS:
            raise Refused("bomb")
        element(local(name), {local(key): value for key, value in attributes.items()})

    def end(name):
        nonlocal depth
        depth -= 1
        if ended:
            ended(local(name))

    def declared(_version, encoding, _standalone):
        if (encoding or "utf-8").lower() not in {"utf-8", "us-ascii", "ascii"}:
            raise Refused("broken")

    def refuse(*_anything):
        raise Refused("broken")

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refused("broken")
    # No element has so many attributes, and the parser would hold them all at once.
    whole = range(0, len(content) - LONGEST_TAG, LONGEST_TAG)
    if any(content.find(b">", place, place + LONGEST_TAG) < 0 for place in whole):
        raise Refused("bomb")
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused("broken") from error


def local(name):
    return name.rpartition(" ")[2]


@dataclass
class Judge:
    """Judges one file part by part: ``names`` first, ``part`` for each, ``end`` at last. Raises Refused."""

    seen: set = field(default_factory=set)
    counted: Counter = field(default_factory=Counter)
    SIGNED = ()
    MACROS = ()
    EMBEDDED = ()

    def names(self, names):
        """Refuse by the names of the parts, saying what is the matter where a name tells it."""
        for name in map(str.lower, names):
            self.seen.add(name)
            for code, beginnings in (("signed", self.SIGNED), ("macros", self.MACROS), ("embedded", self.EMBEDDED)):
                if name.startswith(beginnings):
                    raise Refused(code)

    def part(self, part, content):
        """Return what is kept of a part's ``content``."""
        if part.ending == "svg":
            read_xml(content, self.in_picture, counted=self.counted)
        elif part.is_xml:
            return self.xml(part, content)
        elif part.ending in PICTURES:
            try:
                return cleaned(part.ending, content, self.counted)
            except TooManyPixels as error:
                raise Refused("pictures") from error
        elif part.ending not in FONTS and not self.is_known(part, content):
            raise Refused("macros" if b"VBA" in content[:4096] else "embedded")
        return content

    def in_picture(self, name, attributes):
        if name in {"script", "foreignObject"} or any(key.startswith("on") for key in attributes):
            raise Refused("macros")
        if not attributes.get("href", "#").startswith(("#", "data:image/")):
            raise Refused("external")

    def is_known(self, part, content):
        return part.name.endswith("/") and not content

    def end(self):
        """Refuse a file in which something was missing."""


# Names of whoever wrote a note or made a change, wherever Word keeps them; any prefix, either quotation mark.
AUTHORS = re.compile(rb"""(\s[\w.-]+:(?:author|initials|userId|providerId)\s*=\s*)(?:"[^"<]*"|'[^'<]*')""")
EMPTY = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PROPERTIES = {
    "core-properties": EMPTY
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "extended-properties": EMPTY
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "custom-properties": EMPTY
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
PROPERTY_TYPES = {
    "application/vnd.openxmlformats-package.core-properties+xml": "core-properties",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "extended-properties",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "custom-properties",
}
PROPERTY_NAMES = {
    "docprops/core.xml": "core-properties",
    "docprops/app.xml": "extended-properties",
    "docprops/custom.xml": "custom-properties",
}


class WordJudge(Judge):
    """Judges a DOCX."""

    SIGNED = ("_xmlsignatures/",)
    MACROS = ("word/vba", "customui/", "word/webextensions/", "word/activex/", "userCustomization/".lower())
    EMBEDDED = ("word/embeddings/", "word/afchunk")
    FOLDERS = ("[content_types].xml", "_rels/", "docprops/", "word/", "customxml/")
    ELEMENTS = {
        "altChunk": "embedded",
        "OLEObject": "embedded",
        "objectEmbed": "embedded",
        "objectLink": "external",
        "control": "macros",
        "attachedTemplate": "external",
        "subDoc": "external",
        "frameset": "external",
        "mailMerge": "external",
        "ocx": "macros",
        "vbaSuppData": "macros",
        "taskpane": "macros",
        "webextension": "macros",
    }
    # Of relationships, by the last word of their type.
    RELATIONS = {
        "attachedTemplate": "external",
        "oleObject": "embedded",
        "package": "embedded",
        "aFChunk": "embedded",
        "subDocument": "external",
        "frame": "external",
        "control": "macros",
        "activeXControlBinary": "macros",
        "vbaProject": "macros",
        "wordVbaData": "macros",
        "extensibility": "macros",
        "webextension": "macros",
        "webextensiontaskpanes": "macros",
        "mailMergeSource": "external",
        "mailMergeHeaderSource": "external",
        "mailMergeRecipientData": "external",
        "recipientData": "external",
        "digital-signature": "signed",
    }

    def __init__(self):
        super().__init__()
        self.types = set()

    def names(self, names):
        super().names(names)
        if any(not name.startswith(self.FOLDERS) for name in self.seen):
            raise Refused("embedded")

    def is_known(self, part, content):
        return super().is_known(part, content) or bool(PRINTER.fullmatch(part.name))

    def xml(self, part, content):
        if part.name == "[content_types].xml":
            read_xml(content, self.in_types, counted=self.counted)
        elif part.ending == "rels":
            read_xml(content, self.in_relations, counted=self.counted)
        elif (kind := PROPERTY_NAMES.get(part.name)) is not None:
            return PROPERTIES[kind]
        elif part.name.startswith("docprops/"):
            raise Refused("embedded")
        else:
            fields = Fields(Refused)
            read_xml(
                content,
                lambda name, given: self.in_text(name, given, fields),
                fields.text,
                fields.ended,
                counted=self.counted,
            )
            fields.end()
            return AUTHORS.sub(rb'\1"Author"', content)
        return content

    def in_types(self, name, given):
        kind = given.get("ContentType", "")
        self.types.add(kind)
        if re.search(r"macroenabled|vba|activex", kind, re.IGNORECASE):
            raise Refused("macros")
        if re.search(r"oleobject|html|rtf", kind, re.IGNORECASE):
            raise Refused("embedded")
        # Properties that stand under another name than all writers give them would be kept with their names.
        if name == "Override" and kind in PROPERTY_TYPES:
            where = given.get("PartName", "").lower().lstrip("/")
            if PROPERTY_NAMES.get(where) != PROPERTY_TYPES[kind]:
                raise Refused("broken")

    def in_relations(self, name, given):
        kind = given.get("Type", "").rstrip("/").rpartition("/")[2]
        if kind in self.RELATIONS:
            raise Refused(self.RELATIONS[kind])
        if given.get("TargetMode", "").lower() == "external":
            if kind != "hyperlink":
                raise Refused("external")
            if not is_safe_link(given.get("Target", "")):
                raise Refused("link")

    def in_text(self, name, given, fields):
        if name in self.ELEMENTS:
            raise Refused(self.ELEMENTS[name])
        fields.started(name, given)

    def end(self):
        if DOCX_MAIN not in self.types:
            raise Refused("other")


META = (
    EMPTY
    + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
CREATORS = re.compile(
    rb"(<(?P<tag>(?:dc:creator|meta:creator-initials|[\w.-]+:sender-initials))(?:\s[^>]*)?>)[^<]*(?=</(?P=tag)\s*>)"
)


class OpenDocumentJudge(Judge):
    """Judges an ODT."""

    SIGNED = ("meta-inf/documentsignatures", "meta-inf/macrosignatures", "versions/", "versionlist")
    MACROS = ("basic/", "scripts/", "dialogs/")
    EMBEDDED = ("object", "embedded")
    PARTS = ("mimetype", "content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.rdf", "layout-cache")
    FOLDERS = ("meta-inf/", "pictures/", "thumbnails/", "configurations2/", "fonts/", "media/")
    ELEMENTS = {
        "event-listener": "macros",
        "execute-macro": "macros",
        "script": "macros",
        "dde-connection": "fields",
        "dde-connection-decl": "fields",
        "dde-source": "fields",
        "dde-link": "fields",
        "object": "embedded",
        "object-ole": "embedded",
        "plugin": "embedded",
        "applet": "embedded",
        "floating-frame": "external",
        "section-source": "external",
        "database-display": "external",
        "database-next": "external",
        "database-row-select": "external",
        "connection-resource": "external",
        "encryption-data": "encrypted",
        "keyinfo": "encrypted",
    }
    INSIDE = re.compile(r"(?:\./)?(?:Pictures|Fonts|media)/[\w.%-]+", re.IGNORECASE)

    def names(self, names):
        super().names(names)
        if any(not name.startswith(self.FOLDERS) and name not in self.PARTS for name in self.seen):
            raise Refused("embedded")
        if "content.xml" not in self.seen or "meta-inf/manifest.xml" not in self.seen:
            raise Refused("broken")

    def is_known(self, part, content):
        return super().is_known(part, content) or part.name in {"mimetype", "layout-cache"} or not content

    def xml(self, part, content):
        if part.name == "meta.xml":
            return META
        # Some programs leave a configuration empty.
        if content or not part.name.startswith("configurations2/"):
            read_xml(content, self.in_text, counted=self.counted)
        return CREATORS.sub(rb"\1Author", content)

    def in_text(self, name, given):
        if name in self.ELEMENTS:
            raise Refused(self.ELEMENTS[name])
        if any("vnd.sun.star.script" in value or value.startswith("macro:") for value in given.values()):
            raise Refused("macros")
        link = given.get("href", "").strip()
        if link and name == "a":
            if not is_safe_link(link):
                raise Refused("link")
        elif link and not self.INSIDE.fullmatch(link):
            raise Refused("external")


JUDGES = {"docx": WordJudge, "odt": OpenDocumentJudge}
