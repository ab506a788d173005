"""How the open data answers: conditions, other sites, limits, problems; and the document and page that explain it."""

import json
from contextlib import suppress

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils.http import http_date
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from cms.wsgi import application
from directory.hsds import answers, views
from directory.hsds.document import document
from directory.models import Service

from .factories import BALLARAT, make_location, make_phone, make_service, make_taxonomy
from .hsds import BASE, ask

pytestmark = pytest.mark.django_db


def test_the_base_says_what_it_is_and_where_it_is_explained(client):
    said = ask(client, "")
    assert said == {
        "version": "3.1",
        "profile": "http://127.0.0.1:8000/open-data/",
        "openapi_url": "http://127.0.0.1:8000/api/hsds/v3/openapi.json",
    }
    assert client.get("/open-data/").status_code == 200


def paths(service):
    return [
        "",
        "openapi.json",
        "services",
        "services?format=ndjson",
        f"services/{service.uuid}",
        "services?page=0",
        "nowhere",
    ]


def test_every_answer_may_be_read_from_any_site_and_sets_no_cookie(client):
    for path in paths(make_service()):
        response = client.get(f"{BASE}/{path}", headers={"origin": "https://elsewhere.example"})
        assert response["Access-Control-Allow-Origin"] == "*", path
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["X-Robots-Tag"] == "noindex"
        assert 'rel="license"' in response["Link"]
        assert not response.cookies
        assert "text/html" not in response["Content-Type"]
    assert "Access-Control-Allow-Origin" not in client.get("/directory/")
    assert "Access-Control-Allow-Origin" not in client.get("/open-data/")


def test_a_browser_that_asks_first_is_told_what_it_may(client):
    response = client.options(f"{BASE}/services")
    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)(f"{BASE}/services")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"


def test_head_answers_as_get_without_a_body(client):
    service = make_service()
    for path in ("services", f"services/{service.uuid}", "services?format=ndjson"):
        got, headed = client.get(f"{BASE}/{path}"), client.head(f"{BASE}/{path}")
        assert (headed.status_code, b"".join(headed)) == (200, b"")
        assert headed.get("ETag") == got.get("ETag")


def test_who_has_it_already_gets_304_until_it_changes(client):
    service = make_service()
    for path in ("services", f"services/{service.uuid}"):
        first = client.get(f"{BASE}/{path}")
        assert first["Cache-Control"] == "no-cache"
        again = client.get(f"{BASE}/{path}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Access-Control-Allow-Origin"] == "*"
        service.summary += " More."
        service.save()
        assert client.get(f"{BASE}/{path}", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_one_service_can_be_asked_for_by_date_and_a_list_never_hides_what_is_gone(client):
    service, other = make_service(), make_service()
    path = f"{BASE}/services/{service.uuid}"
    first = client.get(path)
    assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get(path, headers={"if-modified-since": http_date(0)}).status_code == 200
    listed = client.get(f"{BASE}/services")
    other.delete()
    again = client.get(f"{BASE}/services", headers={"if-modified-since": listed["Last-Modified"]})
    assert again.json()["total_items"] == 1


def test_a_condition_that_does_not_hold_is_a_problem(client):
    service = make_service()
    response = client.get(f"{BASE}/services/{service.uuid}", headers={"if-match": '"other"'})
    assert (response.status_code, response.json()["status"]) == (412, 412)


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/xml;q=0.9"])
def test_a_form_that_is_not_offered_is_406(client, accept):
    response = client.get(f"{BASE}/services", headers={"accept": accept})
    assert (response.status_code, response.json()["status"]) == (406, 406)


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8", "application/*"]
)
def test_browsers_and_programs_get_json(client, accept):
    assert client.get(f"{BASE}/services", headers={"accept": accept}).status_code == 200


def test_lines_are_for_who_takes_lines(client):
    assert client.get(f"{BASE}/services?format=ndjson", headers={"accept": "application/json"}).status_code == 406
    assert client.get(f"{BASE}/services?format=ndjson", headers={"accept": "application/x-ndjson"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "services/x",
        "services/12345678-1234-1234-1234-123456789012",
        "services//",
        "taxonomies/%2e%2e",
        "docs",
        "services.json",
    ],
)
def test_what_is_not_there_is_a_problem_and_no_page(client, path):
    response = client.get(f"{BASE}/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_slash_at_the_end_changes_nothing(client):
    service = make_service()
    assert ask(client, "services/") == ask(client, "services")
    assert ask(client, f"services/{service.uuid}/") == ask(client, f"services/{service.uuid}")
    assert client.get("/api/hsds/v3")["Location"] == "/api/hsds/v3/"


@pytest.mark.parametrize("fields", [{"live": False}, {"status": "closed"}])
def test_what_is_not_listed_is_not_there(client, fields):
    service = make_service(place=BALLARAT, **fields)
    location = service.locations.get()
    organisation = client.get(f"{BASE}/services/{service.uuid}")
    assert organisation.status_code == 404
    assert client.get(f"{BASE}/service_at_locations/{location.uuid}").status_code == 404
    assert ask(client, "services")["empty"]
    assert ask(client, "organizations")["empty"]


def test_who_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(answers, "MOST_REQUESTS", 2)
    assert [client.get(f"{BASE}/").status_code for _n in range(3)] == [200, 200, 429]
    response = client.get(f"{BASE}/services")
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert response["Content-Type"] == "application/problem+json"
    assert client.get(f"{BASE}/", REMOTE_ADDR="192.0.2.1").status_code == 200
    cache.clear()
    assert client.get(f"{BASE}/").status_code == 200


def test_a_failure_of_ours_is_a_problem_too(client, monkeypatch):
    def broken(rows, asked):
        raise RuntimeError("broken")

    monkeypatch.setattr(views, "envelope", broken)
    response = client.get(f"{BASE}/services")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert b"broken" not in response.content


# --- What explains it --------------------------------------------------------------------------------


def references(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_document_refers_to_itself_alone(client):
    served = ask(client, "openapi.json")
    assert served == json.loads(json.dumps(document()))
    for reference in references(served):
        assert reference.startswith("#/components/")
        value = served
        for step in reference.removeprefix("#/").split("/"):
            value = value[step]
    for schema in served["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert served["servers"] == [{"url": BASE}]
    assert served["info"]["license"]["name"] == "CC BY 4.0"


def test_the_page_has_every_parameter_and_true_answers(client):
    make_service("Tuesday table", public_email="table@example.org")
    page = client.get("/open-data/")
    text = page.content.decode()
    for name in document()["components"]["parameters"]:
        if name != "id":
            assert f"<code>{name}</code>" in text
    assert "Tuesday table" in text
    assert "CC BY 4.0" in text
    assert "Give a whole number from 1 to 1,000,000." in text
    assert not page.cookies


def test_the_page_stands_without_any_service(client):
    Service.objects.all().delete()
    assert client.get("/open-data/").status_code == 200


# --- Anything at all, made from the document ---------------------------------------------------------

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
def test_whatever_the_document_allows_or_forbids_is_answered_as_it_says(monkeypatch, request, mode):
    monkeypatch.setattr(answers, "MOST_REQUESTS", 1_000_000)
    # As Django's own client: the test's transaction is on this connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
        request.addfinalizer(lambda signal=signal: signal.connect(close_old_connections))
    terms = make_taxonomy("Type", "Group").terms.all()
    service = make_service(terms=terms, organisation="Peer House", website="https://example.org")
    make_location(service, BALLARAT, "street", [{}], street="1 Street")
    make_phone(service)
    make_service(place=BALLARAT)
    operations = [
        found.ok() for found in schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", application).get_all_operations()
    ]
    assert len(operations) == 11
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=15, suppress_health_check=list(HealthCheck))
        def answered(case):
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        # Where nothing can be asked, nothing wrong can be.
        with suppress(Unsatisfiable):
            answered()
