"""Icons: made of the mark, there under the names that browsers and phones ask for."""

import json
from io import BytesIO
from xml.etree import ElementTree

import pytest
from lxml import html
from PIL import Image

from cms.core.machines import icons


def test_the_files_in_the_repository_are_those_that_the_mark_makes():
    made = icons.files()
    assert (icons.FOLDER / "icon.svg").read_bytes() == made["icon.svg"]
    for name in set(made) - {"icon.svg"}:
        # Pixel by pixel, since another release of the library may pack the same picture otherwise.
        kept, drawn = (
            Image.open(BytesIO(data)).convert("RGBA") for data in ((icons.FOLDER / name).read_bytes(), made[name])
        )
        assert kept.size == drawn.size
        assert kept.tobytes() == drawn.tobytes(), f"run manage.py make_icons: {name}"


def test_the_icon_follows_the_colours_of_the_browser():
    tree = ElementTree.fromstring(icons.svg())  # noqa: S314 - our own drawing
    assert "prefers-color-scheme:dark" in "".join(tree.itertext())
    fills = [path.get("fill") for path in tree.iter("{http://www.w3.org/2000/svg}path") if path.get("fill")]
    assert fills == ["#0b5563", "#3f8489", "#eda93b"]


def test_the_small_icon_has_three_sizes_and_no_ground():
    icon = Image.open(icons.FOLDER / "favicon.ico")
    assert icon.info["sizes"] == {(side, side) for side in icons.SMALL}
    for side in icons.SMALL:
        icon.size = (side, side)
        assert icon.convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("name", "side"), [("apple-touch-icon.png", 180), ("icon-192.png", 192), ("icon-512.png", 512)]
)
def test_icons_for_phones_stand_on_paper_and_keep_off_the_edges(name, side):
    image = Image.open(icons.FOLDER / name).convert("RGB")
    assert image.size == (side, side)
    paper = image.getpixel((0, 0))
    assert paper == (250, 247, 242)
    if name.startswith("icon"):
        # A phone may cut all but a circle of four fifths.
        marks = ((index % side, index // side) for index, pixel in enumerate(image.getdata()) if pixel != paper)
        assert max((x - side / 2) ** 2 + (y - side / 2) ** 2 for x, y in marks) <= (0.4 * side) ** 2


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "kind"), [("/favicon.ico", "image/x-icon"), ("/apple-touch-icon.png", "image/png")])
def test_icons_answer_where_nobody_named_them(client, path, kind):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert "max-age=86400" in response["Cache-Control"]
    Image.open(BytesIO(response.content)).verify()


@pytest.mark.django_db
def test_the_manifest_names_icons_that_are_there_and_opens_in_the_browser(client):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    said = json.loads(response.content)
    assert said["display"] == "browser"
    assert said["name"] == "Centre of Excellence in Peer Support"
    assert said["short_name"] == "Peer Support"
    for icon in said["icons"]:
        image = Image.open(icons.FOLDER / icon["src"].rsplit("/", 1)[1])
        assert icon["sizes"] == "x".join(map(str, image.size))


@pytest.mark.django_db
def test_every_page_names_them(client):
    page = html.fromstring(client.get("/").content)
    assert page.xpath("//link[@rel='icon']/@href") == ["/favicon.ico", "/static/img/icon.svg"]
    assert page.xpath("//link[@rel='apple-touch-icon']/@href") == ["/apple-touch-icon.png"]
    assert page.xpath("//link[@rel='manifest']/@href") == ["/site.webmanifest"]
