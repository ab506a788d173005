"""Addresses that no page here makes are turned away before they cost anything."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cms.core.middleware import (
    LONGEST_QUERY,
    MOST_PARAMETERS,
    BoundedRequestMiddleware,
)


def answer_to(path="/search/", query=""):
    """Pass one request through the middleware alone; a request that it lets pass is answered with 200."""
    request = RequestFactory().get("/search/")
    request.path_info = path
    request.META["QUERY_STRING"] = query
    return BoundedRequestMiddleware(lambda request: HttpResponse("passed"))(request)


def test_a_query_of_a_megabyte_is_too_long():
    assert answer_to(query="q=" + "a" * 1_000_000).status_code == 414


def test_ten_thousand_parameters_are_too_many():
    assert answer_to(query="&".join(f"t={number}" for number in range(10_000))).status_code == 414


def test_short_but_many_parameters_are_too_many():
    assert answer_to(query="&".join("a" for _number in range(MOST_PARAMETERS + 1))).status_code == 414


def test_a_nul_in_the_path_is_refused():
    assert answer_to(path="/stories/a\x00b/").status_code == 400


def test_an_ordinary_search_passes():
    query = "q=hearing+voices&near=Footscray+3011&within=20&term=phone&term=free&page=2"
    assert answer_to(query=query).status_code == 200


def test_editors_may_send_long_addresses():
    assert answer_to(path="/admin/pages/", query="a" * (LONGEST_QUERY + 1)).status_code == 200


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_address_makes_the_middleware_fail(path, query):
    assert answer_to(path="/" + path, query=query).status_code in {200, 400, 414}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/search/", "/directory/", "/get-help-now/"])
@pytest.mark.parametrize("query", ["q=%00", "q=%22", "page=%00", "near=%00&within=%00", "q=%ED%A0%80", "q=%E2%80%AE"])
def test_no_tool_fails_on_characters_that_databases_refuse(client, path, query):
    assert client.get(f"{path}?{query}").status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/%00/", "/stories/%00/", "/%ED%A0%80/", "/directory/%00/", "/" + "a" * 5000 + "/"])
def test_no_path_makes_the_site_fail(client, path):
    assert client.get(path).status_code in {400, 404, 414}
