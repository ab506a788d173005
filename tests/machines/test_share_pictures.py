"""The picture beside a shared link: drawn for public things alone, whatever their title, and kept."""

from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import Image
from wagtail.models import PageViewRestriction

from cms.core import tools
from cms.core.machines import share
from directory.models import Service
from tests.directory.factories import make_service
from tests.pages.factories import StoryFactory

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only

NAME = "Centre of Excellence in Peer Support"


def picture_of(client, path):
    """Return the address of the picture that the page at ``path`` names, on this host."""
    head = html.fromstring(client.get(path).content)
    assert head.xpath("//meta[@property='og:image:width']/@content") == ["1200"]
    assert head.xpath("//meta[@property='og:image:height']/@content") == ["630"]
    assert head.xpath("//meta[@property='og:image:alt']/@content")[0]
    assert head.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
    [address] = head.xpath("//meta[@property='og:image']/@content")
    assert address.startswith("http://127.0.0.1:8000/share/")
    return urlsplit(address).path


def opened(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content))


def has_words(image):
    """Whether anything is written left of the forms."""
    left = image.convert("RGB").crop((0, 0, 480, 400))
    return len(left.getcolors(1_000_000)) > 1


def test_the_face_has_the_long_vowels_of_names():
    assert share.can_write("Māori whānau, Ōtautahi, Kāhui Tū Kaha, Ēē Īī Ūū Ōō Āā")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/directory/", "/get-help-now/", "/search/", "/directory/add/"])
def test_every_screen_names_a_picture_that_is_there(client, path):
    assert opened(client.get(picture_of(client, path))).size == share.SIZE


@pytest.mark.django_db
def test_the_picture_of_a_screen_says_what_its_title_says(client):
    for tool in tools.every():
        head = html.fromstring(client.get(tool.url).content)
        [title] = head.xpath("//meta[@property='og:title']/@content")
        assert title in head.findtext(".//title")
        assert head.xpath("//meta[@property='og:image:alt']/@content")[0].startswith(f"{title}. "), tool.key


@pytest.mark.django_db
def test_a_page_and_a_service_have_pictures_of_their_own(client):
    addresses = {picture_of(client, thing) for thing in (StoryFactory().url, make_service().get_absolute_url(), "/")}
    assert len(addresses) == 3
    assert len({client.get(address).content for address in addresses}) == 3


@pytest.mark.django_db
def test_a_picture_may_be_kept_for_a_day_and_shown_by_others(client):
    response = client.get(picture_of(client, StoryFactory().url))
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies


@pytest.mark.django_db
def test_only_one_spelling_of_a_key_has_a_picture(client):
    story, service = StoryFactory(), make_service("Tuesday Table")
    for address, key in ((story.url, str(story.pk)), (service.get_absolute_url(), service.uuid.hex)):
        picture = picture_of(client, address)
        other = f"-{key}" if len(key) == 32 else f"0{key}"
        assert client.get(picture).status_code == 200
        assert client.get(picture.replace(f"/{key}/", f"/{other}/")).status_code == 404


@pytest.mark.django_db
def test_it_is_drawn_once(client, monkeypatch):
    drawn = []
    monkeypatch.setattr(share, "draw", lambda *words, draw=share.draw: drawn.append(words) or draw(*words))
    address = picture_of(client, StoryFactory().url)
    assert client.get(address).content == client.get(address).content
    assert len(drawn) == 1


@pytest.mark.django_db
def test_a_new_title_gives_a_new_address_and_the_old_one_leads_there(client):
    story = StoryFactory(title="Before")
    old = picture_of(client, story.url)
    assert client.get(old).status_code == 200
    story.title = "After"
    story.save_revision().publish()
    new = picture_of(client, story.url)
    assert new != old
    response = client.get(old)
    assert response.status_code == 302
    assert response.url == new
    assert response["Cache-Control"] == "no-cache"
    client.get(new)
    folder = Path(site_settings.DRAWN_ROOT) / "page" / str(story.pk)
    assert [path.name for path in folder.iterdir()] == [new.rsplit("/", 1)[1]]


@pytest.mark.django_db
def test_what_is_withdrawn_has_no_picture_any_more(client):
    story, private, service, closed = StoryFactory(), StoryFactory(), make_service(), make_service()
    things = [story.url, private.url, service.get_absolute_url(), closed.get_absolute_url()]
    addresses = [picture_of(client, path) for path in things]
    assert all(client.get(address).status_code == 200 for address in addresses)
    story.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    service.unpublish()
    Service.objects.filter(pk=closed.pk).update(status=Service.Status.CLOSED)
    assert [client.get(address).status_code for address in addresses] == [404] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "page/999999/0123456789abcdef.png", "page/99999999999999999999999/0123456789abcdef.png",
        "page/x/0123456789abcdef.png", "page/1/0123456789abcdef.png", "service/zz/0123456789abcdef.png",
        "service/00000000000000000000000000000000/0123456789abcdef.png", "screen/nothing/0123456789abcdef.png",
        "nothing/1/0123456789abcdef.png", "page/2/short.png", "page/../../x/0123456789abcdef.png",
    ],
)  # fmt: skip
def test_nobody_can_have_anything_else_drawn(client, path, monkeypatch):
    monkeypatch.setattr(share, "draw", lambda *words: pytest.fail("drawn"))
    assert client.get(f"/share/{path}").status_code == 404


@pytest.mark.django_db
def test_an_address_that_was_guessed_only_leads_to_the_right_one(client, monkeypatch):
    story = StoryFactory()
    right = picture_of(client, story.url)
    monkeypatch.setattr(share, "draw", lambda *words: pytest.fail("drawn"))
    response = client.get(f"/share/page/{story.pk}/0123456789abcdef.png")
    assert (response.status_code, response.url) == (302, right)


@pytest.mark.django_db
def test_a_disk_that_takes_nothing_takes_no_picture_away(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.DRAWN_ROOT = str(tmp_path / "file" / "below")
    opened(client.get(picture_of(client, StoryFactory().url)))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Tuesday table", True), ("José’s “table” – $5, ñ & ü", True), ("找到同伴支持", False), ("קבוצת תמיכה", False),
        ("مجموعة دعم", False), ("Tea 🍵 and talk", False),
    ],
)  # fmt: skip
def test_the_face_says_which_titles_it_can_write(title, written):
    assert share.can_write(title) is written
    # The name of the site stands where the title cannot.
    assert has_words(Image.open(BytesIO(share.draw(title, "seed", NAME))))


def test_without_any_letters_the_drawing_stands_alone(monkeypatch):
    alone = Image.open(BytesIO(share.draw("找到同伴支持", "seed", "同伴支持中心"))).convert("RGB")
    # The forms stand in the middle, and nothing is written beside them.
    assert len(alone.crop((0, 0, 240, 630)).getcolors(1_000_000)) == 1
    assert len(alone.crop((0, 0, 1200, 80)).getcolors(1_000_000)) == 1
    monkeypatch.setattr(share, "_font", lambda size: None)
    assert Image.open(BytesIO(share.draw("Tuesday table", "seed", NAME))).size == share.SIZE


@settings(max_examples=15)
@given(st.text(min_size=0, max_size=255), st.text(max_size=60))
def test_any_title_and_seed_give_a_picture_of_bounded_size(title, seed):
    made = share.draw(title, seed, NAME)
    assert Image.open(BytesIO(made)).size == share.SIZE
    assert len(made) < 120_000


@settings(max_examples=40)
@given(st.lists(st.text("abcdefgWMil’-", min_size=1, max_size=60), min_size=1, max_size=40).map(" ".join))
def test_a_title_stays_inside_its_box(title):
    font, lines = share.set_title(title)
    assert all(font.getlength(line) <= share.TITLE_BOX[0] for line in lines)
    assert len(lines) * font.size * 1.2 <= share.TITLE_BOX[1]
    if not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
