"""A service's own page: what stands on it, and who may see it."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page

from cms.core.models import SiteSettings
from directory.models import Link, Location, Schedule, Service
from pages.models import StoryIndexPage, StoryPage
from tests.counting import settled_cost
from tests.pages.factories import FactSheetFactory, StandardFactory, put_on_the_site, with_terms

from .factories import (
    BALLARAT,
    GEELONG,
    WENDOUREE,
    make_location,
    make_phone,
    make_service,
    make_taxonomy,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _a_sunday_in_november(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def read(client, service):
    response = client.get(service.get_absolute_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(soup, selector="main"):
    return " ".join(soup.select_one(selector).get_text(" ", strip=True).split())


def facts(soup):
    return {
        one.dt.get_text(strip=True): [dd.get_text(strip=True) for dd in one.select("dd")]
        for one in soup.select(".service-facts dl > div")
    }


@pytest.mark.parametrize("hidden", [{"live": False}, {"status": "closed"}])
def test_what_is_not_listed_has_no_page(client, hidden):
    service = make_service(**hidden)
    assert client.get(service.get_absolute_url()).status_code == 404


def test_an_address_that_nobody_has_is_not_found(client):
    assert client.get("/directory/no-such-service/").status_code == 404


def test_the_page_says_when_it_is_on_next(client):
    service = make_service("Tuesday Table")
    make_location(service, BALLARAT, "street", name="Doveton House", street="18 Made-up Street", times=[{}])
    panel = text(read(client, service), ".next-time")
    assert panel == (
        "Next time Tuesday 24 November, 6.30 pm Until 8 pm, at Doveton House, 18 Made-up Street, Ballarat Central 3350. "
        "After that Tuesday 1 December, 6.30 pm Tuesday 8 December, 6.30 pm Tuesday 15 December, 6.30 pm "
        "Tuesday 22 December, 6.30 pm Add to your calendar"
    )


def test_a_date_on_a_public_holiday_stands_with_a_word_to_check_first(client, monkeypatch):
    service = make_service()
    make_location(service, times=[{"weekday": 4}])
    monkeypatch.setattr(timezone, "now", lambda: NOON.replace(month=12, day=19))
    soup = read(client, service)
    assert "Check first: public holiday (Christmas Day)." in text(soup, ".next-time")
    later = soup.select_one(".later-times li").get_text()
    assert later == "Friday 1 January 2027, 6.30 pm. Check first: public holiday (New Year's Day)"


def test_times_at_several_places_say_where_each_is(client):
    service = make_service()
    make_location(service, BALLARAT, times=[{"weekday": 1}])
    make_location(service, WENDOUREE, times=[{"weekday": 3}])
    later = [item.get_text(" ", strip=True) for item in read(client, service).select(".later-times li")]
    assert "at Wendouree 3355" in later[0]
    assert "at Ballarat Central 3350" in later[1]


@pytest.mark.parametrize(
    ("fields", "is_old"),
    [
        ({"assured_at": datetime.date(2025, 11, 21)}, True),
        ({"assured_at": datetime.date(2025, 11, 22)}, False),
        ({"created_at": NOON - datetime.timedelta(400)}, True),
        ({"created_at": NOON - datetime.timedelta(300)}, False),
    ],
)
def test_what_nobody_confirmed_for_a_year_says_to_ring_first(client, fields, is_old):
    soup = read(client, make_service(**fields))
    assert bool(soup.find("h2", string="Not confirmed for over a year: ring first")) == is_old


def test_a_paused_service_says_since_when(client):
    service = make_service(status="paused", status_since=datetime.date(2026, 11, 3))
    assert "Since 3 November 2026." in text(read(client, service), ".notice")


def test_the_page_leads_to_how_to_choose_and_how_entries_are_checked_where_those_are_public(client):
    choosing, checking = (
        StandardFactory(title="Choosing", slug="choosing"),
        StandardFactory(slug="checking", live=False),
    )
    settings = SiteSettings.load()
    settings.choosing_page, settings.checking_page = choosing, checking
    settings.save()
    service = make_service(assured_at=datetime.date(2026, 11, 3))
    soup = read(client, service)
    assert soup.find("a", string="Choosing support safely")["href"] == choosing.url
    assert not soup.find("a", string="How we check")
    checking.live = True
    checking.save()
    assert read(client, service).find("a", string="How we check")["href"] == checking.url


def test_what_is_on_now_says_so(client):
    service = make_service()
    make_location(service, times=[{"weekday": 6, "starts": datetime.time(10), "ends": datetime.time(14)}])
    assert text(read(client, service), ".next-time").startswith("On now Sunday 22 November, 10 am Until 2 pm.")


def test_a_next_time_in_another_year_has_its_year(client, monkeypatch):
    service = make_service()
    make_location(service, times=[{"frequency": "monthly", "week_of_month": 1, "weekday": 1, "from_date": None}])
    assert "1 December, 6.30 pm" in text(read(client, service), ".next-time")
    monkeypatch.setattr(timezone, "now", lambda: NOON.replace(month=12, day=20))
    assert "Tuesday 5 January 2027" in text(read(client, service), ".next-time")


def test_a_paused_service_says_until_when_and_offers_no_next_time(client):
    service = make_service(
        status="paused", status_message="The hall is being painted.", status_until=datetime.date(2027, 2, 1)
    )
    make_location(service, times=[{}])
    soup = read(client, service)
    assert soup.select_one(".chip-paused").get_text() == "Paused until 1 February 2027"
    assert "The hall is being painted." in text(soup, ".notice")
    assert not soup.select(".next-time")


def test_an_end_that_is_past_is_not_shown(client):
    service = make_service(status="paused", status_until=datetime.date(2026, 11, 1))
    assert text(read(client, service), ".chip-paused") == "Paused"


def test_an_open_service_says_so_with_a_shape_and_a_word(client):
    assert text(read(client, make_service()), ".chip-open") == "Open"
    assert text(read(client, make_service(takes_newcomers=False)), ".chip-closed") == "Not taking new people now"


def test_contact_comes_before_the_long_text_and_in_the_source_too(client):
    service = make_service(how_to_join="Ring first.", public_email="table@example.org", website="https://example.org/")
    make_phone(service, label="Text or call Jo", hours="Weekdays, noon to 6 pm")
    Link.objects.create(service=service, label="Book a seat", url="https://example.org/book")
    soup = read(client, service)
    content = str(soup)
    assert content.index("Get in touch") < content.index("How to join") < content.index("Four questions")
    contact = soup.select_one(".service-contact")
    assert contact.select_one("a.phone")["href"] == "tel:0355500142"
    assert contact.select_one("a[href^=mailto]").get_text() == "table@example.org"
    outside = [link for link in soup.select("main a") if link["href"].startswith("https://example.org")]
    assert len(outside) == 2
    assert {" ".join(link["rel"]) for link in outside} == {"nofollow ugc"}
    assert not any(link.get("target") for link in outside)


def test_the_mail_address_is_not_written_plainly(client):
    service = make_service(public_email="table@example.org")
    assert b"table@example.org" not in client.get(service.get_absolute_url()).content


def test_the_four_questions_stand_with_their_answers(client):
    service = make_service(safety_run_by="People with lived experience.", safety_privacy="First names only.")
    cards = [card.get_text(" ", strip=True) for card in read(client, service).select(".question")]
    assert cards[0] == "Who runs it? People with lived experience."
    assert cards[1].startswith("Are facilitators trained and supported? No answer yet.")
    assert cards[3] == "How is privacy kept? First names only."


def test_the_facts_say_who_when_where_and_what_it_costs(client):
    service = make_service(
        who_for="Adults.", not_for="Children.", age_min=18, cost_note="Tea is on the table.", support_person_welcome="yes"
    )  # fmt: skip
    make_location(service, WENDOUREE, times=[{}, {"weekday": 3}])
    assert facts(read(client, service)) == {
        "When": ["Tuesdays and Thursdays, 6.30 pm to 8 pm"],
        "Where": ["Wendouree 3355"],
        "Cost": ["Free", "Tea is on the table."],
        "Who it’s for": ["Adults.", "Ages 18 and over"],
        "Who it’s not for": ["Children."],
        "How you take part": ["In person"],
        "Bringing someone": ["Support person welcome", "Children: ask first"],
    }


def test_a_suburb_stands_for_an_address_that_shows_no_street(client):
    service = make_service()
    make_location(
        service, WENDOUREE, "suburb", name="Secret House", street="9 Secret Lane", access_note="Secret door beside the secret shop"
    )  # fmt: skip
    soup = read(client, service)
    assert "Wendouree 3355 (area only)" in text(soup, ".service-places")
    assert soup.select(".service-aside .map svg .pin")
    assert "secret" not in str(soup).lower()


def test_an_address_that_is_kept_private_is_nowhere_on_the_page(client):
    service = make_service()
    make_location(
        service, GEELONG, "nothing", name="Kept House", street="9 Kept Lane", access_note="Kept door", times=[{}]
    )
    soup = read(client, service)
    assert "The address is kept private." in text(soup)
    assert "18" not in soup.select_one(".next-time").get_text()
    assert not soup.select(".service-aside .map")
    for kept in ("Kept House", "Kept Lane", "Kept door", "Geelong", "3220", "Barwon"):
        assert kept not in str(soup), kept


def test_others_with_terms_in_common_are_offered_and_only_listed_ones(client):
    terms = list(make_taxonomy("Type", "Group", "Choir", "Walk").terms.all())
    service = make_service("This", terms)
    make_service("One in common", terms[:1])
    make_service("Two in common", terms[:2])
    make_service("Nothing in common")
    make_service("Draft", terms, live=False)
    make_service("Closed", terms, status="closed")
    heading = read(client, service).find("h2", string="Others that may suit you")
    names = [link.get_text() for link in heading.find_next("ul").select("a")]
    assert names == ["Two in common", "One in common"]


def make_story(title, service, live=True):
    index = StoryIndexPage.objects.first()
    if index is None:
        home = Page.objects.get(depth=2)
        index = home.add_child(instance=StoryIndexPage(title="Stories", slug="stories", teaser="Stories"))
    story = index.add_child(instance=StoryPage(title=title, teaser="A line.", live=False))
    story.services_mentioned.create(service=service)
    story.save()
    return put_on_the_site(story) if live else story


def test_public_stories_that_mention_it_are_linked(client):
    service, other = make_service(), make_service()
    make_story("A seat near the door", service)
    make_story("A draft", service, live=False)
    make_story("About something else", other)
    heading = read(client, service).find("h2", string="Stories that mention it")
    assert [link.get_text() for link in heading.find_next("ul").select("a")] == ["A seat near the door"]


def test_a_story_without_a_day_stands_after_those_that_have_one(client):
    service = make_service()
    for title, told_on in (("Long ago", "2019-05-01"), ("Some day", None), ("Lately", "2026-05-01")):
        story = make_story(title, service)
        story.told_on = told_on
        story.save()
    heading = read(client, service).find("h2", string="Stories that mention it")
    assert [link.get_text() for link in heading.find_next("ul").select("a")] == ["Lately", "Long ago", "Some day"]


def test_the_service_itself_can_ask_for_an_update(client):
    service = make_service()
    assert read(client, service).select(f"a[href='{service.get_absolute_url()}update/']")


def test_no_link_of_the_page_is_empty(client):
    service = make_service()
    make_location(service, BALLARAT, times=[{}])
    assert all(link.get("href") for link in read(client, service).select("a"))


def test_a_story_that_mentions_it_says_what_it_talks_about(client):
    service = make_service()
    story = make_story("The tailgate", service)
    story.content_notes = [make_taxonomy("Notes", "Talks about suicide").terms.get()]
    story.save()
    [item] = read(client, service).select("[data-stories] li")
    assert "Talks about suicide" in item.text


def test_pages_on_the_same_things_stand_under_a_service_and_a_story_that_mentions_it_stands_once(client):
    term = make_taxonomy("About", "Grief").terms.get()
    service = make_service(terms=[term])
    with_terms(FactSheetFactory(title="What grief does"), term)
    with_terms(make_story("My year", service), term)
    with_terms(StandardFactory(title="Not yet", live=False), term)
    StandardFactory(title="Something else")
    under = read(client, service).select_one(".band-half")
    assert [link.text for link in under.select("a")] == ["My year", "What grief does"]


def test_the_page_takes_the_same_few_queries_for_more_of_everything(client):
    def grow(count):
        taxonomy = make_taxonomy(f"Facet {Service.objects.count()}", *(f"Term {n}" for n in range(count)))
        service.terms.add(*taxonomy.terms.all())
        service.save()
        for number in range(count):
            make_location(service, BALLARAT, times=[{}, {"weekday": 2}])
            make_phone(service)
            Link.objects.create(service=service, label="More", url="https://example.org/")
            make_story(f"Story {number}", service)
            with_terms(FactSheetFactory(), taxonomy.terms.first())
            make_service(terms=taxonomy.terms.all(), organisation="One")

    def queries():
        assert client.get(service.get_absolute_url()).status_code == 200
        return settled_cost(lambda: client.get(service.get_absolute_url()))

    service = make_service(organisation="One")
    grow(2)
    few = queries()
    grow(6)
    assert queries() == few
    assert few <= 8


def test_an_editor_sees_a_revision_before_it_is_public():
    service = make_service("Before", how_to_join="Old words", live=False)
    make_location(service, WENDOUREE, times=[{}])
    service.how_to_join = "New words"
    revision = service.save_revision().as_object()
    response = preview(revision)
    assert "New words" in response
    assert "Tuesdays, 6.30 pm to 8 pm" in response


def test_a_service_that_was_never_saved_can_be_previewed():
    service = Service(name="New", summary="A line.", provider_name="Somebody", offers_phone=True)
    service.locations = [Location(name="By phone", schedules=[Schedule(weekday=1, starts=datetime.time(18))])]
    response = preview(service)
    assert "Tuesdays, 6 pm" in response


def preview(service):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.is_dummy = True
    response = service.make_preview_request(request, service.default_preview_mode)
    assert response.status_code == 200
    return response.content.decode()


def test_a_way_without_a_place_is_said_as_a_way(client):
    service = make_service("Video circle", offers_video=True)
    make_location(
        service,
        name="By video",
        address_shown="nothing",
        times=[{"weekday": 1, "starts": datetime.time(20), "ends": datetime.time(21)}],
    )
    page = client.get(service.get_absolute_url()).content.decode()
    assert "9 pm, by video." in page


def test_a_service_without_a_place_says_how_it_happens_and_not_where(client):
    service = make_service("By video only", offers_video=True)
    make_location(service, None, "nothing", name="By video", times=[{}])
    page = read(client, service)
    assert page.select_one("#where-it-is").text == "How it happens"
    make_location(service, BALLARAT)
    assert read(client, service).select_one("#where-it-is").text == "Where it is"
