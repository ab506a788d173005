"""The first visit to a page of the sample site is no slower than the second: no picture is made while a reader waits."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.media.models import SiteRendition
from directory.models import Service

pytestmark = pytest.mark.sqlite_only


def written():
    return {path: path.stat().st_mtime_ns for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def addresses():
    """Return one page of each type, every page that shows a picture, each kind of list and one entry of the directory."""
    pages, seen = {}, set()
    showing = {str(row.object_id) for image in get_image_model().objects.all() for row in image.get_usage().qs}
    for page in Page.objects.live().public().filter(depth__gt=1).specific():
        if type(page) not in seen or str(page.pk) in showing:
            seen.add(type(page))
            pages[page.get_url()] = page
    return [*filter(None, pages), "/directory/", Service.objects.listed().first().get_absolute_url(), "/search/?q=peer"]


def test_no_page_makes_a_size_of_a_picture_for_its_reader(sample, client):
    # What the task does when the sample is committed, which it is not here.
    call_command("make_renditions", stdout=StringIO())
    rows, before = SiteRendition.objects.count(), written()
    assert rows > 100
    pictures = 0
    for address in addresses():
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        pictures += response.content.count(b"<picture")
    assert pictures > 10
    assert SiteRendition.objects.count() == rows
    assert {path: time for path, time in written().items() if path in before or "images" in path.parts} == before
