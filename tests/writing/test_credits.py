"""Who made a picture is said beside it, where it stands on the site."""

import pytest

from tests.directory.factories import make_service

from .making import make_image, page_of, picture

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_beside_a_picture_in_a_page_and_beside_the_photo_of_a_service(client):
    image = make_image(credit="Photo: Ada Vale")
    for thing in (
        page_of(picture(image, "Two chairs")),
        make_service("Tea", photo=image, photo_alt="Two chairs"),
    ):
        html = client.get(
            thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else thing.url
        ).content.decode()
        assert "<figcaption>Photo: Ada Vale</figcaption>" in html
    plain = make_service("Walk", photo=make_image(name="door.png"), photo_alt="A door")
    assert "figcaption" not in client.get(plain.get_absolute_url()).content.decode()
