"""Documents from the public: taken by content, written anew, refused kindly; nothing that acts gets in."""

import io
import secrets
import struct
import tracemalloc
import zipfile

import pikepdf
import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cms.intake import documents, packed, packed_pictures, pdf_reader
from cms.intake.documents import MESSAGES, TYPES, cleaned, keep_document
from cms.intake.packed_fields import is_safe_link
from cms.intake.purge import purge

from .making import HEAD, ODF, SECRET, W, command, docx, odt, pdf, relation, relations, sent, zipped

MAKE = {"pdf": pdf, "docx": docx, "odt": odt}


def refused(content, name):
    """Return the code for which a file is refused, or None where it is taken."""
    return refused_file(sent(content, name))


def refused_file(file):
    try:
        cleaned(file)
    except ValidationError as error:
        return error.code
    return None


def refused_parts(content, kind):
    """Return as ``refused``, of the archive alone: nothing catches what else it may raise."""
    try:
        packed.anew(content, kind)
    except packed.Refused as error:
        return error.code
    return None


class TestAWholeDocument:
    @pytest.mark.parametrize("kind", TYPES)
    def test_is_taken_and_known_by_its_content_whatever_it_is_called(self, kind):
        for name in (f"my work.{kind}", f"MY.{kind.upper()}", "work", "work.final"):
            content, found = cleaned(sent(MAKE[kind](), name))
            assert found == kind
            assert content

    @pytest.mark.parametrize("kind", TYPES)
    def test_names_its_author_nowhere_in_its_properties(self, kind):
        content, _kind = cleaned(sent(MAKE[kind](), f"a.{kind}"))
        if kind == "pdf":
            with pikepdf.open(io.BytesIO(content)) as made:
                assert "/Info" not in made.trailer
                assert "/Metadata" not in made.Root
                assert len(made.pages) == 1
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert archive.testzip() is None
                everything = b"".join(archive.read(name) for name in archive.namelist())
            assert SECRET.encode() not in everything
            assert b"Tea first" in everything

    def test_of_word_names_nobody_who_wrote_notes_or_made_changes(self):
        body = (
            f"<w:p><w:ins w:id='1' w:author=\"{SECRET}\" w:date='x'><w:r><w:t>said “a:author”</w:t></w:r></w:ins></w:p>"
        )
        comments = f"{HEAD}<x:comments {W.replace('xmlns:w', 'xmlns:x')}><x:comment x:author='{SECRET}' x:initials='{SECRET}'/></x:comments>"
        content, _kind = cleaned(sent(docx(body, more={"word/comments.xml": comments}), "a.docx"))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read("word/document.xml").decode() + archive.read("word/comments.xml").decode()
        assert SECRET not in text
        assert "said “a:author”" in text

    def test_of_opendocument_names_nobody_who_wrote_notes(self):
        body = f"<office:annotation><dc:creator>{SECRET}</dc:creator><text:p>A note</text:p></office:annotation>"
        content, _kind = cleaned(sent(odt(body), "a.odt"))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read("content.xml").decode()
            assert archive.infolist()[0].filename == "mimetype"
            assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert SECRET not in text
        assert "A note" in text

    def test_of_pdf_keeps_nobody_s_name_at_a_note(self):
        def note(made):
            notes = [
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 1, 1], T=String(SECRET), Contents=String("Why?")
                )
            ]
            made.pages[0].Annots = made.make_indirect(Array(notes))

        content, _kind = cleaned(sent(pdf(note), "a.pdf"))
        with pikepdf.open(io.BytesIO(content)) as made:
            [kept] = made.pages[0].Annots
            assert "/T" not in kept
            assert str(kept.Contents) == "Why?"

    def test_may_have_links_pages_contents_references_and_pictures(self):
        body = "".join(
            command(run)
            for run in (" PAGE ", r' TOC \o "1-3" \h ', r' HYPERLINK \l "_Toc1" ', ' HYPERLINK "https://example.org/a?b=c" ',
                        " ADDIN ZOTERO_ITEM CSL_CITATION {&quot;citationID&quot;:&quot;dde&quot;} ", " = 2 + 3 ", "")
        )  # fmt: skip
        # A table of contents holds the fields of its lines.
        nested = command(" TOC ").replace("<w:t>shown</w:t></w:r>", "<w:t>shown</w:t></w:r>" + command(" PAGEREF a "))
        links = [relation("hyperlink", "https://example.org/", "External"), relation("image", "media/a.png", number=8)]
        assert refused(docx(body + nested, links=links, more={"word/media/a.png": b"\x89PNG"}), "a.docx") is None
        link = '<text:p><text:a xlink:href="https://example.org/">a</text:a></text:p><draw:image xlink:href="Pictures/a.png"/>'
        assert refused(odt(link, more={"Pictures/a.png": b"\x89PNG"}), "a.odt") is None

    def test_of_pdf_may_have_links(self):
        def link(made):
            to = Dictionary(S=Name.URI, URI=String("https://example.org/"))
            made.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 1, 1], A=to)])

        assert refused(pdf(link), "a.pdf") is None


class TestAFileIsRefused:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"), (b"hello", "other"), (b"<html>", "other"), (b"{\\rtf1}", "rtf"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"), (b"\x89PNG\r\n", "picture"), (b"\xff\xd8\xff\xe0", "picture"),
            (b"PK\x03\x04", "broken"),
            (zipped({"a.txt": "x"}), "other"), (zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "other"),
            (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "other"),
        ],
    )  # fmt: skip
    def test_that_is_no_document_of_the_three_kinds(self, content, code):
        assert refused(content, "work.docx") == code
        assert refused(b"%PDF-1.7 nothing more", "work.pdf") == "broken"

    def test_that_is_larger_than_5_mb(self):
        assert refused(b"%PDF-" + b"x" * documents.MOST_BYTES, "a.pdf") == "large"

    @pytest.mark.parametrize("kind", TYPES)
    def test_that_is_called_another_kind_than_it_is(self, kind):
        for other in set(TYPES) - {kind}:
            with pytest.raises(ValidationError) as error:
                cleaned(sent(MAKE[kind](), f"a.{other}"))
            assert error.value.code == "lies"
            assert f"called .{other}" in error.value.message

    @pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
    def test_that_was_cut_off(self, kind):
        whole = MAKE[kind]()
        assert refused(whole[: len(whole) // 2], f"a.{kind}") == "broken"

    def test_with_words_that_say_how_to_mend_it(self):
        for code, message in MESSAGES.items():
            assert message.count(".") + message.count("!") >= 1, code
            assert all(
                len(sentence.split()) <= 20
                for sentence in message.replace("(.docx)", "").replace("(.odt)", "").split(". ")
            ), code


class TestWordIsRefused:
    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"word/vbaProject.bin": b"x"}, "macros"), ({"word/vbaData.xml": "<a/>"}, "macros"), ({"WORD/VBAPROJECT.BIN": b"x"}, "macros"),
            ({"word/activeX/activeX1.xml": "<a/>"}, "macros"), ({"customUI/customUI.xml": "<a/>"}, "macros"),
            ({"word/other.bin": b"\x00VBA"}, "macros"), ({"word/embeddings/oleObject1.bin": b"x"}, "embedded"),
            ({"word/embeddings/a.xlsx": b"x"}, "embedded"), ({"word/afchunk.mht": b"x"}, "embedded"), ({"word/a.html": b"x"}, "embedded"),
            ({"run.exe": b"MZ"}, "embedded"), ({"word/media/run.exe": b"MZ"}, "embedded"), ({"_xmlsignatures/a.xml": "<a/>"}, "signed"),
            ({"../evil.xml": "<a/>"}, "broken"), ({"/evil.xml": "<a/>"}, "broken"), ({"word\\a.xml": "<a/>"}, "broken"),
            ({"docProps/other.xml": "<a/>"}, "embedded"), ({"Word/Document.xml": "<a/>"}, "broken"),
            ({"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "broken"), ({"word/a.xml": "<a>"}, "broken"),
            ({"word/a.xml": '<?xml version="1.0" encoding="UTF-7"?><a/>'}, "broken"), ({"word/a.xml": "<a/>".encode("utf-16")}, "broken"),
            ({"word/a.xml": "<a>" * 500 + "</a>" * 500}, "bomb"), ({"word/media/a.svg": "<svg><script/></svg>"}, "macros"),
            ({"word/media/a.svg": "<svg onload='x'/>"}, "macros"), ({"word/media/a.svg": "<svg href='http://a'/>"}, "external"),
            ({"word/a.xml": "<x:a xmlns:x='urn:x'><x:altChunk/></x:a>"}, "embedded"),
        ],
    )  # fmt: skip
    def test_with_a_part_that_acts_or_hides(self, more, code):
        assert refused(docx(more=more), "a.docx") == code

    @pytest.mark.parametrize(
        ("kind", "target", "mode", "code"),
        [
            ("attachedTemplate", "https://example.org/a.dotm", "External", "external"), ("attachedTemplate", "a.dotx", "", "external"),
            ("image", "https://example.org/a.png", "External", "external"), ("oleObject", "a.bin", "", "embedded"),
            ("aFChunk", "a.docx", "", "embedded"), ("frame", "http://a/", "External", "external"), ("vbaProject", "a", "", "macros"),
            ("anything", "http://a/", "external", "external"), ("hyperlink", "file:///etc/passwd", "External", "link"),
            ("hyperlink", r"\\server\share", "External", "link"), ("hyperlink", "//server/share", "External", "link"),
            ("hyperlink", "javascript:alert(1)", "External", "link"), ("hyperlink", "ms-word:ofe|u|http://a", "External", "link"),
        ],
    )  # fmt: skip
    def test_with_a_tie_to_something_else(self, kind, target, mode, code):
        for name in ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels", "word/_rels/footnotes.xml.rels"):
            assert refused(docx(more={name: relations(relation(kind, target, mode))}), "a.docx") == code

    @pytest.mark.parametrize(
        ("runs", "code"),
        [
            (["DDEAUTO c:\\\\windows\\\\cmd.exe"], "fields"), (["DD", "EAU", "TO x y"], "fields"), ([" dde x "], "fields"),
            (["D", "DE x"], "fields"), ([' "DDE" x'], "fields"), ([" INCLUDEPICTURE http://a "], "fields"),
            (["INCLUDE", "TEXT a"], "fields"), (["IMPORT a"], "fields"), (["LINK Excel.Sheet a"], "fields"), (["EMBED a"], "fields"),
            (["DATABASE a"], "fields"), (["MACROBUTTON a b"], "fields"), (["QUOTE 68 68 69"], "fields"), (["PRINT a"], "fields"),
            ([' HYPERLINK "\\\\\\\\server\\\\a" '], "link"), ([" HYPERLINK file:///a "], "link"), ([' hyper', 'link "file:a"'], "link"),
        ],
    )  # fmt: skip
    def test_with_a_field_that_fetches(self, runs, code):
        assert refused(docx(command(*runs)), "a.docx") == code
        for name in ("word/header1.xml", "word/comments.xml", "word/glossary/document.xml"):
            assert refused(docx(more={name: f"<w:hdr {W}>{command(*runs)}</w:hdr>"}), "a.docx") == code

    def test_with_a_field_that_is_put_together_from_another(self):
        inner = command("PAGE")
        outer = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:instrText> a b</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        assert refused(docx(outer), "a.docx") == "fields"
        assert (
            refused(docx(command("DDE", "AUTO").replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "")), "a.docx")
            == "fields"
        )
        assert refused(docx("<w:p><w:r><w:instrText>DDEAUTO a</w:instrText></w:r></w:p>"), "a.docx") == "fields"

    def test_with_a_simple_field_that_fetches_or_an_object_in_the_text(self):
        assert refused(docx('<w:p><w:fldSimple w:instr="DDEAUTO a b"/></w:p>'), "a.docx") == "fields"
        assert refused(docx("<w:object><o:OLEObject/></w:object>"), "a.docx") == "embedded"
        assert refused(docx('<w:altChunk w:id="x"/>'), "a.docx") == "embedded"

    def test_that_is_a_document_with_macros_under_a_harmless_name(self):
        macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
        assert refused(docx(main=macro), "a.docx") == "macros"
        assert refused(docx(main="application/xml"), "a.docx") == "other"
        assert (
            refused(
                docx(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'), "a.docx"
            )
            == "macros"
        )

    def test_whose_properties_stand_elsewhere(self):
        core = "application/vnd.openxmlformats-package.core-properties+xml"
        types = f'<Override PartName="/word/mine.xml" ContentType="{core}"/>'
        assert refused(docx(types=types, more={"word/mine.xml": "<a/>"}), "a.docx") == "broken"


class TestOpenDocumentIsRefused:
    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"Basic/Standard/Module1.xml": "<a/>"}, "macros"), ({"Scripts/python/a.py": "x"}, "macros"), ({"Dialogs/a.xml": "<a/>"}, "macros"),
            ({"Object 1/content.xml": "<a/>"}, "embedded"), ({"ObjectReplacements/Object 1": b"x"}, "embedded"),
            ({"Versions/Version1": b"x"}, "signed"), ({"META-INF/documentsignatures.xml": "<a/>"}, "signed"),
            ({"run.exe": b"MZ"}, "embedded"), ({"Pictures/run.exe": b"MZ"}, "embedded"),
            ({"styles.xml": '<!DOCTYPE a SYSTEM "http://a/"><a/>'}, "broken"),
            ({"Configurations2/accelerator/current.xml": "<a href='vnd.sun.star.script:a'/>"}, "macros"),
        ],
    )  # fmt: skip
    def test_with_a_part_that_acts_or_hides(self, more, code):
        assert refused(odt(more=more), "a.odt") == code

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ('<script:event-listener xlink:href="x"/>', "macros"), ("<text:script/>", "macros"), ("<text:execute-macro/>", "macros"),
            ("<text:dde-connection/>", "fields"), ("<office:dde-source/>", "fields"), ("<draw:object/>", "embedded"),
            ("<draw:object-ole/>", "embedded"), ("<draw:plugin/>", "embedded"), ('<draw:floating-frame xlink:href="http://a/"/>', "external"),
            ('<text:section-source xlink:href="http://a/"/>', "external"), ('<draw:image xlink:href="http://a/b.png"/>', "external"),
            ('<draw:image xlink:href="../../a.png"/>', "external"), ('<draw:image xlink:href="file:///a.png"/>', "external"),
            ('<text:a xlink:href="file:///a">a</text:a>', "link"), ('<text:a xlink:href="macro:///a">a</text:a>', "macros"),
            ('<text:a xlink:href="vnd.sun.star.script:a">a</text:a>', "macros"),
        ],
    )  # fmt: skip
    def test_with_something_in_its_text_that_acts(self, body, code):
        assert refused(odt(body), "a.odt") == code
        assert (
            refused(odt(more={"styles.xml": f"<office:document-styles {ODF}>{body}</office:document-styles>"}), "a.odt")
            == code
        )

    def test_with_a_password(self):
        assert (
            refused(odt(manifest="<manifest:encryption-data/>", more={"content.xml": b"\x80\x81"}), "a.odt")
            == "encrypted"
        )


class TestPdfIsRefused:
    @pytest.mark.parametrize(
        ("action", "code"),
        [
            ({"S": "/JavaScript", "JS": "app.alert(1)"}, "script"), ({"S": "/Launch", "F": "cmd.exe"}, "script"),
            ({"S": "/SubmitForm", "F": "http://a/"}, "form"), ({"S": "/GoToR", "F": r"\\server\a"}, "external"),
            ({"S": "/GoToE"}, "attached"), ({"S": "/URI", "URI": "file:///a"}, "link"), ({"S": "/URI", "URI": "javascript:a"}, "link"),
            ({"S": "/GoTo", "Next": {"S": "/Launch"}}, "script"), ({"S": "/ImportData"}, "form"), ({"S": "/Rendition", "JS": "a"}, "script"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("place", ["when it is opened", "at a page", "at a link", "in a dark corner"])
    def test_with_an_action(self, action, code, place):
        def made_of(values):
            return Dictionary(
                {f"/{key}": made_of(value) if isinstance(value, dict) else Name(value) if key == "S" else String(value) for key, value in values.items()}
            )  # fmt: skip

        def change(made):
            act = made_of(action)
            if place == "when it is opened":
                made.Root.OpenAction = made.make_indirect(act)
            elif place == "at a page":
                made.pages[0].AA = Dictionary(O=act)
            elif place == "at a link":
                made.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=act)])
            else:
                made.Root.Dark = Array([Array([Dictionary(Corner=act)])])

        # In this process: what the other one does with it is tested below.
        from cms.intake import pdf_reader

        for saving in ({}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}):
            with pytest.raises(pdf_reader.Refused) as error:
                pdf_reader.anew(pdf(change, **saving))
            assert error.value.args == (code,)

    def test_with_files_sound_or_a_form_of_its_own_kind(self):
        def attach(made):
            made.attachments["a.exe"] = b"MZ"

        def form(made):
            made.Root.AcroForm = Dictionary(XFA=String("x"), Fields=[])

        def film(made):
            made.pages[0].Annots = Array([Dictionary(Subtype=Name.RichMedia)])

        def elsewhere(made):
            stream = made.make_stream(b"x")
            stream.F = String("/etc/passwd")
            made.Root.Other = stream

        for change, code in ((attach, "attached"), (form, "form"), (film, "attached"), (elsewhere, "external")):
            assert refused(pdf(change), "a.pdf") == code

    def test_that_is_locked_even_where_it_opens_without_a_password(self):
        for owner, user in (("a", "b"), ("a", "")):
            assert refused(pdf(encryption=pikepdf.Encryption(owner=owner, user=user)), "a.pdf") == "encrypted"

    def test_that_unfolds_to_gigabytes(self, tmp_path):
        # An object stream of 1 GB in 1 MB: the reader must unfold it to find its objects.
        import zlib

        packer = zlib.compressobj(9)
        stream = (
            packer.compress(b"1 0 " + b" " * 60)
            + b"".join(packer.compress(b"\x20" * 10_000_000) for _ in range(100))
            + packer.flush()
        )
        head = b"%PDF-1.5\n"
        body = (
            b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(stream)
            + stream
            + b"\nendstream\nendobj\n"
        )
        table_at = len(head) + len(body)
        rows = (
            struct.pack(">BIH", 0, 0, 0)
            + struct.pack(">BIH", 2, 2, 0)
            + struct.pack(">BIH", 1, len(head), 0)
            + struct.pack(">BIH", 1, table_at, 0)
        )
        table = (
            b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(rows)
            + rows
            + b"\nendstream\nendobj\n"
        )
        content = head + body + table + b"startxref\n%d\n%%%%EOF" % table_at
        assert len(content) < documents.MOST_BYTES
        assert refused(content, "a.pdf") in {"bomb", "broken"}


def photo(kind="JPEG", size=(64, 48), mode="RGB"):
    """Return a picture into which a camera wrote its owner and the place."""
    exif = Image.Exif()
    exif[0x013B] = SECRET
    exif.get_ifd(0x8825)[2] = (37.0, 49.0, 12.0)
    out, notes = io.BytesIO(), {}
    if kind == "PNG":
        notes["pnginfo"] = PngInfo()
        notes["pnginfo"].add_text("Author", SECRET)
    elif kind == "GIF":
        notes["comment"] = SECRET.encode()
    picture = Image.new(mode, size, "teal" if mode == "RGB" else 0)
    if kind == "MPO":
        notes |= {"save_all": True, "append_images": [picture.copy()]}
    picture.save(out, kind, **notes, **({"exif": exif} if kind != "GIF" else {}))
    return out.getvalue()


def inside(content, name):
    """Return the part ``name`` of a document that is taken."""
    given, _kind = cleaned(sent(content, "work"))
    with zipfile.ZipFile(io.BytesIO(given)) as archive:
        return archive.read(name)


class TestPicturesInADocument:
    @pytest.mark.parametrize(
        ("ending", "kind"),
        [("jpeg", "JPEG"), ("png", "PNG"), ("tiff", "TIFF"), ("gif", "GIF"), ("png", "WEBP"), ("jpg", "MPO")],
    )
    def test_keep_their_pixels_and_nothing_that_a_camera_wrote(self, ending, kind):
        made = photo(kind)
        assert SECRET.encode() in made
        for content, name in (
            (docx(more={f"word/media/image1.{ending}": made}), f"word/media/image1.{ending}"),
            (odt(more={f"Pictures/1.{ending}": made}), f"Pictures/1.{ending}"),
        ):
            given = inside(content, name)
            assert SECRET.encode() not in given
            with Image.open(io.BytesIO(given)) as picture:
                assert not dict(picture.getexif().get_ifd(0x8825))
                assert picture.size == (64, 48)
                assert picture.convert("RGB").getpixel((9, 9)) == pytest.approx((0, 128, 128), abs=4)
                assert picture.format == {"WEBP": "PNG", "MPO": "JPEG"}.get(kind, kind)

    @pytest.mark.parametrize("mode", ["L", "CMYK"])
    def test_in_other_colours_are_drawn_too(self, mode):
        with Image.open(
            io.BytesIO(inside(docx(more={"word/media/a.jpg": photo(mode=mode)}), "word/media/a.jpg"))
        ) as one:
            assert one.size == (64, 48)

    @pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.wdp", "a.bmp"])
    def test_that_cannot_be_read_are_left_out_and_the_rest_is_taken(self, name):
        given = inside(docx(more={f"word/media/{name}": b"\xff\xd8\xff\xe1" + SECRET.encode()}), f"word/media/{name}")
        assert SECRET.encode() not in given
        with Image.open(io.BytesIO(given)) as point:
            assert point.size == (1, 1)

    def test_drawings_stay_as_they_are(self):
        assert inside(docx(more={"word/media/a.emf": b"\x01\x00\x00\x00lines"}), "word/media/a.emf").endswith(b"lines")

    def test_a_photo_of_many_pixels_is_drawn_smaller(self):
        made = photo(size=(6000, 4000))
        with Image.open(io.BytesIO(inside(docx(more={"word/media/a.jpg": made}), "word/media/a.jpg"))) as picture:
            assert picture.size == (3000, 2000)

    def test_of_too_many_pixels_are_refused_before_they_are_drawn(self, monkeypatch):
        wide = io.BytesIO()
        Image.new("1", (20_000, 1_000)).save(wide, "PNG")
        assert refused(docx(more={"word/media/a.png": wide.getvalue()}), "a.docx") == "pictures"
        monkeypatch.setattr(packed_pictures, "MOST_OF_ALL", 64 * 48 * 2)
        three = {f"word/media/{n}.png": photo("PNG") for n in range(3)}
        assert refused(docx(more=three), "a.docx") == "pictures"
        assert refused(docx(more=dict(list(three.items())[:2])), "a.docx") is None

    @pytest.mark.parametrize("as_list", [False, True])
    def test_of_a_pdf_lose_what_a_camera_wrote_and_no_pixel(self, as_list):
        made = photo()

        def put(document):
            image = document.make_stream(made)
            image.stream_dict = Dictionary(
                Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, ColorSpace=Name.DeviceRGB,
                BitsPerComponent=8, Filter=Array([Name.DCTDecode]) if as_list else Name.DCTDecode,
            )  # fmt: skip
            document.pages[0].Resources = Dictionary(XObject=Dictionary(I=image))

        given, _kind = cleaned(sent(pdf(put), "a.pdf"))
        assert SECRET.encode() not in given
        with pikepdf.open(io.BytesIO(given)) as document:
            kept = document.pages[0].Resources.XObject.I.read_raw_bytes()
        with Image.open(io.BytesIO(kept)) as after, Image.open(io.BytesIO(made)) as before:
            assert not after.getexif()
            assert before.getexif()
            assert after.tobytes() == before.tobytes()

    @given(st.binary(max_size=60), st.integers(0, 700))
    def test_of_a_pdf_that_are_cut_or_made_up_are_no_trouble(self, noise, cut):
        for made in (noise, b"\xff\xd8" + noise, photo()[:cut] + noise):
            assert len(pdf_reader.without_notes(made)) <= len(made)


class TestAnArchiveIsRefused:
    def test_that_unfolds_to_much_more_than_it_is(self):
        assert refused(docx(more={"word/media/a.png": b"\x00" * 30_000_000}), "a.docx") == "bomb"
        assert refused(docx(more={"word/a.xml": "<a>" + " " * 3_000_000 + "</a>"}), "a.docx") == "bomb"
        noise = secrets.token_bytes(20_000)
        assert refused(docx(more={f"word/media/{n}.png": noise * 500 for n in range(13)}), "a.docx") == "bomb"

    def test_that_has_too_many_parts_or_a_part_twice(self):
        assert refused(docx(more={f"word/{n}.xml": "<a/>" for n in range(2100)}), "a.docx") == "bomb"

    def test_that_says_it_is_smaller_than_it_is(self):
        content = docx(more={"word/media/a.png": b"\x00" * 3_000_000})
        for size in (b"\x01\x00\x00\x00", b"\xff\xff\xff\x7f"):
            assert refused(content.replace(struct.pack("<I", 3_000_000), size), "a.docx") in {"broken", "bomb"}

    def test_that_has_a_password(self):
        content = bytearray(docx())
        # The mark of encryption, in the list at the end.
        place = content.find(b"PK\x01\x02")
        content[place + 8] |= 1
        assert refused(bytes(content), "a.docx") == "encrypted"

    def test_without_much_memory(self):
        bombs = [
            docx(more={"word/media/a.png": b"\x00" * 39_000_000}),
            docx(more={f"word/{n}.xml": "<a>" + "<b/>" * 100_000 + "</a>" for n in range(20)}),
            docx(more={"word/a.xml": "<a " + " ".join(f'b{n}=""' for n in range(300_000)) + "/>"}),
        ]
        for content in bombs:
            tracemalloc.start()
            refused(content, "a.docx")
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < 100_000_000


class TestAnything:
    @given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.odt", "../../a\x00.exe", ""]))
    def test_raises_nothing_but_words_for_its_sender(self, content, name):
        file = sent(content, "a")
        file._name = name
        assert refused_file(file) in {*MESSAGES, None}

    @settings(max_examples=150)
    @given(st.sampled_from(["docx", "odt"]), st.data())
    def test_damaged_raises_nothing_else_either(self, kind, data):
        content = bytearray(MAKE[kind]())
        for _number in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        assert refused_parts(bytes(content), kind) in {*MESSAGES, None}

    @settings(max_examples=12)
    @given(st.data())
    def test_damaged_pdf_raises_nothing_else_either(self, data):
        content = bytearray(pdf())
        for _number in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        assert refused(bytes(content), "a") in {*MESSAGES, None}

    @settings(max_examples=60)
    @given(st.text(max_size=200))
    def test_in_a_part_raises_nothing_else(self, text):
        text = text.encode("utf-8", "replace")
        for content in (text, b"<a>" + text + b"</a>"):
            assert refused_parts(docx(more={"word/a.xml": content}), "docx") in {*MESSAGES, None}

    @given(st.text(max_size=80))
    def test_that_is_linked_to_is_safe_or_not(self, address):
        if is_safe_link(address):
            assert not address.strip().startswith(("\\", "//", "file:", "javascript:", "data:"))


@pytest.mark.django_db
class TestAKeptDocument:
    def test_lies_under_a_name_of_ours_outside_of_what_is_public(self, settings):
        upload = keep_document(sent(pdf(), "../../My \u202esecret.pdf"))
        assert upload.original_name.endswith("secret.pdf")
        assert "\u202e" not in upload.original_name
        assert upload.file.name == f"{upload.uuid.hex[:2]}/{upload.uuid.hex}.pdf"
        assert upload.file.path.startswith(str(settings.PRIVATE_ROOT))
        assert upload.size == upload.file.size

    def test_is_a_download_that_runs_nothing_for_staff_who_may_see_it(self, client, django_user_model):
        upload = keep_document(sent(docx(), "a.docx"))
        see = reverse("intake_upload", args=[upload.uuid])
        somebody = django_user_model.objects.create_user("somebody", "somebody@example.org", "a long password here")
        somebody.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(somebody)
        assert client.get(see).status_code in {302, 403}
        somebody.user_permissions.add(Permission.objects.get(codename="read_upload"))
        response = client.get(see)
        assert response.status_code == 200
        assert response["Content-Type"] == TYPES["docx"]
        assert response["Content-Disposition"] == f'attachment; filename="{upload.uuid}.docx"'
        assert "sandbox" in response["Content-Security-Policy"]
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_that_nothing_names_goes_after_a_day(self, django_capture_on_commit_callbacks):
        from datetime import timedelta

        from django.utils import timezone

        upload = keep_document(sent(odt(), "a.odt"))
        type(upload).objects.update(created_at=timezone.now() - timedelta(days=2))
        with django_capture_on_commit_callbacks(execute=True):
            purge()
        assert not upload.file.storage.exists(upload.file.name)
