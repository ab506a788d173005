"""Every address of the sample site with the page cache on: what is kept is what would be made, and no form is in it."""

import re

import pytest
from wagtail.models import Page

from cms.core import page_cache
from cms.core.models import BasePage
from directory.models import Service
from tests.browser.served.places import ADDRESSES

# Django's own cache is in memory in tests, and no statement here is one that databases read differently.
pytestmark = pytest.mark.sqlite_only

FORM = re.compile(r'<form\b[^>]*method="?post', re.IGNORECASE)


def pages():
    """The addresses of two pages of each type."""
    found = {}
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        if isinstance(page, BasePage):
            found.setdefault(type(page), []).append(page.url)
    return [url for urls in found.values() for url in urls[:2]]


def addresses():
    listed = [service.get_absolute_url() for service in Service.objects.listed()[:2]]
    return [*pages(), *listed, *ADDRESSES.values(), "/directory/", "/get-help-now/"]


def without_chance(content):
    """Return a page without what differs each time: tokens of forms."""
    return re.sub(r'value="[^"]{30,}"', "", content)


def test_every_page_is_kept_as_it_is_made_and_nothing_with_a_form_is(sample, client, settings, caplog):
    kept = set()
    for address in addresses():
        settings.PAGE_CACHE = False
        plain = client.get(address)
        settings.PAGE_CACHE = True
        responses = [client.get(address) for _visit in range(2)]
        assert {response.status_code for response in responses} == {plain.status_code}, address
        for response in responses:
            if "text/html" in response.get("Content-Type", ""):
                assert without_chance(response.text) == without_chance(plain.text), address
        if page_cache_of(responses[1]) != "hit":
            continue
        kept.add(address)
        assert not FORM.search(plain.text), address
        assert not responses[1].cookies, address
        assert "Cookie" not in responses[1].get("Vary", ""), address
    assert not [record for record in caplog.records if record.name == page_cache.__name__]
    assert set(pages()) <= kept


def page_cache_of(response):
    return response.get("X-Page-Cache", "")
