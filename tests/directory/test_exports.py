"""Downloads: the public list as CSV and GeoJSON, and the editors' spreadsheets."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from openpyxl import load_workbook
from wagtail.log_actions import log

from cms.core.spreadsheets import plain_cell, safe_cell
from directory.models import Link, Service
from tests.counting import settled_cost

from .factories import BALLARAT, GEELONG, make_location, make_phone, make_service, make_taxonomy

pytestmark = pytest.mark.django_db
CSV, GEOJSON = "/directory/services.csv", "/directory/places.geojson"


def body(response):
    assert response.status_code == 200, response
    return b"".join(response.streaming_content).decode("utf-8")


def rows(client, query="", address=CSV):
    """The lines of the file as dicts by heading."""
    text = body(client.get(f"{address}?{query}"))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def features(client, query=""):
    return json.loads(body(client.get(f"{GEOJSON}?{query}")))["features"]


def queries_of(client, address):
    return settled_cost(lambda: body(client.get(address)))


def test_the_files_follow_the_filters_and_the_order_of_the_page(client):
    term = make_taxonomy("Type", "Group").terms.get()
    make_service("Zebra table", [term], place=GEELONG)
    make_service("Apple table", [term], place=BALLARAT)
    make_service("Other", place=BALLARAT)
    assert [row["name"] for row in rows(client, "term=type-group")] == ["Apple table", "Zebra table"]
    assert [row["name"] for row in rows(client, "q=table&near=3220")] == ["Zebra table"]
    assert [one["properties"]["name"] for one in features(client, "term=type-group")] == ["Apple table", "Zebra table"]
    assert rows(client, "page=99&q=nowhere") == []


def test_a_service_takes_a_line_for_each_place_phone_and_link(client):
    service = make_service("Table", organisation="Collective", place=BALLARAT)
    make_location(service, GEELONG, "street", street="1 Long Street", name="Hall", times=[{}])
    make_phone(service, label="Jo")
    Link(service=service, label="Book", url="https://example.org/book").save()
    first, second = rows(client)
    assert (first["name"], first["provided by"], first["suburb"]) == ("Table", "Collective", "Ballarat Central 3350")
    assert (first["phone"], first["link"], first["ways to take part"]) == ("(03) 5550 0142", "Book", "In person")
    assert (second["id"], second["street address"], second["place name"]) == (first["id"], "1 Long Street", "Hall")
    assert (second["times"], second["summary"], second["phone"]) == ("Tuesdays, 6.30 pm to 8 pm", "", "")


def test_the_public_file_names_no_email_address(client):
    make_service("Table", public_email="table@example.org")
    assert "@" not in body(client.get(CSV)) + body(client.get(GEOJSON))


def test_each_place_that_shows_is_a_feature_and_a_service_without_one_is_not_lost(client):
    two = make_service("Two places", place=BALLARAT)
    make_location(two, BALLARAT, "suburb", street="2 Hidden Lane")
    make_location(two, GEELONG, "street", street="1 Long Street")
    make_service("Phone line")
    nowhere = make_service("Hidden")
    make_location(nowhere, GEELONG, "nothing", street="3 Hidden Lane")
    found = features(client)
    assert [(one["properties"]["name"], one["properties"].get("area_only")) for one in found] == [
        ("Hidden", None), ("Phone line", None), ("Two places", True), ("Two places", False),
    ]  # fmt: skip
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in found] == [
        None, None, [143.8504, -37.5627], [144.3612, -38.1475],
    ]  # fmt: skip
    assert "Hidden Lane" not in json.dumps(found)


def test_the_licence_is_stated(client):
    response = client.get(GEOJSON)
    assert json.loads(body(response))["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert response["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert client.get(CSV)["Link"] == response["Link"]
    assert response["Content-Disposition"] == 'attachment; filename="peer-support-places.geojson"'


def test_the_list_links_to_itself_as_files(client):
    make_service("Table", place=BALLARAT)
    page = client.get("/directory/?near=3350&how=in-person").content.decode()
    assert 'href="/directory/services.csv?near=3350&amp;how=in-person"' in page
    assert 'href="/directory/places.geojson?near=3350&amp;how=in-person"' in page
    assert 'rel="license"' in page


@pytest.mark.parametrize("address", [CSV, GEOJSON])
def test_who_has_the_file_already_gets_nothing_until_something_changes(client, address):
    service = make_service("Table")
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # A time alone does not decide: what is gone for good leaves none behind.
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200
    assert client.head(address)["ETag"] == first["ETag"]
    # Other filters are another file.
    assert client.get(f"{address}?q=table", headers={"if-none-match": first["ETag"]}).status_code == 200
    service.unpublish()
    assert "Table" not in body(client.get(address, headers={"if-none-match": first["ETag"]}))


@pytest.mark.parametrize("address", [CSV, GEOJSON])
def test_whether_a_file_changed_is_answered_without_reading_the_services(client, address):
    make_service("Table")
    tag = client.get(address)["ETag"]
    client.get(address, headers={"if-none-match": tag})
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    of_services = [query["sql"] for query in captured if 'FROM "directory_service"' in query["sql"]]
    assert [sql for sql in of_services if "MAX(" not in sql] == []
    assert len(captured) <= 4


@pytest.mark.parametrize("address", [CSV, GEOJSON])
def test_the_time_of_a_file_tells_nothing_of_what_editors_do(client, address):
    service = make_service("Table")
    make_service("Waiting", live=False)
    moment = timezone.now() - timedelta(days=3)
    Service.objects.update(changed_at=moment)
    before = client.get(address)["Last-Modified"]
    assert before == http_date(moment.timestamp())
    log(service, "directory.note")
    service.save_revision()
    make_service("Sent in just now", live=False)
    assert client.get(address)["Last-Modified"] == before
    service.unpublish()
    assert client.get(address)["Last-Modified"] != before


def test_too_many_downloads_wait_a_little(client, monkeypatch):
    make_service("Table")
    monkeypatch.setattr("directory.views.data.MOST_REQUESTS", 2)
    for address in (CSV, GEOJSON):
        assert client.get(address).status_code == 200
    response = client.get(CSV)
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert "Try again in 10 minutes." in response.content.decode()
    assert "What you saved" not in response.content.decode()


@pytest.mark.parametrize("address", [CSV, GEOJSON])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, address):
    term = make_taxonomy("Type", "Group").terms.get()

    def more(number):
        for _ in range(number):
            service = make_service(terms=[term], place=BALLARAT, organisation="Collective")
            make_location(service, GEELONG, times=[{}])
            make_phone(service)

    more(2)
    # What the process keeps is asked for once; the very first answer may make rows of settings, which is a change.
    few = queries_of(client, address)
    more(4)
    assert queries_of(client, address) == few


def test_what_spreadsheet_programs_would_run_stands_as_text(client):
    make_service("=1+1", summary='@SUM(A1)"', description="'=quoted")
    row = rows(client)[0]
    assert (row["name"], row["summary"], row["more about it"]) == ("'=1+1", "'@SUM(A1)\"", "''=quoted")


@pytest.mark.parametrize(
    "text", ["=1", "+61 3", "-1", "@x", "\tx", "\rx", " =1", "＝1", "'=1", "''-1", "'quoted'", "plain", ""]
)
def test_a_neutralised_cell_comes_back_as_it_was(text):
    assert plain_cell(safe_cell(text)) == text
    assert not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_editors_download_what_they_filtered_unlisted_entries_too(client, member_of):
    make_service("=Draft", live=False, public_email="draft@example.org")
    hidden = make_service("Listed")
    make_location(hidden, BALLARAT, "suburb", street="2 Hidden Lane", name="Hidden house")
    client.force_login(member_of("Editors"))
    list_url = "/admin/snippets/directory/service/"
    assert "Download XLSX" in client.get(list_url).content.decode()
    found = rows(client, "export=csv", list_url)
    assert [(row["name"], row["public email"], row["published"]) for row in found] == [
        ("'=Draft", "draft@example.org", "no"), ("Listed", "", "yes"),
    ]  # fmt: skip
    assert [row["name"] for row in rows(client, "export=csv&published=yes", list_url)] == ["Listed"]
    workbook = load_workbook(io.BytesIO(body_bytes(client.get(f"{list_url}?export=xlsx"))))
    cells = list(workbook.active.iter_rows())
    assert cells[0][1].value == "name"
    assert (cells[1][1].value, cells[1][1].data_type) == ("=Draft", "s")
    assert "Hidden" not in repr([[cell.value for cell in row] for row in cells] + found)


def body_bytes(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("query", ["export=exe", "export=csv&page=-1", "export=csv&live=zebra&status=%00"])
def test_an_editors_download_that_nobody_offers_is_no_error(client, member_of, query):
    client.force_login(member_of("Editors"))
    assert client.get(f"/admin/snippets/directory/service/?{query}").status_code == 200


def test_wagtails_own_reports_hold_no_live_formula_either(client, member_of):
    service = make_service("=1+1")
    log(instance=service, action="wagtail.edit")
    client.force_login(member_of(None))
    text = body(client.get("/admin/reports/site-history/?export=csv"))
    assert "'=1+1" in text
    assert ",=1+1" not in text
    workbook = load_workbook(io.BytesIO(body_bytes(client.get("/admin/reports/site-history/?export=xlsx"))))
    assert {cell.data_type for row in workbook.active.iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}
