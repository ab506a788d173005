"""What keeps people from reading a file is found when it comes in, and said where its editor is."""

import io
import zipfile
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from wagtail.blocks import StreamBlockValidationError

from cms.core.machines.share import FONT
from cms.media import file_reader, flaws
from cms.media.models import SiteDocument, SiteImage
from cms.media.text_pictures import seems_to_show_words
from cms.sample.reading import IMAGES
from tests.pages import factories
from tests.pages.test_editing import add_url, form_of

from .making import good_pdf, make_document, make_image, page_of, pdf, picture

pytestmark = [pytest.mark.sqlite_only]


def docx(title="Group agreement", language="en-AU"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("docProps/core.xml", f"<cp:coreProperties><dc:title>{title}</dc:title></cp:coreProperties>")
        parts.writestr(
            "word/styles.xml", f'<w:styles><w:lang w:val="{language}"/></w:styles>' if language else "<w:styles/>"
        )
        parts.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def found(content, extension="pdf"):
    return flaws.look(ContentFile(content, name=f"file.{extension}"), extension)["flaws"]


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        (good_pdf(), []),
        (pdf(language="en-AU", is_tagged=True), ["title"]),
        (pdf(title="Microsoft Word - agreement.docx", language="en-AU", is_tagged=True), ["title"]),
        (pdf(title="agreement.pdf", language="en-AU", is_tagged=True), ["title"]),
        (pdf(title="Group agreement", is_tagged=True), ["language"]),
        (pdf(title="Group agreement", language="en-AU"), ["tags"]),
        (pdf(), ["title", "language", "tags"]),
        (pdf(words=False, picture=True), ["scanned", "title", "language"]),
        (pdf(title="A map", language="en-AU", is_tagged=True, words=True, picture=True), []),
        (pdf(password="secret"), ["locked"]),
        (b"%PDF-1.7 and nothing more", ["unread"]),
        (b"", ["unread"]),
    ],
)
def test_what_a_pdf_lacks_is_found(content, keys):
    assert found(content) == keys


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        (docx(), []),
        (docx(title=""), ["title"]),
        (docx(language=""), ["language"]),
        (b"PK\x03\x04 broken", ["unread"]),
    ],
)
def test_what_a_word_file_lacks_is_found(content, keys):
    assert found(content, "docx") == keys


def test_other_kinds_are_not_looked_at():
    assert flaws.look(ContentFile(b"Come.", name="a.txt"), "txt") is None


def test_each_flaw_says_whom_it_keeps_out_and_what_to_do():
    for flaw in flaws.FLAWS.values():
        assert flaw.name
        assert flaw.why.endswith(".")
        assert flaw.what_to_do.endswith(".")


def test_a_file_that_takes_too_long_or_too_much_is_given_up(monkeypatch, tmp_path):
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(flaws, "READER", sleeper)
    monkeypatch.setattr(flaws, "PATIENCE", 0.2)
    assert found(good_pdf()) == ["unread"]
    monkeypatch.setattr(flaws, "MOST_BYTES", 10)
    assert found(good_pdf()) == ["unread"]


def test_no_more_of_a_word_file_is_unpacked_than_is_looked_at(monkeypatch):
    monkeypatch.setattr(file_reader, "MOST_XML", 10)
    assert "title" in file_reader.look_at_word(docx())["flaws"]


@hypothesis_settings(max_examples=25)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_damage_to_a_pdf_breaks_the_site(damage, at):
    content = bytearray(good_pdf())
    content[at : at + len(damage)] = damage
    # Its own process ends with any error, and the site is told no more than that.
    with suppress(Exception):
        assert set(file_reader.look_at_pdf(bytes(content))["flaws"]) <= set(flaws.FLAWS)


@pytest.mark.django_db
def test_a_document_is_looked_at_when_it_comes_in_and_again_when_it_is_replaced(media_folder):
    document = make_document(pdf(pages=3))
    assert [flaw.key for flaw in document.flaws] == ["title", "language", "tags"]
    assert document.pages == 3
    assert document.needs_another_form
    document.file = ContentFile(good_pdf(), name="handout.pdf")
    document.save()
    assert document.flaws == []
    assert not document.needs_another_form
    assert not document.look()


@pytest.mark.django_db
def test_documents_and_images_of_before_are_looked_at_by_a_command(media_folder, capsys):
    document, image = make_document(pdf()), make_image()
    SiteDocument.objects.update(flaw_keys="", looked_at="")
    SiteImage.objects.update(shows_words=None)
    call_command("look_at_files")
    document.refresh_from_db()
    image.refresh_from_db()
    assert document.flaw_keys == "title language tags"
    assert image.shows_words is False
    assert "1 documents looked at, 1 of them not everybody can read." in capsys.readouterr().out
    call_command("look_at_files")
    assert "0 documents looked at" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_file_that_is_lost_breaks_nothing(media_folder):
    document = make_document(pdf())
    document.file.storage.delete(document.file.name)
    SiteDocument.objects.update(flaw_keys="", looked_at="")
    call_command("look_at_files")
    document.refresh_from_db()
    document.save()
    assert document.flaws == []


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


@pytest.mark.django_db
def test_an_editor_sees_in_the_form_and_in_the_list_who_cannot_read_a_file(editor, media_folder):
    document = make_document(pdf())
    html = editor.get(reverse("wagtaildocs:edit", args=(document.pk,))).content.decode()
    assert "Not everybody can read this file" in html
    for flaw in document.flaws:
        assert flaw.what_to_do.partition(":")[0] in html
    make_document(good_pdf(), title="A good one", name="good.pdf")
    for name in ("wagtaildocs:index", "wagtaildocs:index_results"):
        listed = editor.get(reverse(name)).content.decode()
        assert "Can everybody read it?" in listed
        assert "No title" in listed
        assert "Nothing found" in listed


@pytest.mark.django_db
def test_the_list_of_documents_asks_for_the_same_rights_as_wagtails(client, member_of):
    assert client.get(reverse("wagtaildocs:index")).status_code == 302
    client.force_login(member_of("Inbox staff"))
    assert client.get(reverse("wagtaildocs:index")).status_code == 302


# --- Words in pictures ------------------------------------------------------------------------------------


def poster(size, letters, ink, paper):
    image = Image.new("RGB", size, paper)
    pen, font, top = ImageDraw.Draw(image), ImageFont.truetype(FONT, letters), letters
    while top < size[1] - 2 * letters:
        pen.text((letters, top), "Come as you are, on Tuesdays at seven", font=font, fill=ink)
        top += round(letters * 1.6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out


@pytest.mark.parametrize(
    ("size", "letters", "ink", "paper"),
    [
        ((800, 1100), 36, "#222222", "#ffffff"),
        ((1600, 900), 60, "#ffffff", "#073b45"),
        ((600, 600), 24, "#073b45", "#faf7f2"),
        ((1200, 800), 80, "#222222", "#eda93b"),
    ],
)
def test_a_picture_of_words_is_noticed(size, letters, ink, paper):
    assert seems_to_show_words(poster(size, letters, ink, paper))


@pytest.mark.parametrize("path", sorted(IMAGES.glob("*.png")), ids=lambda path: path.stem)
def test_none_of_the_sites_own_pictures_is_taken_for_words(path):
    assert not seems_to_show_words(path)


@pytest.mark.django_db
def test_whoever_puts_up_a_picture_of_words_is_told(editor, media_folder):
    file = SimpleUploadedFile("poster.jpg", poster((800, 1100), 36, "#222222", "#ffffff").getvalue(), "image/jpeg")
    data = {"title": "Poster", "description": "A poster.", "collection": 1, "tags": ""}
    editor.post(reverse("wagtailimages:add"), data | {"file": file})
    image = SiteImage.objects.get()
    assert image.shows_words
    html = editor.get(reverse("wagtailimages:edit", args=(image.pk,))).content.decode()
    assert "This picture seems to show words" in html
    plain = make_image()
    assert "seems to show words" not in editor.get(reverse("wagtailimages:edit", args=(plain.pk,))).content.decode()


@pytest.mark.django_db
def test_the_form_of_a_picture_says_what_the_focal_point_is_for(editor, media_folder):
    html = editor.get(reverse("wagtailimages:edit", args=(make_image().pk,))).content.decode()
    assert "What the focal point is for" in html


@pytest.mark.django_db
def test_a_picture_that_cannot_be_opened_is_no_picture_of_words(media_folder):
    image = make_image()
    (media_folder / image.file.name).write_bytes(b"not a picture")
    image = SiteImage.objects.get()
    image.look()
    assert image.shows_words is None


# --- No picture without words goes to readers --------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_is_not_published_with_a_picture_that_nobody_described(editor, media_folder):
    image = make_image(description="")
    form = form_of("partner", logo=image.pk)
    refused = editor.post(add_url("partner"), form | {"action-publish": "1"})
    assert "logo" in refused.context["form"].errors
    # A draft may wait for its words.
    assert editor.post(add_url("partner"), form).status_code == 302
    SiteImage.objects.update(is_decorative=True)
    form = form_of("partner", logo=image.pk, slug="another")
    assert editor.post(add_url("partner"), form | {"action-publish": "1"}).status_code == 302


@pytest.mark.django_db
def test_a_picture_in_a_text_does_not_pass_without_words(media_folder):
    page = page_of(picture(make_image()), factory=factories.NewsFactory)
    block = page.body.stream_block
    with pytest.raises(StreamBlockValidationError):
        block.clean(page.body)
