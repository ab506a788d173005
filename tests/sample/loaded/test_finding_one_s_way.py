"""From every kind of page: the way back, the pages for each kind of reader, and what the site says of itself."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from cms.core.models import BasePage
from directory.models import Service
from home.models import HomePage
from pages.models import AudiencePage, StandardPage

# Words, which no database changes; test_nowhere.py asks for every page on both.
pytestmark = pytest.mark.sqlite_only

TOOLS = ["/directory/", "/directory/add/", "/search/", "/search/?q=group", "/get-help-now/", "/reading-settings/"]


def kinds():
    """Return the address of a page of each type that the sample has, and of each tool."""
    addresses = {}
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        if isinstance(page, BasePage):
            addresses.setdefault(type(page), page.url)
    return [*addresses.values(), *TOOLS, Service.objects.listed().first().get_absolute_url()]


TRANSPARENCY = ["privacy", "accessibility", "complaints", "community-guidelines", "copyright", "credits"]


def test_every_kind_of_page_leads_back_to_pages_for_each_reader_and_to_what_the_site_says_of_itself(sample, client):
    home = HomePage.objects.first().url
    readers = {page.url for page in AudiencePage.objects.live()}
    transparency = {page.url for page in StandardPage.objects.live().filter(slug__in=TRANSPARENCY)}
    addresses = kinds()
    assert len(readers) >= 4
    assert len(transparency) == len(TRANSPARENCY)
    assert len(addresses) > 15
    for address in addresses:
        soup = BeautifulSoup(client.get(address).content, "html.parser")

        def links(part, soup=soup):
            return [link["href"] for link in soup.select(f"{part} a[href]")]

        assert readers <= set(links(".nav-wide")), address
        assert readers <= set(links(".menu-panel")), address
        assert transparency <= set(links(".site-footer")), address
        # Every page but the first says where it is.
        assert links('nav[aria-label="Breadcrumbs"]')[:1] == ([] if address == home else ["/"]), address
