"""What stands in front of the site is told of pages, where the environment names it; else nobody is."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as used
from django.core.exceptions import ImproperlyConfigured
from wagtail.contrib.frontend_cache.utils import get_backends, purge_page_from_cache

from cms.core import in_front
from cms.settings.in_front import caches_in_front
from directory.models import Service
from tests.directory.factories import make_service
from tests.pages.factories import StandardFactory, StoryFactory
from tests.webserver import Website

pytestmark = pytest.mark.sqlite_only


def test_each_kind_of_cache_is_one_that_wagtail_knows():
    made = caches_in_front(
        ["https://10.0.0.2:8443", "cloudflare://:a%2Fb@0f1e", "cloudfront://E2QWRUHAPOMQZL", "cloudfront://AK:S%2B@E2X"]
    )
    backends = list(get_backends(made).values())
    assert [type(each).__name__ for each in backends] == [
        "HTTPBackend", "CloudflareBackend", "CloudfrontBackend", "CloudfrontBackend"
    ]  # fmt: skip
    assert (backends[0].cache_scheme, backends[0].cache_netloc) == ("https", "10.0.0.2:8443")
    assert (backends[1].cloudflare_zoneid, backends[1].cloudflare_token) == ("0f1e", "a/b")
    assert backends[2].cloudfront_distribution_id == "E2QWRUHAPOMQZL"
    assert made["cache-4"]["AWS_SECRET_ACCESS_KEY"] == "S+"
    assert caches_in_front([]) == {}


@pytest.mark.parametrize(
    "wrong", ["varnish", "ftp://host", "http://", "http://user:key@host", "cloudflare://zone", "cloudfront://key@id", "cloudfront://"]
)  # fmt: skip
def test_a_strange_address_stops_the_start_and_is_not_repeated(wrong):
    with pytest.raises(ImproperlyConfigured) as raised:
        caches_in_front([wrong])
    assert "key@" not in str(raised.value)


def test_a_page_that_goes_is_told_of(db, settings):
    page = StandardFactory(title="Gone soon")
    with Website() as front:
        front.pages[page.url] = 200
        settings.WAGTAILFRONTENDCACHE = caches_in_front([f"http://127.0.0.1:{front.port}"])
        purge_page_from_cache(page)
    assert [line.split()[0::2] for line in front.asked] == [["PURGE", page.url]]


@pytest.fixture
def told(settings, django_capture_on_commit_callbacks):
    """Do something, and return of what the cache in front is told beside what Wagtail tells it: a set of paths."""

    def after(act):
        with Website() as front:
            settings.WAGTAILFRONTENDCACHE = caches_in_front([f"http://127.0.0.1:{front.port}"])
            with django_capture_on_commit_callbacks(execute=True):
                act()
        return {line.split()[2] for line in front.asked if line.startswith("PURGE")}

    return after


def test_lists_and_the_home_page_are_told_of_with_a_page(db, told):
    story = StoryFactory()
    listed = story.get_parent().url
    assert told(story.save_revision().publish) == {"/", listed}
    assert told(story.unpublish) == {"/", listed}


def test_the_address_before_is_told_of_when_a_page_gets_another_one(db, told):
    above, page = StandardFactory(title="Above"), StandardFactory(title="Tea")
    below = StandardFactory(title="Cups", parent=page)
    assert told(lambda: page.move(above, pos="last-child")) >= {"/tea/", "/tea/cups/", "/above/"}
    page = type(page).objects.get(pk=page.pk)
    page.slug = "coffee"
    assert told(page.save_revision().publish) >= {"/above/tea/", "/above/tea/cups/", "/above/"}
    assert type(below).objects.get(pk=below.pk).url == "/above/coffee/cups/"


def test_an_entry_and_the_list_of_the_directory_are_told_of_when_it_changes(db, told):
    service = make_service("Table")
    for change in (service.save, lambda: Service.objects.update(summary="Other"), service.unpublish, service.delete):
        assert told(change) == {"/directory/", "/directory/table/"}


def test_nobody_is_told_of_anything_where_nobody_is_named(db, settings, django_capture_on_commit_callbacks):
    assert not getattr(settings, "WAGTAILFRONTENDCACHE", None)
    page = StandardFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        in_front.tell(["/"])
    assert callbacks == []
    assert page.live


@pytest.mark.parametrize("address", ["", "http://10.0.0.2:80,cloudfront://E2X"])
def test_wagtail_listens_to_publications_only_where_somebody_is_to_be_told(tmp_path, address):
    code = "import json, cms.settings.production as s; print(json.dumps([s.INSTALLED_APPS[-1], list(s.WAGTAILFRONTENDCACHE)]))"
    own = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "www.example.org",
    }
    said = subprocess.check_output(
        [sys.executable, "-c", code], env=own | {"FRONTEND_CACHE_URL": address}, cwd=used.BASE_DIR
    )
    app, caches = json.loads(said)
    assert (app == "wagtail.contrib.frontend_cache", caches) == (
        bool(address),
        ["cache-1", "cache-2"] if address else [],
    )
