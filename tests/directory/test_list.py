"""The directory's list: who is in it, in which order, near what, and how it reads."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.models import Term
from directory.models import Service
from home.models import HelpLineHours
from tests.home.factories import HelpLineFactory, block, set_menus
from tests.pages.factories import StandardFactory

from .factories import (
    BALLARAT,
    GEELONG,
    MILDURA,
    WENDOUREE,
    make_locality,
    make_location,
    make_phone,
    make_service,
    make_taxonomy,
)

LIST = "/directory/"
pytestmark = pytest.mark.django_db


def page(client, query=""):
    response = client.get(f"{LIST}?{query}" if query else LIST)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(soup):
    return [link.get_text(strip=True) for link in soup.select(".result h3 a")]


def facts(soup, number=0):
    card = soup.select(".result")[number]
    return {dt.get_text(strip=True): dt.find_next("dd").get_text(strip=True) for dt in card.select("dt")}


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_draft_a_closed_and_an_unpublished_service_are_in_no_listing(client):
    make_service("Open door")
    make_service("Draft door", live=False)
    make_service("Closed door", status="closed")
    unpublished = make_service("Unpublished door")
    unpublished.unpublish()
    assert titles(page(client)) == ["Open door"]
    assert titles(page(client, "q=door")) == ["Open door"]
    assert page(client).select_one("main [role=status]").get_text(strip=True) == "1 service"


def test_services_stand_by_name(client):
    for name in ("Banksia", "Acacia", "Correa"):
        make_service(name)
    assert titles(page(client)) == ["Acacia", "Banksia", "Correa"]


def test_words_in_the_name_come_before_words_in_the_summary_and_elsewhere(client):
    make_service("Zinnia walks")
    make_service("Mallee", summary="We walk by the river.")
    make_service("Acacia", description="Sometimes there is walking.")
    make_service("Nothing of the kind")
    assert titles(page(client, "q=walking")) == ["Zinnia walks", "Mallee", "Acacia"]


def test_words_too_common_to_look_for_say_so_and_show_everything(client):
    make_service("One")
    soup = page(client, "q=the")
    assert titles(soup) == ["One"]
    assert "We left out “the”" in soup.get_text()


def test_near_a_town_the_nearest_come_first_with_their_distance(client):
    make_service("In Geelong", place=GEELONG)
    make_service("In Wendouree", place=WENDOUREE)
    make_service("In Ballarat", place=BALLARAT)
    soup = page(client, "near=ballarat+central")
    assert titles(soup) == ["In Ballarat", "In Wendouree"]
    assert facts(soup)["Where"] == "Ballarat Central, area only · in this area"
    assert facts(soup, 1)["Where"] == "Wendouree, area only · 4 km"
    assert titles(page(client, "near=3350&within=5")) == ["In Ballarat", "In Wendouree"]
    assert soup.select_one("main [role=status]").get_text(strip=True) == "2 results near Ballarat Central 3350"


def test_what_reaches_everywhere_follows_what_is_near_under_its_own_heading(client):
    make_service("Warm line", coverage="statewide", offers_in_person=False, offers_phone=True)
    make_service("Zither group", place=BALLARAT)
    make_service("A group far away", place=MILDURA)
    make_service("Statewide and near", coverage="statewide", place=WENDOUREE)
    soup = page(client, "near=Ballarat+Central+3350")
    assert titles(soup) == ["Zither group", "Statewide and near", "Warm line"]
    heading = soup.find("h2", string="By phone, online or for the whole state")
    assert [link.get_text() for link in heading.find_next("ul").select("h3 a")] == ["Warm line"]
    assert facts(soup, 2)["Where"] == "Phone, all of Victoria"


def test_an_address_that_is_not_shown_is_near_nothing(client):
    make_service("Kept private", place={"locality": BALLARAT, "address_shown": "nothing"})
    assert titles(page(client, "near=Ballarat+Central")) == []
    assert titles(page(client)) == ["Kept private"]
    assert facts(page(client))["Where"] == "Address kept private"


def test_a_name_that_stands_twice_asks_which(client):
    make_service("Anywhere")
    make_locality("Ascot", "3364", -37.4, 143.8)
    make_locality("Ascot", "3551", -36.7, 144.3)
    soup = page(client, "near=ascot&q=anywhere")
    links = {link.get_text(): link["href"] for link in soup.select(".place-notice a")}
    assert links == {
        "Ascot 3364": f"{LIST}?q=anywhere&near=Ascot+3364",
        "Ascot 3551": f"{LIST}?q=anywhere&near=Ascot+3551",
    }
    assert soup.select_one("#finder-near")["value"] == "ascot"
    assert titles(soup) == ["Anywhere"]
    assert "near Ascot 3551" in page(client, "near=Ascot+3551").select_one("main [role=status]").get_text(strip=True)


def test_a_place_that_nobody_knows_says_so_and_keeps_what_was_typed(client):
    make_service("Anywhere")
    soup = page(client, "near=Atlantis")
    assert "We don’t know “Atlantis”" in soup.get_text()
    assert soup.select_one("#finder-near")["value"] == "Atlantis"
    assert titles(soup) == ["Anywhere"]


@pytest.mark.parametrize("typed", ["3350", "Ballarat Central, VIC 3350", "ballarat  central", "Ballarat", "３３５０"])
def test_a_place_is_known_in_the_ways_people_write_it(client, typed):
    make_service("Here", place=BALLARAT)
    assert titles(page(client, f"near={typed}")) == ["Here"]


def test_mt_and_mount_are_one(client):
    make_service("Here", place=("Mount Clear", "3350", -37.6, 143.87, "Ballarat", "Grampians"))
    assert titles(page(client, "near=Mt+Clear")) == ["Here"]


def test_a_post_office_beside_its_town_is_one_place(client):
    make_locality("Ballarat", "3350", -37.5662, 143.8496, is_primary=False)
    make_locality("Ballarat", "3353", -37.5662, 143.8496, is_primary=False)
    make_service("Here", place=BALLARAT)
    assert titles(page(client, "near=Ballarat")) == ["Here"]


def test_a_card_says_what_a_reader_asks_first(client):
    taxonomy = make_taxonomy("Type", "Peer-led group")
    service = make_service(
        "Tuesday Table", taxonomy.terms.all(), organisation="Wendouree Peers", status="waiting",
        status_message="about 4 weeks", cost_note="Tea is on the table.", how_to_join="Just turn up. Or ring.",
        safety_run_by="We do.", assured_at=datetime.date(2026, 11, 3),
    )  # fmt: skip
    make_location(service, WENDOUREE, times=[{}])
    soup = page(client)
    card = soup.select_one(".result")
    assert card.select_one(".chip-waiting").get_text() == "Waiting list: about 4 weeks"
    assert card.select_one(".result-org").get_text() == "Wendouree Peers"
    assert facts(soup) == {
        "When": "Tuesdays, 6.30 pm to 8 pm",
        "Where": "Wendouree, area only",
        "Cost": "Free. Tea is on the table.",
        "Joining": "Just turn up",
        "Safety": "Answers 1 of 4 questions",
    }
    assert [chip.get_text() for chip in card.select("ul.chips .chip")] == ["Peer-led group", "In person"]
    assert "Last checked 3 November 2026" in card.get_text()


def test_the_second_page_is_named_and_goes_on_where_the_first_ended(client):
    for number in range(45):
        make_service(f"Service {number:02}")
    soup = page(client, "page=2")
    assert soup.title.get_text(strip=True).startswith("Find peer support · page 2")
    assert titles(soup) == [f"Service {number}" for number in range(10, 20)]
    assert soup.select_one(".pagination .here").get_text() == "Showing 11 to 20 of 45"
    assert titles(page(client, "page=99")) == titles(page(client, "page=5"))
    assert titles(page(client, "page=x")) == titles(page(client))
    more = page(client, "q=service&page=2")
    assert titles(more) == titles(soup)
    assert more.select_one("a[rel=next]")["href"] == "?q=service&page=3"


def test_only_the_whole_list_is_for_search_engines(client):
    make_service("One")
    robots = "meta[name=robots][content=noindex]"
    assert not page(client).select(robots)
    assert not page(client, "page=2").select(robots)
    for query in ("q=one", "near=3350", "how=phone"):
        assert page(client, query).select(robots), query


def test_nothing_found_says_what_to_loosen_with_how_many_that_gives_and_where_help_is(client):
    make_locality("Ascot", "3364", -37.4, 143.8)
    make_service("Drums far away", place=GEELONG, offers_phone=True)
    make_service("Drums in Beaufort", place=("Beaufort", "3373", -37.43, 143.383), offers_phone=True)
    make_service("Drums here", place=BALLARAT)
    make_service("Quiet", place=BALLARAT, offers_phone=True)
    soup = page(client, "q=drums&near=Ballarat+Central&how=phone")
    links = {link.get_text(): (link["href"], link.next_sibling) for link in soup.select(".nothing-found a")}
    assert links == {
        "Look within 50 km": (f"{LIST}?q=drums&near=Ballarat+Central&within=50&how=phone", " (1 result)"),
        "Look all over Victoria": (f"{LIST}?q=drums&how=phone", " (2 results)"),
        "Leave out “Phone”": (f"{LIST}?q=drums&near=Ballarat+Central", " (1 result)"),
        "Leave out the words “drums”": (f"{LIST}?near=Ballarat+Central&how=phone", " (1 result)"),
        "Show every service": (LIST, None),
    }
    for address, words in links.values():
        if words:
            assert str(len(titles(BeautifulSoup(client.get(address).content, "html.parser")))) in words
    assert soup.select(".help-full")
    assert soup.select("a[href='/directory/add/']")
    assert soup.title.get_text().startswith("Find peer support: 0 results for “drums” near Ballarat Central 3350")


@pytest.mark.parametrize(
    ("latitude", "label"),
    [
        (-37.63, "Look within 10 km"),
        (-37.7, "Look within 25 km"),
        (-37.9, "Look within 50 km"),
        (-38.8, "Look all over Victoria: the nearest is about 138 km away"),
    ],
)
def test_nothing_near_leads_to_the_smallest_distance_that_has_something(client, latitude, label):
    make_service("Drums", place=("Elsewhere", "3999", latitude, 143.86))
    make_service("Drums farther", place=("Beyond", "3998", -39.0, 143.86))
    make_service("Quiet", place=BALLARAT)
    soup = page(client, "q=drums&near=Ballarat+Central&within=5")
    links = [link.get_text() for link in soup.select(".nothing-found a")]
    assert links[0] == label
    assert len([link for link in links if link.startswith("Look")]) == (1 if "Victoria" in label else 2)


def test_what_would_find_nothing_either_is_not_offered(client):
    make_service("Quiet", place=BALLARAT)
    soup = page(client, "q=drums&near=Ballarat+Central&within=50")
    assert [link.get_text() for link in soup.select(".nothing-found a")] == [
        "Leave out the words “drums”",
        "Show every service",
    ]


def test_without_any_service_the_list_is_still_a_page(client):
    assert page(client).select_one("main [role=status]").get_text(strip=True) == "0 services"


def test_the_filters_belong_to_the_finder_and_need_no_script(client):
    make_service("One")
    soup = page(client)
    form = soup.select_one("form#finder")
    assert form["method"] == "get"
    boxes = soup.select(".filters input")
    assert boxes
    assert {box["form"] for box in boxes} == {"finder"}
    assert not soup.select("[style], [onclick]")


def test_no_cookie_comes_with_the_list(client):
    make_service("One")
    response = client.get(LIST)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def grow(times, terms):
    for number in range(times):
        service = make_service(f"Tea {Service.objects.count():03}", terms, organisation=f"Org {number % 3}")
        make_location(service, BALLARAT, times=[{}, {"weekday": 2}])
        make_phone(service)


def grow_terms(count):
    for number in range(count):
        make_taxonomy(f"Facet {Term.objects.count()} {number}", "one", "two", "three")
    return list(Term.objects.all())


@pytest.mark.parametrize(
    "query", ["", "q=tea", "near=3350", "q=tea&near=3350&how=in-person&cost=free&region=grampians&CHOSEN"]
)
def test_the_list_takes_the_same_few_queries_for_more_services_and_terms(client, query):
    terms = grow_terms(2)
    grow(5, terms)
    chosen = query.replace("CHOSEN", "&".join(f"term={term.slug}" for term in terms[::3]))
    warm(client)
    few = queries_of(client, f"{LIST}?{chosen}")
    terms = grow_terms(4)
    grow(10, terms)
    chosen = query.replace("CHOSEN", "&".join(f"term={term.slug}" for term in terms[::3]))
    warm(client)
    assert queries_of(client, f"{LIST}?{chosen}") == few
    assert few <= 8


@pytest.mark.parametrize(
    "query",
    [
        "q=tea&near=balla&sort=checked&how=in-person&age=adults&when=evening&council=ballarat",
        "q=drums&near=3350&within=5&how=phone&cost=fee&open=now",
        "near=nowhere",
        "near=b",
        "page=9&sort=name",
    ],
)
def test_the_list_takes_at_most_eight_queries_whatever_is_asked(client, query):
    grow(3, grow_terms(2))
    set_up_chrome()
    warm(client)
    assert queries_of(client, f"{LIST}?{query}") <= 8


def warm(client):
    """Read what stands on every page, which is read once after a change; the first visit of all makes the settings' rows."""
    client.get(LIST)
    client.get(LIST)
    # What the list says where it finds nothing is read once, too.
    client.get(f"{LIST}?q=qqzzx")
    client.get(f"{LIST}?q=qqzzx")


def set_up_chrome():
    """Everything that stands on every page is there: menus with pages, help lines with hours."""
    for number in range(3):
        line = HelpLineFactory(name=f"Line {number}", shows_in_slim=True, always_open=False)
        HelpLineHours.objects.create(help_line=line, weekday=1, opens="09:00", closes="17:00")
    set_menus(main_menu=[block("link", label="About", page=StandardFactory(title="About us").pk)])


def test_the_map_beside_the_list_has_only_suburbs(client):
    service = make_service("Here")
    make_location(service, WENDOUREE, "street", street="1 Kept Lane")
    soup = page(client)
    assert soup.select(".directory-map svg")
    assert not re.search("Kept Lane", soup.select_one(".directory-map").get_text())
