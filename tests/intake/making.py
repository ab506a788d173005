"""Documents made for tests: small, whole, and with whatever a test puts into them."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:o="urn:schemas-microsoft-com:office:office"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SECRET = "Jenni Testcanary"


def zipped(parts, **options):
    """Return an archive of ``parts``: content by name, first in first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=how)
    return out.getvalue()


def relations(*lines):
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}</Relationships>'


def relation(kind, target, mode="", number=7):
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId{number}" Type="{RELS}/{kind}" Target="{target}"{mode}/>'


def docx(body="<w:p><w:r><w:t>Tea first</w:t></w:r></w:p>", *, more=None, links=(), main=MAIN, types=""):
    """Return a Word document with ``body`` in it, ``more`` parts by name and ``links`` (relationships)."""
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>',
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml", number=1)),
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*links),
        "docProps/core.xml": f"{HEAD}<a><creator>{SECRET}</creator><lastModifiedBy>{SECRET}</lastModifiedBy></a>",
        "docProps/app.xml": f"{HEAD}<Properties><Company>{SECRET}</Company></Properties>",
    }
    return zipped(parts | (more or {}))


def command(*runs):
    """Return a field whose command is cut into ``runs``."""
    cut = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{cut}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
)


def odt(body="<text:p>Tea first</text:p>", *, more=None, manifest=""):
    """Return an OpenDocument text with ``body`` in it, and ``more`` parts by name."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF}><office:scripts/><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {ODF}><dc:creator>{SECRET}</dc:creator></office:document-meta>",
        "META-INF/manifest.xml": f"<manifest:manifest {ODF}>{manifest}</manifest:manifest>",
        "Configurations2/accelerator/current.xml": "",
    }
    return zipped(parts | (more or {}))


def pdf(change=None, **saving):
    """Return a PDF of one page, after ``change(pdf)``; its properties name SECRET in all the usual places."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = SECRET
    with made.open_metadata() as meta:
        meta["dc:creator"] = [SECRET]
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def sent(content, name):
    """Return ``content`` as a file that a browser sent under ``name``."""
    return SimpleUploadedFile(name, content)
