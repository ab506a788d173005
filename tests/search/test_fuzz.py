"""Whatever an address says, a page comes back, on each database."""

import pytest
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import views
from tests.directory.factories import make_service

from .content import make_page
from .test_wording import NASTY

SIGNS = st.text(alphabet=st.sampled_from("\"'`*:^-+()[]{}&|!~<>=\\/%_#@,.;$ \t\x00\x1a\u202e\ud800🫂é"), max_size=40)
OPERATORS = st.lists(
    st.sampled_from(["NEAR(", "AND", "OR", "NOT", "*", ":", "peer", '"', "title:", "-", "<->", ":*", "&", "support"]),
    max_size=14,
).map(" ".join)
ANYTHING = st.one_of(st.text(alphabet=st.characters(), max_size=220), SIGNS, OPERATORS)


@pytest.fixture
def something(db):
    make_page(title="Peer support and near", text="Not or and.")
    make_service("Peer support")


def ask(data):
    """Ask the views past the client, which could not send half a character."""
    request = RequestFactory().get("/search/")
    request.GET = request.GET.copy()
    request.GET.update(data)
    for view in (views.results, views.suggest):
        response = view(request)
        assert response.status_code == 200
        response.content.decode()


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(q=ANYTHING, kind=st.one_of(st.just(""), st.text(max_size=12)), page=st.one_of(st.just(""), st.text(max_size=8)))
@example(q="NEAR(peer support, 5)", kind="", page="٣")
def test_any_query_kind_and_page_give_a_page(something, q, kind, page):
    ask({"q": q, "kind": kind, "page": page})


@pytest.mark.parametrize("q", NASTY)
def test_what_is_nasty_gives_a_page(something, q):
    ask({"q": q})


@pytest.mark.parametrize("path", ["/search/?q=%00", "/search/?q=%ED%A0%80", "/search/?q=a&q=b&kind=%00&page=%00", "/search/?q[]=x",
                                  "/search/suggest/?q=%00%00%00", "/search/?q=" + "%22" * 199, "/search/?q=" + "a+" * 900])  # fmt: skip
def test_addresses_that_nobody_types_give_a_page(something, path):
    assert Client().get(path).status_code == 200
