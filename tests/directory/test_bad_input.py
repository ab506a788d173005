"""Whatever is posted to the forms: a clear message, a corrected page or a 4xx, never a 500, nothing lost."""

import time

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.imports.columns import Sheet
from directory.imports.reading import UnreadableFile, read
from directory.models import Submission
from directory.submit_forms import STEPS

from .conftest import place_data, posted

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00",
    "a\x00b",
    "\ud800",
    "'\"",
    "<script>alert(1)</script>",
    "\u202etxet",
    "-1",
    "0",
    "10" * 9,
    "abc",
    "é" * 300,
    " ",
    "😀",
    "%00",
    "1e999",
]
FIELDS = sorted(
    {name for step in STEPS.values() for name in step.base_fields}
    | {"rows", "more", "skip", "then", "remove", "token", "time_0_weekday", "time_0_starts", "time_0_from_date"}
)


def value():
    return st.one_of(st.sampled_from(NASTY), st.text(max_size=60))


@pytest.fixture
def key(client, localities):
    return client.post(reverse("directory:add"), posted({})).url.split("/")[3]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    step=st.sampled_from(sorted(STEPS)),
    data=st.dictionaries(st.sampled_from(FIELDS), st.lists(value(), max_size=3), max_size=12),
    with_token=st.booleans(),
)
def test_no_step_fails_on_anything_posted(client, key, step, data, with_token):
    clean = {name: [v.encode("utf-8", "replace").decode() for v in values] for name, values in data.items()}
    fresh = {"token": posted({})["token"]} if with_token else {}
    url = (
        reverse("directory:add_place", args=[key, 1])
        if step == "places"
        else reverse("directory:add_step", args=[key, step])
    )
    from django.core.cache import cache

    cache.clear()
    assert client.post(url, clean | fresh).status_code in {200, 302, 400}
    assert client.get(url).status_code in {200, 302}
    assert client.get(reverse("directory:add_check", args=[key])).status_code in {200, 302}


@pytest.mark.parametrize("text", ["x" * 1_000_000, "\x00" * 1000])
def test_a_megabyte_of_text_is_refused_with_a_message_and_what_was_kept_stays(client, localities, answers, walk, text):
    key = walk(answers, send=False)
    url = reverse("directory:add_step", args=[key, "about"])
    response = client.post(url, posted(answers["about"] | {"description": text}))
    assert response.status_code in {302, 400, 413}
    if response.status_code == 400:
        assert "characters" in response.content.decode()
    assert "Tuesday Table" in client.get(url).content.decode()


def test_more_than_the_server_takes_is_a_plain_4xx(client, localities):
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    response = client.post(reverse("directory:add_step", args=[key, "about"]), posted({"description": "x" * 6_000_000}))
    assert response.status_code in {400, 413}
    assert "Nothing was saved" in response.content.decode()


@pytest.mark.parametrize("number", ["0", "99", "2"])
def test_a_place_that_cannot_be_is_not_found(client, key, number):
    assert client.get(f"/directory/add/{key}/places/{number}/").status_code == 404


def test_a_tampered_step_cannot_choose_what_is_not_offered(client, localities, answers, walk):
    key = walk(answers, send=False)
    url = reverse("directory:add_step", args=[key, "taking-part"])
    page = client.post(url, posted(answers["taking-part"] | {"cost_kind": "bribe", "delivery": ["live"]}))
    assert page.status_code == 400
    assert "Choose from the list" in page.content.decode()
    place = answers["places"]["list"][0] | {"address_shown": "everything"}
    assert client.post(reverse("directory:add_place", args=[key, 1]), posted(place_data(place))).status_code == 400


def test_drafts_do_not_open_each_other(client, localities, answers, walk):
    first, second = walk(answers, send=False), client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    assert (
        'value="Tuesday Table"'
        not in client.get(reverse("directory:add_step", args=[second, "about"])).content.decode()
    )
    assert client.post(reverse("directory:add_check", args=[second]), posted({}, "directory-send")).status_code == 302
    assert not Submission.objects.exists()
    assert 'value="Tuesday Table"' in client.get(reverse("directory:add_step", args=[first, "about"])).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_taken(client, method):
    assert getattr(client, method)(reverse("directory:add")).status_code == 405


def test_a_photo_with_broken_metadata_is_refused_kindly(client, key):
    import struct
    import zlib

    from django.core.files.uploadedfile import SimpleUploadedFile

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [
        chunk(b"IHDR", header),
        chunk(b"eXIf", b"MM\0*\0\0"),
        chunk(b"IDAT", zlib.compress(b"\0\0\0\0")),
        chunk(b"IEND", b""),
    ]
    file = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"".join(parts), "image/png")
    response = client.post(
        reverse("directory:add_step", args=[key, "safety"]), posted({"photo_alt": "A door"}) | {"photo": file}
    )
    assert response.status_code == 400
    assert "not a photo that we can read" in response.content.decode()


@pytest.mark.parametrize("origin", ["http://[", "null", "https://", "\x7f"])
def test_an_origin_that_is_none_is_refused(client, origin):
    assert client.post(reverse("directory:add"), posted({}), HTTP_ORIGIN=origin).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/directory/",
        "/directory/services.csv",
        "/directory/places.geojson",
        "/directory/shortlist/",
        "/directory/places/",
        "/directory/update/",
        "/search/",
        "/search/suggest/",
        "/api/hsds/v3/services",
    ],
)
def test_one_parameter_ten_thousand_times_is_answered_or_refused(client, address, settings):
    client.raise_request_exception = False
    names = ("term", "q", "s", "name", "page", "view")
    assert client.get(f"{address}?{'&'.join(['term=x'] * 10_000)}").status_code == 414
    for name in names:
        # As many as come through.
        assert client.get(f"{address}?{'&'.join([f'{name}=x'] * 200)}").status_code in {200, 400}, name
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    assert client.get(address + "?" + "&".join(["q=x"] * 101)).status_code == 400


def test_a_list_of_a_hundred_thousand_lines_is_refused_in_words_at_once():
    content = b"name,summary\n" + b"Table,A pot of tea\n" * 100_000
    began = time.process_time()
    with pytest.raises(UnreadableFile, match="more than 5,000 lines"):
        read(content, Sheet())
    assert time.process_time() - began < 3
