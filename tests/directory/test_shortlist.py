"""A reader's own list, as the server sees it: ids in an address, and nothing kept."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core.logs import masked
from directory import shortlist
from directory.models import Service
from directory.models.services import RESERVED_SLUGS

from .factories import BALLARAT, GEELONG, make_location, make_phone, make_service

PATH = "/directory/shortlist/"
pytestmark = pytest.mark.django_db


def page(client, services, **more):
    ids = services if isinstance(services, str) else ".".join(service.list_id for service in services)
    response = client.get(PATH, {"s": ids} | more)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(soup):
    return [link.get_text(strip=True) for link in soup.select("[data-kept] h2 a")]


@settings(max_examples=30)
@given(st.uuids())
def test_an_id_is_short_and_leads_back_to_its_service(identity):
    short = Service(uuid=identity).list_id
    assert len(short) == shortlist.ID_LENGTH
    assert shortlist.uuid_of(short) == identity


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_whatever_is_asked_for_is_answered(client, text):
    assert client.get(PATH, {"s": text}).status_code == 200


def test_a_shared_list_shows_what_one_needs_to_go_there_in_its_order(client):
    first, second = (
        make_service("Zinnia", cost_note="Tea is on the table."),
        make_service("Acacia", organisation="Peers"),
    )
    make_location(first, BALLARAT, "street", name="Doveton House", street="18 Made-up Street", times=[{}])
    make_phone(first, label="Jo", hours="weekdays")
    soup = page(client, [first, second])
    assert names(soup) == ["Zinnia", "Acacia"]
    said = " ".join(soup.select_one("[data-kept]").get_text(" ", strip=True).split())
    for words in (
        "(03) 5550 0142",
        "Jo, weekdays",
        "Tuesdays, 6.30 pm",
        "Doveton House, 18 Made-up Street",
        "Tea is on",
    ):
        assert words in said
    assert soup.select_one("[data-share]")["data-share"].endswith(f"{PATH}?s={first.list_id}.{second.list_id}")


def test_only_listed_services_are_in_it_and_the_others_are_not_told_apart(client):
    shown = make_service("Shown")
    gone = [make_service(live=False), make_service(status="closed")]
    soup = page(client, [*gone, shown])
    assert names(soup) == ["Shown"]
    assert "2 services are not shown here." in soup.select_one(".notice").get_text()
    unknown = page(client, f"{shown.list_id}.{'A' * 22}.zzz.{shown.list_id}")
    assert names(unknown) == ["Shown"]
    assert "2 services are not shown here." in unknown.select_one(".notice").get_text()
    assert "None of these services is here" in page(client, gone).get_text()


def test_an_address_that_is_kept_private_is_in_no_list(client):
    service = make_service()
    make_location(service, GEELONG, "nothing", name="Kept House", street="9 Kept Lane", access_note="Kept", times=[{}])
    soup = page(client, [service])
    assert "Address kept private" in soup.get_text()
    assert "Kept House" not in str(soup)
    assert "Geelong" not in str(soup)


def test_a_list_holds_fifty(client):
    services = Service.objects.bulk_create(
        Service(name=f"{n:02}", slug=f"s{n}", summary="A", provider_name="B", live=True) for n in range(53)
    )
    assert len(names(page(client, services))) == 50


def test_the_list_alone_is_for_the_script_and_nobody_keeps_either(client):
    service = make_service("Alone", assured_at=datetime.date(2026, 11, 3))
    response = client.get(PATH, {"s": service.list_id, "only": "list"})
    assert b"<html" not in response.content
    assert b"Alone" in response.content
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_what_somebody_keeps_is_in_no_log():
    line = f"GET {PATH}?only=list&s={Service(uuid=uuid.uuid4()).list_id} HTTP/1.1"
    assert masked(line) == f"GET {PATH} HTTP/1.1"


def test_without_a_link_the_page_says_what_is_kept_and_where(client):
    soup = BeautifulSoup(client.get(PATH).content, "html.parser")
    assert "in this browser, on this device, and nowhere else" in soup.get_text()
    assert "needs JavaScript" in soup.select_one("noscript").get_text()
    assert soup.select_one("[data-my-list]")["data-my-list"] == PATH


def test_the_list_and_each_service_can_be_added_and_lead_to_the_list(client):
    service = make_service()
    for address in ("/directory/", service.get_absolute_url()):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        [button] = soup.select("[data-keep]")
        assert button["data-keep"] == service.list_id
        assert "needs-script" in button["class"]
        assert soup.select(f"main a[href='{PATH}'] [data-list-count]")


def test_no_service_has_the_address_of_the_list():
    assert "shortlist" in RESERVED_SLUGS
    assert make_service("Shortlist").slug == "shortlist-2"


def test_a_list_takes_the_same_queries_for_more_services(client):
    def queries(count):
        services = [make_service(organisation="One", place=BALLARAT) for _ in range(count)]
        for service in services:
            make_location(service, GEELONG, times=[{}])
            make_phone(service)
        with CaptureQueriesContext(connection) as captured:
            client.get(PATH, {"s": ".".join(one.list_id for one in services), "only": "list"})
        return len(captured)

    few = queries(3)
    assert queries(9) == few <= 5
