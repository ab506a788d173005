"""Feeds say what is new, to anybody and nothing that is not public, in Atom that other programs can read."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from lxml import etree, html
from wagtail.models import Page, PageViewRestriction

from cms.core.machines import feeds
from directory.models import Service
from tests.counting import settled_cost
from tests.directory.factories import BALLARAT, make_location, make_phone, make_service
from tests.pages.factories import NewsFactory, OpportunityFactory, ResearchFactory, StoryFactory, TermFactory, index

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOST = "http://127.0.0.1:8000"
KEYS = ["directory", "news", "opportunities", "research", "stories"]
MAKERS = {
    "directory": make_service,
    "news": NewsFactory,
    "opportunities": OpportunityFactory,
    "research": ResearchFactory,
    "stories": StoryFactory,
}
LAST_YEAR = datetime.datetime(2025, 5, 1, tzinfo=datetime.UTC)


def read(client, key):
    """Return the feed as a tree, after checking what RFC 4287 requires of it."""
    response = client.get(f"/feeds/{key}/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    feed = etree.fromstring(response.content)
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for part in [feed, *entries(feed)]:
        for name in ("id", "title", "updated"):
            [value] = part.xpath(f"a:{name}/text()", namespaces=ATOM)
            assert value.strip()
        assert datetime.datetime.fromisoformat(part.findtext("a:updated", namespaces=ATOM)).tzinfo
    assert feed.xpath("a:author/a:name/text()", namespaces=ATOM)
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"{HOST}/feeds/{key}/"]
    for entry in entries(feed):
        [link] = entry.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)
        assert link.startswith(f"{HOST}/")
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    assert all(each.startswith("urn:uuid:") for each in ids)
    return feed


def entries(feed):
    return feed.findall("a:entry", ATOM)


def titles(client, key):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in entries(read(client, key))]


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_feed_is_valid_and_stays_as_it_is(client, key):
    assert entries(read(client, key)) == []
    assert client.get(f"/feeds/{key}/").content == client.get(f"/feeds/{key}/").content


def test_a_page_that_no_site_has_is_in_no_feed(client):
    paper = ResearchFactory(title="Kept")
    away = paper.copy(to=Page.get_first_root_node(), update_attrs={"slug": "away", "title": "Away"}, keep_live=True)
    assert away.live
    assert away.get_url() is None
    assert titles(client, "research") == ["Kept"]


@pytest.mark.parametrize("key", KEYS)
def test_a_feed_has_what_is_new_with_its_address(client, key):
    thing = MAKERS[key]()
    feed = read(client, key)
    [entry] = entries(feed)
    path = thing.get_absolute_url() if key == "directory" else thing.url
    assert entry.xpath("a:link/@href", namespaces=ATOM) == [HOST + path]
    assert entry.findtext("a:summary", namespaces=ATOM)


def test_the_newest_comes_first_and_there_are_at_most_fifty(client, monkeypatch):
    assert feeds.MOST == 50
    monkeypatch.setattr(feeds, "MOST", 2)
    for day, title in ((2, "Middle"), (3, "Newest"), (1, "Oldest")):
        StoryFactory(title=title, first_published_at=LAST_YEAR.replace(day=day))
        make_service(title, last_published_at=LAST_YEAR.replace(day=day))
    assert titles(client, "stories") == ["Newest", "Middle"]
    assert titles(client, "directory") == ["Newest", "Middle"]


def test_an_entry_keeps_its_name_when_its_title_and_address_change(client):
    story = StoryFactory()
    before = entries(read(client, "stories"))[0].findtext("a:id", namespaces=ATOM)
    story.title, story.slug = "Another title", "another-address"
    story.save_revision().publish()
    after = entries(read(client, "stories"))[0]
    assert after.findtext("a:id", namespaces=ATOM) == before
    assert after.findtext("a:title", namespaces=ATOM) == "Another title"


def test_updated_is_when_it_was_last_published(client):
    StoryFactory(first_published_at=LAST_YEAR, last_published_at=LAST_YEAR.replace(month=6))
    feed = read(client, "stories")
    assert entries(feed)[0].findtext("a:published", namespaces=ATOM).startswith("2025-05-01")
    assert entries(feed)[0].findtext("a:updated", namespaces=ATOM).startswith("2025-06-01")
    assert feed.findtext("a:updated", namespaces=ATOM).startswith("2025-06-01")


def test_a_story_says_first_what_it_talks_about_and_is_not_told_in_full(client):
    story = StoryFactory(
        teaser="How tea helped.", short_form="All in short.", teller_name="Rowan Example", name_shown="first",
        body='[{"type": "text", "value": "<p>The whole story.</p>"}]',
    )  # fmt: skip
    story.content_notes.add(TermFactory(name="Talks about suicide", taxonomy_slug="content-notes"))
    story.save()
    [entry] = entries(read(client, "stories"))
    assert entry.findtext("a:summary", namespaces=ATOM) == "Talks about suicide. How tea helped."
    text = client.get("/feeds/stories/").text
    for hidden in ("The whole story", "All in short", "Rowan", "Example"):
        assert hidden not in text


def test_a_service_says_no_place_and_no_contact(client):
    service = make_service("Tuesday table", public_email="hello@example.org")
    make_location(service, BALLARAT, address_shown="street", street="1 Sturt Street", name="Doveton House")
    make_phone(service, "(03) 5550 0142")
    text = client.get("/feeds/directory/").text
    assert "Tuesday table" in text
    for left_out in ("@", "Sturt", "Doveton", "5550"):
        assert left_out not in text


def test_what_is_not_public_is_in_no_feed(client):
    StoryFactory(title="Draft", live=False)
    private = StoryFactory(title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    gone = StoryFactory(title="Gone")
    gone.unpublish()
    make_service("Waiting", live=False)
    make_service("Closed", status=Service.Status.CLOSED)
    assert titles(client, "stories") == []
    assert titles(client, "directory") == []


def test_an_opportunity_leaves_the_feed_when_it_closes(client):
    moment = timezone.now()
    OpportunityFactory(title="Over", closes_at=moment - datetime.timedelta(days=1, minutes=1))
    OpportunityFactory(title="Open", closes_at=moment + datetime.timedelta(days=1))
    assert titles(client, "opportunities") == ["Open"]


@pytest.mark.parametrize("key", KEYS)
def test_who_has_it_already_is_sent_nothing(client, key):
    MAKERS[key]()
    response = client.get(f"/feeds/{key}/")
    again = client.get(f"/feeds/{key}/", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # The time of the latest entry says nothing of one that was withdrawn.
    assert "Last-Modified" not in response
    assert response["Cache-Control"] == "no-cache"
    MAKERS[key]()
    assert client.get(f"/feeds/{key}/", headers={"if-none-match": response["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "title", ["Tea\x0b & <b>cake</b>", "找到同伴支持 \x01", "a\ufffeb\x00".replace("\x00", ""), "&amp; ]]>"]
)
def test_any_title_gives_a_feed_that_can_be_read(client, title):
    StoryFactory(title=title, slug="strange", teaser=title)
    make_service(title, summary=title)
    assert len(titles(client, "stories")) == 1
    assert len(titles(client, "directory")) == 1


@pytest.mark.parametrize("key", KEYS)
def test_queries_do_not_grow_with_entries(client, key):
    def ask():
        cache.clear()
        client.get(f"/feeds/{key}/")

    MAKERS[key]()
    few = settled_cost(ask)
    for _number in range(4):
        MAKERS[key]()
    assert settled_cost(ask) == few <= 5


def test_a_feed_that_is_not_there_is_not_found_and_only_reading_is_allowed(client):
    assert client.get("/feeds/people/").status_code == 404
    assert client.post("/feeds/stories/").status_code == 405


@pytest.mark.parametrize("key", KEYS)
def test_the_list_names_its_feed_for_machines_and_for_people(client, key):
    thing = MAKERS[key]()
    path = "/directory/" if key == "directory" else thing.get_parent().url
    page = html.fromstring(client.get(path).content)
    assert page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href") == [f"/feeds/{key}/"]
    [link] = page.xpath(f"//main//a[@href='/feeds/{key}/']")
    assert "feed" in link.text_content()


def test_a_list_without_a_feed_names_none(client):
    from pages.models import PartnersIndexPage

    assert "atom+xml" not in client.get(index(PartnersIndexPage).url).text
