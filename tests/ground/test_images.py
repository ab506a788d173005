"""Pictures: in three formats and the sizes a layout needs, with words for those who cannot see them, at no cost each."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from cms.media import sizes
from cms.media.models import SiteImage
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.pages.factories import PartnerFactory, StandardFactory, StoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def png(colour="teal", size=(1600, 900), mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, "PNG")
    return file.getvalue()


def make_image(title="Two chairs", **fields):
    file = ImageFile(io.BytesIO(png()), name="chairs.png")
    return SiteImage.objects.create(title=title, file=file, **{"description": "Two chairs by a window."} | fields)


def page_with(*images, **words):
    stream = StandardFactory().body.stream_block
    page = StandardFactory()
    page.body = stream.to_python([
        {
            "type": "image",
            "value": {
                "image": {"image": image.pk, "alt_text": words.get("alt", "Two chairs."), "decorative": "decorative" in words},
                "caption": "",
            },
        }
        for image in images
    ])  # fmt: skip
    page.save()
    return page


def pictures(html):
    return re.findall(r"<picture.*?</picture>", html, re.DOTALL)


# --- What comes in ---------------------------------------------------------------------------------------


def form_for(**data):
    form = get_image_form(SiteImage)
    file = SimpleUploadedFile("chairs.png", png(), "image/png")
    return form({"title": "Chairs", "collection": 1, "tags": ""} | data, {"file": file})


@pytest.mark.parametrize(
    ("words", "is_fine"),
    [
        ({}, False),
        ({"description": "   "}, False),
        ({"description": "Two chairs."}, True),
        ({"is_decorative": "on"}, True),
        ({"description": "Two chairs.", "is_decorative": "on"}, False),
    ],
)
def test_a_picture_is_described_or_said_to_be_decorative(words, is_fine):
    form = form_for(**words)
    assert form.is_valid() is is_fine, form.errors
    assert is_fine or list(form.errors) == ["description"]


@pytest.mark.parametrize(("note", "is_fine"), [("", False), ("  ", False), ("Form of 3 May, in the safe.", True)])
def test_a_picture_of_people_says_where_their_consent_is(note, is_fine):
    form = form_for(description="Two people talk.", shows_people="on", consent_note=note)
    assert form.is_valid() is is_fine, form.errors
    assert is_fine or list(form.errors) == ["consent_note"]
    assert form_for(description="Two chairs.").is_valid()


def test_a_picture_in_a_text_has_words_or_is_said_to_be_decorative():
    block = StandardFactory().body.stream_block.child_blocks["image"].child_blocks["image"]
    image = make_image()

    def sent(**values):
        data = {"picture-image": str(image.pk), "picture-alt_text": "", **values}
        return block.clean(block.value_from_datadict(data, {}, "picture"))

    with pytest.raises(ValidationError):
        sent()
    assert sent(**{"picture-alt_text": "Two chairs."}).contextual_alt_text == "Two chairs."
    assert sent(**{"picture-decorative": "on"}).decorative


def test_a_picture_sent_with_others_waits_until_it_is_described(client, member_of):
    client.force_login(member_of("Editors"))
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "chairs", "files[]": SimpleUploadedFile("chairs.png", png(), "image/png"), "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.json()["success"]
    assert "description" in response.json()["form"]
    assert not get_image_model().objects.exists()


def test_words_for_a_picture_are_never_its_file_name():
    assert make_image().default_alt_text == "Two chairs by a window."
    assert make_image(description="", is_decorative=True).default_alt_text == ""


# --- What goes out ---------------------------------------------------------------------------------------


def test_a_picture_comes_in_three_formats_with_its_size_and_words(client):
    html = client.get(page_with(make_image()).url).content.decode()
    [picture] = pictures(html)
    assert 'type="image/avif"' in picture
    assert 'type="image/webp"' in picture
    tag = picture.split("<img")[1]
    assert 'alt="Two chairs."' in tag
    assert 'loading="lazy"' in tag
    assert re.search(r'width="\d+"', tag)
    assert re.search(r'height="\d+"', tag)
    assert picture.count("480w") == 3
    assert picture.count("sizes=") == 3


def test_a_decorative_picture_has_empty_words(client):
    html = client.get(page_with(make_image(), alt="", decorative=True).url).content.decode()
    assert 'alt=""' in pictures(html)[0]


def test_without_the_codec_for_avif_a_page_has_the_other_formats(client, monkeypatch):
    monkeypatch.setattr(sizes, "can_write_avif", lambda: False)
    [picture] = pictures(client.get(page_with(make_image()).url).content.decode())
    assert "avif" not in picture
    assert 'type="image/webp"' in picture
    assert "<img" in picture


def test_a_picture_whose_file_is_gone_breaks_no_page(client):
    image = make_image()
    page = page_with(image)
    image.file.storage.delete(image.file.name)
    assert client.get(page.url).status_code == 200


def cost(client, url):
    # The first visit makes the sizes.
    assert client.get(url).status_code == 200
    return settled_cost(lambda: client.get(url))


def test_pictures_of_a_text_cost_the_same_however_many(client):
    few = cost(client, page_with(make_image()).url)
    many = page_with(*(make_image(title=f"Picture {number}") for number in range(4)))
    assert cost(client, many.url) == few
    assert len(pictures(client.get(many.url).content.decode())) == 4


def test_pictures_of_cards_cost_the_same_however_many(client):
    stories = [StoryFactory(teaser_image=make_image()) for _ in range(2)]
    url = stories[0].get_parent().url
    few = cost(client, url)
    for _ in range(3):
        StoryFactory(teaser_image=make_image())
    assert cost(client, url) == few
    shown = pictures(client.get(url).content.decode())
    assert len(shown) >= 4
    # The title beside it says it all.
    assert all('alt=""' in picture and 'loading="lazy"' in picture for picture in shown)


def test_logos_of_partners_cost_the_same_however_many(client):
    partners = [PartnerFactory(logo=make_image()) for _ in range(2)]
    url = partners[0].get_parent().url
    few = cost(client, url)
    for _ in range(3):
        PartnerFactory(logo=make_image())
    assert cost(client, url) == few
    assert len(pictures(client.get(url).content.decode())) == 5


def test_a_service_s_photo_says_what_it_shows(client):
    service = make_service(photo=make_image(), photo_alt="A hall with a ramp.")
    [picture] = pictures(client.get(service.get_absolute_url()).content.decode())
    assert 'type="image/avif"' in picture
    assert 'alt="A hall with a ramp."' in picture
