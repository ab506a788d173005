"""From every kind of page: the way back, the pages for each kind of reader, and what the site says of itself."""

from bs4 import BeautifulSoup
from wagtail.models import Page

from cms.core.models import BasePage
from directory.models import Service
from home.models import HomePage
from pages.models import AudiencePage, StandardPage

from .test_loading import SampleCase

TOOLS = ["/directory/", "/directory/add/", "/search/", "/search/?q=group", "/get-help-now/", "/reading-settings/"]


def kinds():
    """Return the address of a page of each type that the sample has, and of each tool."""
    addresses = {}
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        if isinstance(page, BasePage):
            addresses.setdefault(type(page), page.url)
    return [*addresses.values(), *TOOLS, Service.objects.listed().first().get_absolute_url()]


class TestFindingOnesWay(SampleCase):
    def test_pages_for_each_reader_are_one_step_from_anywhere(self):
        wanted = {page.url for page in AudiencePage.objects.live()}
        assert len(wanted) >= 4
        for address in kinds():
            soup = BeautifulSoup(self.client.get(address).content, "html.parser")
            assert wanted <= {link["href"] for link in soup.select(".nav-wide a[href]")}, address
            assert wanted <= {link["href"] for link in soup.select(".menu-panel a[href]")}, address

    def test_every_page_but_the_first_says_where_it_is(self):
        home = HomePage.objects.first().url
        addresses = kinds()
        assert len(addresses) > 15
        for address in addresses:
            soup = BeautifulSoup(self.client.get(address).content, "html.parser")
            way = [link["href"] for link in soup.select('nav[aria-label="Breadcrumbs"] a')]
            assert way[:1] == ([] if address == home else ["/"]), address

    def test_what_the_site_says_of_itself_is_linked_everywhere(self):
        slugs = ["privacy", "accessibility", "complaints", "community-guidelines", "copyright", "credits"]
        wanted = {page.url for page in StandardPage.objects.live().filter(slug__in=slugs)}
        assert len(wanted) == len(slugs)
        for address in kinds():
            foot = BeautifulSoup(self.client.get(address).content, "html.parser").select_one(".site-footer")
            assert wanted <= {link["href"] for link in foot.select("a[href]")}, address
