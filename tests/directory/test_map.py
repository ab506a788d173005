"""The results on a map: points that can be pressed, the same places as a list, and what has no place."""

from math import hypot

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from directory import engine, maps
from directory.models import Service

from .factories import BALLARAT, GEELONG, MILDURA, WENDOUREE, make_locality, make_location, make_service, make_taxonomy

pytestmark = pytest.mark.django_db


def draw(client, query=""):
    response = client.get(f"/directory/?view=map{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def points(soup):
    """Return what each point on the map says and where it leads."""
    return {link["aria-label"]: link["href"] for link in soup.select(".map svg a")}


def listed(soup):
    return [" ".join(item.get_text(" ", strip=True).split()) for item in soup.select(".map-places li")]


def test_each_point_is_a_link_to_its_service_or_to_the_services_there(client):
    make_service("Sunraysia", place=MILDURA)
    for number in range(4):
        make_service(f"Group {number}", place=BALLARAT)
    soup = draw(client)
    assert points(soup) == {
        "Ballarat Central: 4 services": "/directory/?near=Ballarat+Central+3350&within=5",
        "Mildura: Sunraysia": "/directory/sunraysia/",
    }
    assert listed(soup) == ["1 4 services in Ballarat Central Ballarat Central", "2 Sunraysia Mildura"]
    found = BeautifulSoup(client.get(points(soup)["Ballarat Central: 4 services"]).content, "html.parser")
    assert len(found.select(".result")) == 4


def test_places_that_would_stand_on_each_other_are_one_point(client):
    make_service("Here", place=BALLARAT)
    make_service("There", place=BALLARAT)
    make_service("Next door", place=WENDOUREE)
    make_service("Sunraysia", place=MILDURA)
    assert points(draw(client)) == {
        "Ballarat Central and 1 place near it: 3 services": "/directory/?near=Ballarat+Central+3350&within=5",
        "Mildura: Sunraysia": "/directory/sunraysia/",
    }
    make_service("South of it", place=("Sebastopol", "3356", -37.5967, 143.8403, "Ballarat", "Grampians"))
    assert "Around Ballarat: 4 services" in points(draw(client))


def test_near_a_place_the_map_shows_what_is_around_it(client):
    make_service("Here", place=BALLARAT)
    make_service("Geelong", place=GEELONG)
    near = draw(client, "&near=3350&within=10")
    assert near.select_one(".chip[aria-current]").get_text() == "Near 3350"
    assert near.select(".map-ring")
    assert list(points(near)) == ["Ballarat Central: Here"]


def test_the_map_keeps_what_was_asked_for_and_so_do_its_links(client):
    terms = list(make_taxonomy("Type", "Choir").terms.all())
    for name in ("Singing", "Singing more"):
        make_service(name, terms, place=BALLARAT)
    make_service("Walking", place=MILDURA)
    soup = draw(client, "&term=type-choir")
    [(words, address)] = points(soup).items()
    assert words == "Ballarat Central: 2 services"
    assert "term=type-choir" in address
    assert soup.select_one("#finder input[name=view]")["value"] == "map"
    part = soup.find("a", string="Around Melbourne")["href"]
    assert "term=type-choir" in part
    assert "view=map" in part
    assert "part=melbourne" in part
    assert "2 more are outside this part of the map" in draw(client, "&term=type-choir&part=melbourne").get_text()


def test_what_has_no_place_is_counted_and_named_beside_the_map(client):
    make_service("Here", place=BALLARAT)
    make_service("Warm line", coverage="statewide", offers_in_person=False, offers_phone=True)
    make_service("Refuge", place={"locality": GEELONG, "address_shown": "nothing", "street": "1 Kept Lane"})
    soup = draw(client)
    section = soup.select_one("section[aria-labelledby=no-place]")
    assert "2 more, without a place on the map" in section.get_text()
    assert [link.get_text() for link in section.select("li a")] == ["Refuge", "Warm line"]
    assert "Geelong" not in str(soup.select_one(".map-and-list"))
    assert "Kept" not in str(soup)


def test_a_point_is_a_locality_s_own_whatever_shows_of_the_street(client):
    make_service("Open", place={"locality": BALLARAT, "address_shown": "street", "street": "18 Made-up Street"})
    [pin] = draw(client).select(".map svg a circle")
    x, y = maps.WHOLE.place(BALLARAT[2], BALLARAT[3])
    assert (float(pin["cx"]), float(pin["cy"])) == pytest.approx((x, y), abs=0.1)


@pytest.mark.parametrize("part", ["", "melbourne", "victoria", "x", "🙂" * 300, "near"])
def test_any_part_is_answered_also_where_nothing_is_found(client, part):
    draw(client, f"&part={part}&near=Atlantis")
    make_service("Here", place=BALLARAT)
    draw(client, f"&part={part}&near=3350")


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(-39, -34), st.floats(141, 150)), max_size=120),
    st.sampled_from([maps.WHOLE, maps.Frame.around(*maps.PARTS["melbourne"][1])]),
)
def test_points_are_apart_so_that_each_can_be_pressed_and_none_is_lost(found, frame):
    spots = [maps.Spot(f"P{n}", f"P{n}", *point, services=frozenset([n])) for n, point in enumerate(found)]
    clusters = maps.gather(spots, frame)
    for number, one in enumerate(clusters):
        for other in clusters[:number]:
            assert hypot(one.x - other.x, one.y - other.y) >= maps.APART - 0.2
    inside = [spot for spot in spots if 0 <= spot.x <= maps.WIDTH and 0 <= spot.y <= maps.HEIGHT]
    assert sum(len(cluster.spots) for cluster in clusters) == len(inside)
    assert len(clusters) < 120


def test_a_thousand_services_are_as_many_points_and_queries_as_the_drawing_bounds(client):
    def grow(count):
        places = [
            make_locality(f"Town {n % 7}-{n}", f"{3000 + n}", -38 + (n * 37 % 100) / 35, 141.5 + (n * 61 % 100) / 14)
            for n in range(count // 10)
        ]
        start = Service.objects.count()
        services = Service.objects.bulk_create(
            Service(name=f"S {start + n}", slug=f"s-{start + n}", summary="A", provider_name="B", live=True)
            for n in range(count)
        )
        locations = Service.locations.rel.related_model
        locations.objects.bulk_create(
            locations(service=service, locality=places[n % len(places)]) for n, service in enumerate(services)
        )

        engine.refresh(service.pk for service in services)

    def queries(query=""):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/directory/?view=map{query}")
        return len(captured), response

    make_service("Keeps its place to itself", place={"locality": BALLARAT, "address_shown": "nothing"})
    grow(300)
    queries()
    few, _response = queries()
    few_near, _response = queries("&near=3010&within=50")
    grow(700)
    # After a change the first visit reads anew what is kept.
    queries()
    many, response = queries()
    assert many <= few <= 8
    assert queries("&near=3010&within=50")[0] <= few_near <= 8
    soup = BeautifulSoup(response.content, "html.parser")
    assert 10 < len(soup.select(".map svg a")) < 80
    assert len(response.content) < 250_000


def test_a_map_of_a_service_in_two_places_shows_both_and_counts_it_once(client):
    service = make_service("Both", place=BALLARAT)
    make_location(service, WENDOUREE)
    make_location(service, MILDURA)
    assert sorted(points(draw(client))) == ["Ballarat Central and 1 place near it: Both", "Mildura: Both"]


# --- What a point says is what it leads to -------------------------------------------------------------

INNER = ("Inner", "3001", -37.81, 144.96, "Yarra", "Inner Metro")
# On the whole map all of these are one point; the last is farther from the first than anybody may ask the list for.
AROUND = [
    INNER,
    ("Beside it", "3002", -37.83, 144.98, "Yarra", "Inner Metro"),
    ("Out west", "3003", -37.80, 144.40, "Melton", "Western Metro"),
    ("Out north", "3004", -37.30, 145.05, "Mitchell", "Hume"),
    ("Far east", "3005", -37.85, 145.75, "Yarra Ranges", "Outer East"),
]


def shown_behind(client, soup, words, url):
    """Return how many services stand where a point leads: a page of its own, a list, a map, or a place of the list beside."""
    if url.startswith("#"):
        return len(soup.select(f"{url} a.link-strong"))
    followed = BeautifulSoup(client.get(url).content, "html.parser")
    if "view=map" in url:
        return sum(service_count(label) for label in points(followed))
    if url.startswith("/directory/?"):
        return int(followed.select_one(".directory-map p").get_text().split()[0])
    return 1


def service_count(label):
    """Return the number of services that a point says; 1 where it names the one."""
    number = label.rpartition(": ")[2].split()[0]
    return int(number) if label.endswith(" services") else 1


@pytest.mark.parametrize("query", ["", "&part=melbourne", "&near=3001&within=25", "&near=3001&within=50&part=victoria"])
def test_a_point_leads_to_as_many_services_as_it_says_however_close_one_looks(client, query):
    for number, place in enumerate([*AROUND, *AROUND[:3], INNER]):
        make_service(f"Group {number}", place=place)
    make_service("Warm line", coverage="statewide", offers_in_person=False, offers_phone=True)
    ways, seen = [f"/directory/?view=map{query}"], set()
    while ways:
        address = ways.pop()
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        assert points(soup)
        for words, url in points(soup).items():
            assert shown_behind(client, soup, words, url) == service_count(words), (address, words, url)
            if "view=map" in url:
                assert url not in seen, "a closer look leads nowhere new"
                seen.add(url)
                ways.append(url)
    if not query:
        assert len(seen) == 1


def test_a_closer_look_keeps_what_was_asked_for_and_says_where_it_is(client):
    for number, place in enumerate([*AROUND, *AROUND]):
        make_service(f"Group {number}", place=place, cost_kind="free" if number < 5 else "fee")
    [(words, url)] = points(draw(client, "&cost=free")).items()
    assert words == "Around Melbourne: 5 services"
    assert "cost=free" in url
    closer = BeautifulSoup(client.get(url).content, "html.parser")
    assert closer.select_one(".chip[aria-current]").get_text() == "Closer: Around Melbourne"
    assert len(points(closer)) > 1
    near = draw(client, "&near=3001&within=10&part=victoria&cost=free")
    assert all("within=10" in url or url[0] == "#" or "?" not in url for url in points(near).values())


@pytest.mark.parametrize("part", [".1.2.3", ".x", "melbourne.999999", "." * 99, "near.²", "victoria.1" + ".1" * 30])
def test_a_look_into_what_is_not_there_shows_what_is(client, part):
    make_service("Here", place=BALLARAT)
    assert list(points(draw(client, f"&part={part}"))) in (["Ballarat Central: Here"], [])
