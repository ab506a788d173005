"""Site search on OpenSearch or Elasticsearch: the same results as from the database, and the database where they are away."""

import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from cms.core import search_servers
from cms.core.wording import wanted
from cms.settings.search import KINDS, on_a_server
from search import matching
from search.suggestions import suggestions

from .content import FactSheetPage, StoryPage, make_page
from .server import SearchServer

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture(autouse=True)
def _nobody_was_away(monkeypatch):
    monkeypatch.setattr(search_servers.Server, "ask_again", 0.0)


def use(settings, kind, port):
    settings.WAGTAILSEARCH_BACKENDS = on_a_server(f"{kind}+http://127.0.0.1:{port}", settings.SEARCH_IN_DATABASE)


@pytest.fixture(params=KINDS)
def server(request, settings):
    with SearchServer() as server:
        use(settings, request.param, server.port)
        yield server


@pytest.fixture
def pages(db):
    return {
        "story": make_page(StoryPage, "Kettles at ten", text="A kettle sings while we wait."),
        "sheet": make_page(FactSheetPage, "What recovery is", text="Recovering is not a straight road."),
        "cafe": make_page(FactSheetPage, "The Café on Main Road", text="A kettle, and no straight answers."),
        "draft": make_page(StoryPage, "A kettle that waits", live=False),
    }


def rebuilt(server):
    """Let the server have an index of pages, as ``manage.py update_index`` makes it for everything."""
    backend = get_search_backend()
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
    index = rebuilder.start()
    for model in get_indexed_models():
        if issubclass(model, Page):
            index.add_model(model)
            index.add_items(model, [each for each in model.objects.all() if type(each.specific) is model])
    rebuilder.finish()
    search_servers.Server.ask_again = 0.0


ASKED = ["kettle", "recovery", "cafe", "straight road", '"straight road"', "kettles sing", "zebra", "KETTLE wait"]


def found(text):
    outcome = matching.find(wanted(text))
    return [(candidate.title, candidate.kind.key) for candidate in outcome.candidates], outcome.counts


def test_the_server_finds_what_the_database_finds_and_nothing_that_is_not_public(server, pages, settings, client):
    rebuilt(server)
    ours = {text: found(text) for text in ASKED}
    offered = {text: [each.title for each in suggestions(wanted(text))] for text in ("kett", "rec what", "caf")}
    assert [title for title, _kind in ours["kettle"][0]] == ["Kettles at ten", "The Café on Main Road"]
    assert any(path.endswith("/_search") for _method, path, _body in server.asked)
    settings.WAGTAILSEARCH_BACKENDS = {"default": settings.SEARCH_IN_DATABASE}
    for text in ASKED:
        assert found(text) == ours[text], text
    assert {text: [each.title for each in suggestions(wanted(text))] for text in offered} == offered
    assert offered["kett"] == ["Kettles at ten"]


def test_what_is_published_and_what_goes_is_told_to_the_server(server, pages, django_capture_on_commit_callbacks):
    rebuilt(server)
    with django_capture_on_commit_callbacks(execute=True):
        new = make_page(StoryPage, "A samovar at noon")
    assert [title for title, _kind in found("samovar")[0]] == ["A samovar at noon"]
    with django_capture_on_commit_callbacks(execute=True):
        new.unpublish()
    assert found("samovar") == ([], {})
    with django_capture_on_commit_callbacks(execute=True):
        number = str(new.pk)
        new.delete()
    assert not any(number in index.documents for name, index in server.indices.items() if "page" in name)


def test_the_search_page_and_the_editors_search_work_by_it(server, pages, client, admin_client):
    rebuilt(server)
    assert "Kettles at ten" in client.get(reverse("search:results"), {"q": "kettle"}).content.decode().replace(
        "<mark>", ""
    ).replace("</mark>", "")
    page = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "kettle"})
    assert "A kettle that waits" in page.content.decode()
    results = Page.objects.search("kettle")
    assert (results.count(), len(results[:1])) == (3, 1)


@pytest.mark.parametrize("trouble", [500, 503, 404, 401])
def test_a_server_in_trouble_is_left_alone_and_the_database_answers(server, pages, trouble, caplog, admin_client):
    rebuilt(server)
    expected = found("kettle")
    server.trouble = trouble
    before = len(server.asked)
    assert found("kettle") == expected
    assert [each.title for each in suggestions(wanted("kett"))] == ["Kettles at ten"]
    results = Page.objects.search("kettle")
    assert (results.count(), len(results[:2])) == (3, 2)
    page = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "kettle"})
    assert "A kettle that waits" in page.content.decode()
    # It was asked once, and then left alone for a while.
    assert len([path for _method, path, _body in server.asked[before:] if path.endswith("/_search")]) == 1
    assert "kettle" not in caplog.text
    assert caplog.text.count("did not answer") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_is_not_there_or_has_no_index_yet_keeps_nobody_from_finding(settings, pages, kind, client):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    use(settings, kind, port)
    assert client.get(reverse("search:results"), {"q": "kettle"}).context["outcome"].total == 2
    # An editor publishes all the same.
    make_page(StoryPage, "A samovar at noon")
    assert found("samovar")[1] == {"stories": 1}
    search_servers.Server.ask_again = 0.0
    with SearchServer() as empty:
        use(settings, kind, empty.port)
        assert found("kettle")[1] == {"stories": 1, "fact-sheets": 1}


def test_the_environment_alone_names_a_server_and_the_database_keeps_its_index():
    made = on_a_server("opensearch+https://site:a%40b@search.example.org:9200/centre", {"BACKEND": "ours"})
    assert made["database"] == {"BACKEND": "ours"}
    assert made["default"]["URLS"] == ["https://site:a%40b@search.example.org:9200"]
    assert made["default"]["INDEX_PREFIX"] == "centre_"
    assert on_a_server("", {}) is None
    for wrong in (
        "https://host:9200",
        "solr+https://host",
        "opensearch+ftp://host",
        "opensearch+https://",
        "opensearch",
    ):
        with pytest.raises(ImproperlyConfigured):
            on_a_server(wrong, {})


@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_the_server_reach_its_library(settings, kind):
    settings.WAGTAILSEARCH_BACKENDS = on_a_server(
        f"{kind}+https://site:secret@search.example.org:9200", settings.SEARCH_IN_DATABASE
    )
    backend = get_search_backend()
    assert backend.hosts[0]["host"] == "search.example.org"
    assert backend.timeout == 2
