"""Media in buckets: what everybody may read, and what only the site does, kept in a real server that speaks S3."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import boto3
import pytest
from csp.constants import SELF
from django.conf import settings as used
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404
from django.urls import path
from moto.server import ThreadedMotoServer
from wagtail.models import Collection, CollectionViewRestriction

from cms import urls as site_urls
from cms.media import waiting
from cms.media.models import SiteDocument, SiteImage
from cms.media.object_storage import captions
from cms.settings.media import in_buckets, shown_from
from tests.ground.test_renditions import png

pytestmark = pytest.mark.sqlite_only

urlpatterns = [path("captions/<str:name>.vtt", captions, name="captions"), *site_urls.urlpatterns]
KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def store():
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def given(store):
    """What the environment says of two new buckets."""
    client = boto3.client("s3", endpoint_url=store, **KEYS)
    names = {
        "MEDIA_S3_BUCKET": f"open-{os.urandom(4).hex()}",
        "MEDIA_S3_PRIVATE_BUCKET": f"hidden-{os.urandom(4).hex()}",
    }
    for name in names.values():
        client.create_bucket(Bucket=name)
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    policy = everybody | {"Resource": f"arn:aws:s3:::{names['MEDIA_S3_BUCKET']}/*"}
    client.put_bucket_policy(
        Bucket=names["MEDIA_S3_BUCKET"], Policy=json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    )
    return names | {
        "MEDIA_S3_ENDPOINT": store, "MEDIA_S3_REGION": "us-east-1", "MEDIA_S3_ACCESS_KEY": "test",
        "MEDIA_S3_SECRET_KEY": "test", "MEDIA_URL": f"{store}/{names['MEDIA_S3_BUCKET']}/",
    }  # fmt: skip


class Given(dict):
    """As django-environ's."""

    def str(self, name, default):
        return self.get(name, default)


@pytest.fixture
def keys(given, settings):
    """Let the site use the buckets; return a function that says what lies in each."""
    made, settings.MEDIA_URL = in_buckets(Given(given))
    settings.STORAGES = used.STORAGES | made
    settings.ROOT_URLCONF = __name__
    client = boto3.client("s3", endpoint_url=given["MEDIA_S3_ENDPOINT"], **KEYS)

    def inside(name):
        return [each["Key"] for each in client.list_objects_v2(Bucket=given[name]).get("Contents", [])]

    return lambda: (inside("MEDIA_S3_BUCKET"), inside("MEDIA_S3_PRIVATE_BUCKET"))


def test_a_picture_is_open_and_so_are_its_sizes_and_they_go_with_it(db, keys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = SiteImage.objects.create(title="Kettle", file=ContentFile(png(), "kettle.png"))
    rendition = image.get_rendition("fill-100x80|format-webp")
    public, private = keys()
    assert private == []
    assert image.file.name in public
    assert rendition.file.name in public
    assert rendition.url == f"{used.MEDIA_URL}{rendition.file.name}"
    again = SiteImage(title="Another", file=ContentFile(png(), "kettle.png"))
    again.save()
    # No name is used twice.
    assert again.file.name != image.file.name
    with django_capture_on_commit_callbacks(execute=True):
        again.delete()
        image.delete()
    assert keys() == ([], [])


def test_what_waits_is_hidden_until_it_is_let_out(db, keys, client, django_capture_on_commit_callbacks):
    image = SiteImage(title="Told")
    waiting.keep_waiting(image, png(), "told.png")
    image.save()
    size = image.get_rendition("fill-100x80|format-webp")
    public, private = keys()
    assert public == []
    assert {image.file.name, size.file.name} == set(private)
    address = image.file.url
    assert address.startswith("/pictures/waiting/")
    answer = client.get(address)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, png())
    with django_capture_on_commit_callbacks(execute=True):
        waiting.let_out(image)
    public, private = keys()
    assert image.file.name in public
    assert private == []
    assert image.file.url.startswith(used.MEDIA_URL)
    assert client.get(address).status_code == 404


def test_what_waits_for_nothing_any_more_is_deleted_after_a_day(db, keys, monkeypatch):
    assert waiting.purge_waiting() == 0
    storage = storages["default"]
    name = storage.save(waiting.new_name(waiting.FOLDER, "a.png"), ContentFile(png()))
    assert waiting.purge_waiting() == 0
    monkeypatch.setattr(waiting, "timedelta", lambda days: waiting.timezone.timedelta(days=-days))
    assert waiting.purge_waiting() == 1
    assert not storage.exists(name)


def test_a_document_goes_to_who_may_read_it_and_has_no_address_in_the_store(db, keys, client):
    document = SiteDocument.objects.create(title="Plan", file=ContentFile(b"words of the plan", "plan.txt"))
    assert keys() == ([], [document.file.name])
    answer = client.get(document.url)
    assert b"".join(answer.streaming_content) == b"words of the plan"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    with pytest.raises(NotImplementedError):
        document.file.url  # noqa: B018
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document.collection = closed
    document.save()
    assert client.get(document.url).status_code == 302


def test_captions_come_from_the_sites_own_host(keys, client, rf):
    name = storages["default"].save(f"recordings/{'a' * 32}.vtt", ContentFile(b"WEBVTT\n"))
    assert storages["default"].url(name) == f"/captions/{'a' * 32}.vtt"
    answer = client.get(f"/captions/{'a' * 32}.vtt")
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("text/vtt; charset=utf-8", b"WEBVTT\n")
    with pytest.raises(Http404):
        captions(rf.get("/"), "b" * 32)


def test_what_was_sent_in_has_no_address_and_what_is_missing_is_so_as_on_a_disk(keys):
    private = storages["private"]
    name = private.save("ab/sent.pdf", ContentFile(b"told in confidence"))
    assert keys() == ([], [name])
    with pytest.raises(NotImplementedError):
        private.url(name)
    with private.open(name) as file:
        assert file.read() == b"told in confidence"
    for storage in (private, storages["default"]):
        with pytest.raises(FileNotFoundError):
            storage.open("not/there.png")


def test_a_store_that_is_away_is_as_a_disk_that_fails(given, settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    made, _address = in_buckets(Given(given | {"MEDIA_S3_ENDPOINT": f"http://127.0.0.1:{port}"}))
    settings.STORAGES = used.STORAGES | made
    with pytest.raises(OSError, match="did not do it") as raised:
        storages["default"].save("a.png", ContentFile(b"x"))
    assert "a.png" not in str(raised.value)
    with pytest.raises(OSError, match="did not do it"):
        storages["private"].exists("a.png")


def test_readers_get_what_is_open_from_the_store_and_nothing_that_is_hidden(db, keys, given):
    """As docs/operating.md says: the one bucket has a policy that lets everybody read, the other has none."""
    image = SiteImage.objects.create(title="Kettle", file=ContentFile(png(), "kettle.png"))
    assert given["MEDIA_S3_PRIVATE_BUCKET"] not in image.file.url
    hidden = storages["private"].save("ab/sent.pdf", ContentFile(b"told in confidence"))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{given['MEDIA_S3_ENDPOINT']}/{given['MEDIA_S3_PRIVATE_BUCKET']}/{hidden}")
    assert refused.value.code == 403
    client = boto3.client("s3", endpoint_url=given["MEDIA_S3_ENDPOINT"], **KEYS)
    head = client.head_object(Bucket=given["MEDIA_S3_BUCKET"], Key=image.file.name)
    assert (head["ContentType"], head["CacheControl"]) == ("image/png", "public, max-age=2592000")
    with urllib.request.urlopen(image.file.url) as answer:
        assert answer.read() == png()


# --- Settings ---------------------------------------------------------------------------------------


def settings_with(tmp_path, **environment):
    """Return what the production settings make of an environment, or the last line of why they do not start."""
    code = (
        "import json, cms.settings.production as s; print(json.dumps([s.STORAGES['default']['BACKEND'], s.STORAGES['private']"
        "['BACKEND'], s.MEDIA_URL, s.CONTENT_SECURITY_POLICY, s.ADMIN_CONTENT_SECURITY_POLICY]))"
    )
    own = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "www.example.org",
    }
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=own | environment,
        cwd=used.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stderr.strip().splitlines()[-1] if said.returncode else json.loads(said.stdout)


BUCKETS = {
    "MEDIA_S3_BUCKET": "open",
    "MEDIA_S3_PRIVATE_BUCKET": "hidden",
    "MEDIA_URL": "https://media.example.org/site/",
}


def test_the_environment_alone_puts_media_into_buckets_and_nothing_changes_without(tmp_path):
    default, private, address, policy, admin = settings_with(tmp_path, **BUCKETS)
    assert (default, private) == ("cms.media.object_storage.PublicObjects", "cms.media.object_storage.PrivateObjects")
    assert address == "https://media.example.org/site/"
    for directives in (policy["DIRECTIVES"], admin):
        assert "https://media.example.org" in directives["img-src"]
        assert directives["media-src"] == [SELF, "https://media.example.org"]
        # For these two alone.
        assert not any(
            "media.example.org" in str(sources)
            for name, sources in directives.items()
            if name not in {"img-src", "media-src"}
        )
    default, private, address, policy, _admin = settings_with(tmp_path)
    assert (default, address) == ("cms.media.waiting.MediaStorage", "/media/")
    assert "img-src" not in policy["DIRECTIVES"]


@pytest.mark.parametrize(
    "wrong",
    [{"MEDIA_S3_PRIVATE_BUCKET": "open"}, {"MEDIA_S3_PRIVATE_BUCKET": ""}, {"MEDIA_S3_BUCKET": ""}, {"MEDIA_URL": ""},
     {"MEDIA_URL": "/media/"}, {"MEDIA_URL": "https://media.example.org"}],
)  # fmt: skip
def test_it_does_not_start_where_what_was_sent_in_could_be_read_or_pictures_have_no_address(wrong):
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured):
        in_buckets(Given(BUCKETS | wrong))


def test_the_policies_of_before_are_left_as_they_are():
    policy, admin = {"DIRECTIVES": {"default-src": [SELF]}}, {"img-src": [SELF]}
    shown_from("https://media.example.org/", policy, admin)
    assert (policy, admin) == ({"DIRECTIVES": {"default-src": [SELF]}}, {"img-src": [SELF]})
