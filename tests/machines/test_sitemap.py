"""The sitemap has every public page and nothing else, in files of bounded size; robots.txt names it."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import tools
from cms.core.machines import sitemaps
from cms.core.models import SiteSettings
from directory.machines import ServiceSection
from directory.models import Service
from tests.contribute.newsletter.making import an_issue
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.pages.factories import EVERY_TYPE, OpportunityFactory, StandardFactory, StoryFactory

from .sitemap import addresses, entries, files, read

pytestmark = pytest.mark.django_db


def test_every_public_page_of_every_type_and_every_index_is_in_it(client):
    pages = [make() for make in EVERY_TYPE.values()]
    found = addresses(client)
    assert {page.url for page in pages} <= set(found)
    assert {page.get_parent().url for page in pages} <= set(found)
    assert "/" in found
    assert len(found) == len(set(found))


def test_every_address_in_it_is_there_and_may_be_indexed(client):
    for make in EVERY_TYPE.values():
        make()
    make_service("Tuesday table")
    for path in addresses(client):
        response = client.get(path)
        assert response.status_code == 200, path
        assert "X-Robots-Tag" not in response, path
        assert 'name="robots"' not in response.text, path


def test_whole_addresses_are_on_the_sites_own_host_whatever_host_was_asked(client, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    StoryFactory()
    make_service()
    an_issue(due_at=timezone.now())
    for path in ["/sitemap.xml", *files(client)]:
        response = client.get(path, headers={"host": "localhost"})
        locations = re.findall(r"<loc>(.*?)</loc>", response.text)
        assert locations
        assert all(location.startswith("https://www.example.org/") for location in locations)


def test_drafts_and_private_pages_and_what_is_below_them_are_not_in_it(client):
    draft = StoryFactory(live=False)
    private = StandardFactory()
    below = StandardFactory(parent=private)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    kept = StandardFactory()
    found = addresses(client)
    assert kept.url in found
    assert not {draft.url, private.url, below.url} & set(found)


def test_an_opportunity_leaves_it_when_it_closes(client):
    moment = timezone.now()
    closed = OpportunityFactory(closes_at=moment - datetime.timedelta(days=1, minutes=1))
    still_open = OpportunityFactory(closes_at=moment + datetime.timedelta(days=1))
    found = addresses(client)
    assert still_open.url in found
    assert closed.url not in found


def test_services_are_in_it_while_the_directory_lists_them(client):
    listed = make_service("Listed")
    hidden = [make_service("Waiting", live=False), make_service("Closed", status=Service.Status.CLOSED)]
    found = addresses(client)
    assert listed.get_absolute_url() in found
    assert not {service.get_absolute_url() for service in hidden} & set(found)


def test_a_service_says_when_its_page_last_changed(client):
    service = make_service(last_published_at=datetime.datetime(2026, 1, 5, 3, tzinfo=datetime.UTC))
    path = service.get_absolute_url()
    assert entries(client)[path] == "2026-01-05"
    Service.objects.filter(pk=service.pk).update(status="paused", status_since=datetime.date(2026, 2, 6))
    assert entries(client)[path] == "2026-02-06"
    Service.objects.filter(pk=service.pk).update(assured_at=datetime.date(2026, 3, 7))
    assert entries(client)[path] == "2026-03-07"
    assert ServiceSection().get_latest_lastmod() == datetime.date(2026, 3, 7)


def test_a_page_says_when_it_was_last_published(client):
    story = StoryFactory(last_published_at=datetime.datetime(2026, 4, 1, 3, tzinfo=datetime.UTC))
    assert entries(client)[story.url] == "2026-04-01"


def test_screens_that_are_no_pages_are_in_it_where_they_say_so(client, monkeypatch):
    monkeypatch.setattr(tools, "_tools", dict(tools._tools))
    tools.register("test:hidden", "Hidden", "readyz", is_indexed=False)
    found = addresses(client)
    for path in ("/directory/", "/directory/add/", "/get-help-now/", "/reading-settings/", "/search/"):
        assert path in found
    assert not [path for path in found if path.startswith(("/admin", "/readyz"))]


def test_an_empty_site_has_a_valid_sitemap(client):
    assert "/" in addresses(client)
    assert files(client) == [
        "/sitemap-newsletter.xml", "/sitemap-pages.xml", "/sitemap-services.xml", "/sitemap-tools.xml"
    ]  # fmt: skip


def test_many_services_are_spread_over_files(client, monkeypatch):
    monkeypatch.setattr(ServiceSection, "limit", 2)
    services = [make_service() for _number in range(5)]
    parts = [path for path in files(client) if path.startswith("/sitemap-services.xml")]
    assert parts == ["/sitemap-services.xml", "/sitemap-services.xml?p=2", "/sitemap-services.xml?p=3"]
    assert [len(read(client, path)) for path in parts] == [2, 2, 1]
    assert {service.get_absolute_url() for service in services} <= set(addresses(client))


@pytest.mark.parametrize("part", ["0", "4", "-1", "x", "99999999999999999999", "1%00"])
def test_a_part_that_is_not_there_is_not_found(client, part):
    assert client.get(f"/sitemap-services.xml?p={part}").status_code == 404


def test_a_section_that_is_not_there_is_not_found(client):
    assert client.get("/sitemap-people.xml").status_code == 404


def test_no_file_holds_more_than_the_protocol_allows():
    assert all(section.limit <= 50_000 for section in sitemaps.sections().values())


def test_queries_do_not_grow_with_what_it_lists(client):
    def ask(path):
        cache.clear()
        client.get(path)

    def queries():
        paths = ["/sitemap.xml", "/sitemap-pages.xml", "/sitemap-services.xml", "/sitemap-tools.xml"]
        return [settled_cost(lambda path=path: ask(path)) for path in paths]

    def make(number):
        for _number in range(number):
            StoryFactory()
            OpportunityFactory()
            make_service()

    make(4)
    few = queries()
    make(8)
    assert queries() == few
    # One for each type of pages.
    assert max(few) <= 9


def test_robots_names_the_sitemap_and_what_not_to_ask_for(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
    for path in ("/admin/", "/search/?", "/directory/add/", "/directory/update/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines


@pytest.mark.parametrize(("host", "kept_out"), [("testserver", True), ("127.0.0.1:8000", False), ("localhost", False)])
def test_a_test_site_keeps_crawlers_out_wherever_others_could_reach_it(client, host, kept_out):
    site = SiteSettings.load()
    site.sample_notice = "The people here are made up."
    site.save()
    lines = client.get("/robots.txt", headers={"host": host}).text.splitlines()
    assert ("Disallow: /" in lines) is kept_out


def matches(rule, path):
    """Whether a rule of robots.txt covers ``path``, as RFC 9309 reads it."""
    return re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path) is not None


def test_nothing_in_the_sitemap_is_forbidden_to_crawlers(client):
    for make in EVERY_TYPE.values():
        make()
    make_service()
    rules = [line.split(": ") for line in client.get("/robots.txt").text.splitlines() if line[:5] in ("Allow", "Disal")]
    for path in [*addresses(client), *files(client), "/directory/?page=2", "/stories/?page=2"]:
        # The longest rule that covers an address decides.
        decisive = max((len(rule), verb) for verb, rule in [*rules, ["Allow", ""]] if matches(rule, path))
        assert decisive[1] == "Allow", path


def test_the_form_is_found_and_its_steps_are_not(client):
    assert "X-Robots-Tag" not in client.get("/directory/add/")
    response = client.post("/directory/add/", {})
    assert response["X-Robots-Tag"] == "noindex"
    response = client.get("/directory/add/no-such-key/check/")
    assert response["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/search/")
    assert client.get("/search/?q=tea")["X-Robots-Tag"] == "noindex"
    assert client.get("/reading-settings/?from=/stories/")["X-Robots-Tag"] == "noindex"
